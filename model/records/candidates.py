"""What nearly alarmed: listed so that people can say what was missed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from model.records.stories import Evidence


class Judgement(StrEnum):
    """What a person says of a candidate: it should have alarmed, it was rightly quiet, it is an opinion."""

    MISSED = "missed"
    QUIET = "quiet"
    OPINION = "opinion"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A group of threads that opened no story: its `score` was below `bar`, or its kind is often dismissed.

    Nobody was told of it and nobody will be, unless a person says that it should have alarmed.
    """

    id: int
    story_id: str
    title: str
    terms: tuple[str, ...]
    threads: int
    voices: int
    voices_known: bool
    sources: tuple[str, ...]
    score: float
    bar: float
    seen_at: datetime
    evidence: tuple[Evidence, ...] = ()
