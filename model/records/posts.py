"""What sites say: a post, and what scoring found in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


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
    through: tuple[str, ...] = ()


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
