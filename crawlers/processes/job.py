"""What the parent tells the child (one JSON object), and what the child answers (one JSON object a line)."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from model.config import Config


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One crawl run: the sources to visit, by name. `busy_seconds`: how long to wait for a locked database.

    `by_hand`: somebody named them, so that their quiet hours do not end a visit.

    With `fetch` set, only that address is read, for the one source named, and nothing is stored.
    """

    config: Config
    now: datetime
    sources: tuple[str, ...]
    busy_seconds: float = 30.0
    fetch: str = ""
    by_hand: bool = False

    def dumps(self) -> str:
        """As JSON, without channels and topics: the child needs neither, and addresses of channels are secrets."""
        settings = self.config.model_dump(exclude={"channels", "topics"})
        return json.dumps(
            {
                "config": settings,
                "base": self.config.base,
                "now": self.now.isoformat(),
                "sources": self.sources,
                "busy_seconds": self.busy_seconds,
                "fetch": self.fetch,
                "by_hand": self.by_hand,
            },
            default=_plain,
        )

    @staticmethod
    def loads(text: str) -> Job:
        """The reverse of `dumps`."""
        tree = json.loads(text)
        config = Config.model_validate(tree["config"]).model_copy(update={"base": Path(tree["base"])})
        return Job(
            config=config,
            now=datetime.fromisoformat(tree["now"]),
            sources=tuple(tree["sources"]),
            busy_seconds=tree["busy_seconds"],
            fetch=tree["fetch"],
            by_hand=tree["by_hand"],
        )


def _plain(value: object) -> str:
    if isinstance(value, timedelta):
        return f"{value.total_seconds():.6f}s"
    if isinstance(value, Path):
        return str(value)
    raise TypeError(f"{type(value).__name__} cannot be sent to the child")


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """One more page was read."""

    source: str
    pages: int
    planned: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Something was not read; `fatal`: it ended the visit. One per page or post; the parent sums them up."""

    source: str
    kind: str
    message: str
    url: str
    fatal: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Visited:
    """A visit ended.

    `bytes_read`: of the pages as unpacked. `seconds`: how long it took. `crawl_delay`: what the site's robots.txt
    asks for, in seconds. `told_to_wait`: it ended because the site wants a pause or keeps programs out.
    `requests`: everything asked of the site, robots.txt, redirects and second tries included. `site_later`: until
    then (ISO) the site wants no visitor. `wish`: how often it wants to be read (`store.pacing.plain_wish`), None
    when no page said; `fresh`: for how many seconds its first page stays as it is.
    `lists`: list pages that were read, `listed` the items they showed; `tried`: items and pages of items that were
    read, `gave` those with a post.
    """

    source: str
    ok: bool
    pages: int
    posts_new: int = 0
    posts_edited: int = 0
    posts_gone: int = 0
    not_modified: int = 0
    bytes_read: int = 0
    seconds: float = 0.0
    crawl_delay: float = 0.0
    told_to_wait: bool = False
    requests: int = 0
    site_later: str = ""
    wish: dict[str, Any] | None = None
    fresh: float = 0.0
    lists: int = 0
    listed: int = 0
    tried: int = 0
    gave: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """The reply to a single fetch; `body` in base64."""

    url: str
    status: int
    content_type: str
    charset: str
    body: str
    at: str


Event = Progress | Trouble | Visited | Fetched
_EVENTS: dict[str, type[Progress] | type[Trouble] | type[Visited] | type[Fetched]] = {
    kind.__name__: kind for kind in (Progress, Trouble, Visited, Fetched)
}


def event_line(event: Event) -> str:
    """`event` as one line of ASCII."""
    return json.dumps({"event": type(event).__name__, **asdict(event)})


def read_event(line: str) -> Event | None:
    """The event on a line, None when the line is cut short or none of ours."""
    try:
        values = json.loads(line)
        return _EVENTS[values.pop("event")](**values)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
