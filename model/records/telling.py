"""What goes out: notices, messages, digests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from model.facts import FactChange, KnownFact
from model.records.alerts import Alert, Level
from model.records.candidates import Candidate


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One channel is to be told of one alert. `subject` is its watch topic, or its story when discovered; `lead`
    what stands first in the message.
    """

    id: int
    channel: str
    ref: str
    alert_id: int
    subject: str
    level: Level
    lead: tuple[str, ...]
    at: datetime
    told_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A row of the outbox: one message for one channel. `short_id` is stable, so that a repeat is recognised."""

    id: int
    short_id: str
    channel: str
    kind: str  # "alert", "alerts" (several in one message), "digest" or "test"
    subject: str
    body: Mapping[str, object]
    created_at: datetime
    attempts: int
    next_attempt_at: datetime
    delivered_at: datetime | None
    last_error: str
    parts_done: int = 0  # of a long message: how many parts were accepted
    gave_up: str = ""  # why nothing is tried any more until a person has mended it


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceCoverage:
    """How one source did since the last digest; `status` is ok, failed, silent, odd or never."""

    source: str
    status: str
    posts: int
    last_success: datetime | None
    newest_post: datetime | None
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """What a volunteer reads in the morning. Covers `since` (exclusive) to `until` (inclusive)."""

    day: date
    since: datetime
    until: datetime
    open: tuple[Alert, ...]
    closed: tuple[Alert, ...]
    coverage: tuple[SourceCoverage, ...]
    hidden_personal: int  # stories not shown because only persons were left: 涉及个人,未展示
    learning_day: int | None  # n of 21 while the baseline is learnt, else None
    posts: int
    threads: int
    hourly: Mapping[int, tuple[int, ...]]  # alert id → threads an hour, 24 figures, oldest first
    facts: Mapping[int, KnownFact] = field(default_factory=dict)  # alert id → the fact it is about
    corrections: tuple[FactChange, ...] = ()  # answers that are not the same any more
    notes: tuple[str, ...] = ()  # what did not run or fell behind, one sentence each: silence would mislead
    inward: tuple[str, ...] = ()  # the same about our own channels: for the association, never for a public page
    candidates: tuple[Candidate, ...] = ()  # what nearly alarmed, for the association: never for a public page
    late: bool = False  # caught up: it should have been sent earlier that day
