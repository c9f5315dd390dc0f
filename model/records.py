"""The records that travel between stages: frozen, keyword-only, aware datetimes, never dicts.

No record has a field that can hold a person. `tests/model/test_no_people.py` proves it for these classes
and for every column of the database.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from model.facts import FactChange, KnownFact


class Precision(StrEnum):
    """How exactly a site says when a post was published."""

    MINUTE = "minute"
    DAY = "day"
    NONE = "none"


class Label(StrEnum):
    """Tone of a post. *neutral*: neither; *unclear*: the scorers disagree; *unscorable*: nothing to read."""

    NEGATIVE = "negative"
    POSITIVE = "positive"
    NEUTRAL = "neutral"
    UNCLEAR = "unclear"
    UNSCORABLE = "unscorable"


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


class Severity(StrEnum):
    """How bad an `Issue` is."""

    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One public post as stored: already redacted, nobody's name in it.

    `key` is the site's own id of the post, unique within `source`; `thread` the site's own id of its thread.
    `title` is set on the opener only. `voice` is an opaque per-day token (see crawlers/voices.py) used to
    count independent voices, NULL after 48 h. `imported`: brought by `huisheng import`, possibly long after
    `fetched_at`, so that it becomes news only when analysis reads it. `id` is the database's, None before storage.
    """

    source: str
    key: str
    url: str
    thread: str
    thread_url: str
    opener: bool
    title: str
    body: str
    published_at: datetime | None
    precision: Precision
    fetched_at: datetime
    edited_at: datetime | None = None
    gone_at: datetime | None = None
    voice: str | None = None
    imported: bool = False
    id: int | None = None

    @property
    def text(self) -> str:
        """Title and body as one text, as a reader sees them."""
        return f"{self.title}\n{self.body}" if self.title else self.body

    @property
    def moment(self) -> datetime:
        """When it was said, as far as known: the published minute, else when we fetched it."""
        if self.published_at is not None and self.precision is Precision.MINUTE:
            return min(self.published_at, self.fetched_at)
        return self.fetched_at


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchHit:
    """A watch word found in a post; `start` and `end` index the original text of `field` (title or text)."""

    topic: str
    term: str
    text: str
    start: int
    end: int
    field: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredPost:
    """What analysis found in one post. `sentiment` is 0 (negative) … 1 (positive), SnowNLP's convention."""

    post_id: int
    words: tuple[str, ...]
    sentiment: float | None
    confidence: float
    label: Label
    watch: tuple[WatchHit, ...]
    cues: tuple[str, ...]
    places: tuple[str, ...]
    duplicate_of: int | None
    engine: str
    scores: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Something several people talk about now and did not before.

    `topic` is the key of a watch topic or None when discovered. `expected` is the number of threads that a
    usual 24 h would bring, `surprise` −log10 of the chance to see so many. `post_ids` is what it rests on.
    `voices` counts independent speakers, or threads when `voices_known` is False.
    """

    id: str
    kind: str  # "watch" or "discovered"
    topic: str | None
    terms: tuple[str, ...]
    title: str
    opened_at: datetime
    updated_at: datetime
    window_start: datetime
    window_end: datetime
    threads: int
    voices: int
    voices_known: bool
    sources: tuple[str, ...]
    expected: float
    surprise: float
    why: str
    shown: bool
    post_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One thread that a story rests on, as it may leave the console: a link and at most 40 redacted characters."""

    source: str
    thread_url: str
    excerpt: str
    posts: int
    seen_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A story in a few lines. `growth`: threads that joined, an hour, in the last hours before it last grew.

    `cues`: keys of what the wording shows, with the number of threads that show it; facts, no verdict.
    """

    representative: Evidence | None
    key_terms: tuple[str, ...]
    first_seen: datetime
    growth: float
    cues: tuple[tuple[str, int], ...]


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


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertEvent:
    """One line of an alert's history: opened, updated, faded … `detail` is a sentence for people."""

    alert_id: int
    at: datetime
    what: str
    detail: str


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
    """How one source did since the last digest; `status` is ok, failed, silent or never."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """Something went wrong and was written down. `kind` is a stable word such as ``no-date`` or ``robots``."""

    run_id: int | None
    source: str | None
    severity: Severity
    kind: str
    message: str
    at: datetime
    id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run of one job. `ok` is None while it runs (or when it was killed)."""

    id: int
    job: str
    started_at: datetime
    finished_at: datetime | None
    ok: bool | None
    counts: Mapping[str, int]
