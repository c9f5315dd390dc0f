"""What analysis sees emerging."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


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
