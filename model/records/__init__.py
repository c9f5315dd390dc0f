"""The records that travel between stages: frozen, keyword-only, aware datetimes, never dicts.

No record has a field that can hold a person. `tests/repository/test_no_people.py` proves it for these classes
and for every column of the database.
"""

from model.records.alerts import Alert, AlertEvent, Level, State
from model.records.candidates import Candidate, Judgement
from model.records.posts import Label, Post, Precision, ScoredPost, WatchHit
from model.records.runs import Issue, Run, Severity
from model.records.stories import Evidence, Story, Summary
from model.records.telling import Digest, Message, Notice, SourceCoverage

__all__ = [
    "Alert",
    "AlertEvent",
    "Candidate",
    "Digest",
    "Evidence",
    "Issue",
    "Judgement",
    "Label",
    "Level",
    "Message",
    "Notice",
    "Post",
    "Precision",
    "Run",
    "ScoredPost",
    "Severity",
    "SourceCoverage",
    "State",
    "Story",
    "Summary",
    "WatchHit",
]
