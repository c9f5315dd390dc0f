"""What people are told of and decide on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from model.records.stories import Evidence, Summary


class Level(StrEnum):
    """How urgently a topic is shown. *life*: one voice is enough, marked as a single unverified source."""

    LIFE = "life"
    URGENT = "urgent"
    NORMAL = "normal"


class State(StrEnum):
    """Where an alert stands."""

    NEW = "new"
    CHECKING = "checking"
    ANSWERED = "answered"
    DISMISSED = "dismissed"
    MERGED = "merged"
    SNOOZED = "snoozed"
    FADED = "faded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """A story put before people. Figures are those of the story when last updated."""

    id: int
    story_id: str
    title: str
    terms: tuple[str, ...]
    topic: str | None
    level: Level
    state: State
    opened_at: datetime
    updated_at: datetime
    closed_at: datetime | None
    threads: int
    voices: int
    voices_known: bool
    sources: tuple[str, ...]
    expected: float
    surprise: float
    why: str
    evidence: tuple[Evidence, ...]
    summary: Summary | None = None  # None: of before there were any, or nothing left that may be told
    tips: int = 0  # linked by people, beside what the story rests on
    graded: str = ""  # why it is more urgent than its topic, one sentence
    newest_post: int = 0  # of those it rested on; 0: of before this was kept


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertEvent:
    """One line of an alert's history: opened, updated, faded … `detail` is a sentence for people."""

    alert_id: int
    at: datetime
    what: str
    detail: str
