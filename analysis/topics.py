"""The watch topics as they may be watched; part of the stage (analysis/run.py)."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from analysis.signs.veils import place_words
from analysis.signs.watched import without_people
from model.catalogue import Catalogue
from model.config import Config
from model.records import Issue, Severity
from store import runs
from store.database import Store

PEOPLE = "people"
"""How many words of watch topics were left out, among the counts of a run; only when there are any."""


def watchable(store: Store, config: Config, now: datetime, run_id: int, counts: Counter[str]) -> Config:
    """`config` without watch words that are people; an `Issue` says when there are more or fewer than before.

    The job goes on with the rest: a name in the settings must not stop the cron job for ever, nor be watched. The
    Issue says where the words stand and not which they are: no name enters the database.
    """
    topics, found = without_people(config.topics, place_words(config))
    if not found:
        return config
    counts[PEOPLE] = len(found)
    before = runs.last_success(store, "analyse")
    if before is None or before.counts.get(PEOPLE) != len(found):
        words = Catalogue(config.language).say("analysis.people_left_out", n=len(found))
        issue = Issue(
            run_id=run_id, source=None, severity=Severity.WARNING, kind="person-topic", message=words, at=now
        )
        runs.add_issue(store, issue)
    return config.model_copy(update={"topics": topics})
