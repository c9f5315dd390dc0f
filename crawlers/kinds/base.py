"""What every kind of source takes and gives. Pure: a page in, values out; no network, clock or database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Protocol, runtime_checkable
from zoneinfo import ZoneInfo

from model.config import Source
from model.pace import Wish
from model.records import Post

NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetch:
    """One address to read. `role` is ``list`` (feed, board list, article list) or ``item`` (thread, article).

    `thread` and `marker` are set on items found through a list: when the item has been read to its last page,
    `marker` is remembered for `thread`, and the item is not fetched again until its marker changes. `hint`
    carries what only the list knows (for example the title or the day of an article).
    """

    url: str
    role: str
    page: int = 1
    thread: str = ""
    marker: str = ""
    hint: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A reply. `url` is the final address; `charset` is what the HTTP header declares, or ''."""

    url: str
    status: int
    content_type: str
    charset: str
    body: bytes
    fetched_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A post as read, with the opaque speaker behind it ('' when unknown).

    The speaker is turned into `Post.voice` by crawlers/run.py, never leaves `crawlers/` and enters no log.
    `post.body` and `post.title` are not yet redacted.
    """

    post: Post
    speaker: str = ""

    def __repr__(self) -> str:
        return f"Read({self.post.source}, {self.post.key})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Something that was not read, and why. `kind` is a stable word (``login-wall``, ``no-date`` …)."""

    kind: str
    message: str
    url: str
    blocked: bool = False  # the site keeps programs out: stop visiting and tell a person


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What one page gave: posts, addresses to read next, markers now complete, and single refusals.

    `gone`: threads that the site says are no longer there. `table`: a list of lists. What it leads to changes while
    it stays as it is: it is always asked for whole. `listed`: items that a list shows, with or without news;
    `entries`: items whose posts the page itself should give (a feed's). `wish`: how often it wants to be read.
    """

    reads: tuple[Read, ...] = ()
    follow: tuple[Fetch, ...] = ()
    markers: Mapping[str, str] = field(default_factory=dict)
    refusals: tuple[Refusal, ...] = ()
    gone: tuple[str, ...] = ()
    table: bool = False
    listed: int = 0
    entries: int = 0
    wish: Wish | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What a kind may know about the visit it is part of.

    `markers`: thread → the marker remembered from earlier visits. `oldest`: items known to be older than this
    are not followed (the back-fill limit). `language` (``zh`` or ``en``) is that of the messages of refusals.
    """

    markers: Mapping[str, str]
    oldest: datetime
    zone: ZoneInfo
    language: str = "zh"


class Kind(Protocol):
    """One platform. Each implementation narrows `source` to its own settings model."""

    def start(self, source: Source, markers: Mapping[str, str] = NOTHING) -> Fetch:
        """Where a visit begins, seen what earlier visits remembered."""

    def parse(self, source: Source, fetch: Fetch, page: Page, visit: Visit) -> Outcome | Refusal:
        """Read one page; a `Refusal` when the page as a whole cannot be trusted."""


@runtime_checkable
class OtherWays(Protocol):
    """A kind that knows another way to the same posts when the site does not give a page."""

    def instead(self, source: Source, fetch: Fetch, at: datetime, visit: Visit) -> Outcome | None:
        """What to do about `fetch`, which the site refused at `at` (an HTTP error, robots.txt); None: nothing."""
