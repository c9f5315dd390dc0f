"""What `huisheng source try` shows people: a post to look at, and the block to put into config.yaml."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median
from urllib.parse import urlsplit

from crawlers.kinds.base import Fetch
from model.catalogue import Catalogue
from model.config import Source
from model.records import Post

_MOST = 400  # characters of a post on the screen; enough to see whether the text is whole


def card(post: Mapping[str, str | None], catalogue: Catalogue) -> str:
    """One post (the keys of `source try`) for a reader: is the title right, the text whole, the time right?"""
    say = catalogue.say
    body = post["body"] or ""
    rest = say("reading.try.cut", n=len(body) - _MOST) if len(body) > _MOST else ""
    at = post["published_at"]
    when = at[:16].replace("T", " ") if at else say("reading.try.no_time")
    rows = [
        say("reading.try.title", text=post["title"] or say("reading.try.reply")),
        say("reading.try.time", text=when),
        say("reading.try.url", text=post["url"]),
        textwrap.indent(body[:_MOST] + rest, "    "),
    ]
    return "\n".join([*rows, ""])


def role_of(fetch: Fetch, catalogue: Catalogue) -> str:
    """Whether an address is a post or more of the list."""
    return catalogue.say(f"reading.try.role.{fetch.role}")


def block(source: Source, catalogue: Catalogue) -> str:
    """The YAML of a source that was tried by its address."""
    host = urlsplit(source.url).hostname or ""
    name = catalogue.say("reading.try.a_name")
    rows = [f"  - name: {name}    # {host}", f"    kind: {source.kind}", f"    url: {source.url}", "    every: 30m"]
    return "\n".join(rows)


_CADENCES = (  # posts a day that need it, how often to visit, how long silence is normal
    (50, "15m", "24h"),
    (8, "30m", "48h"),
    (1, "2h", "7d"),
    (0, "6h", "30d"),
)


def cadence(posts: Sequence[Post], now: datetime) -> dict[str, str]:
    """How often to visit and what is normal, from the times of the posts of one look.

    The middle one of the pauses between posts does not mind one old pinned post. Without two dated posts nothing is
    known, and half an hour is a polite guess.
    """
    times = sorted({post.published_at for post in posts if post.published_at and post.published_at <= now})
    pauses = [(later - earlier).total_seconds() for earlier, later in pairwise(times)]
    if not pauses:
        return {"every": "30m"}
    a_day = 86_400 / max(median(pauses), 60)
    every, silence = next((every, silence) for least, every, silence in _CADENCES if a_day >= least)
    if now - times[-1] > timedelta(days=30):
        return {"every": "6h"}  # nothing new for a month: whatever is normal here, it was not seen
    return {
        "every": every,
        "healthy": f"{{posts_per_day: [0, {max(20, round(10 * a_day))}], newest_within: {silence}}}",
    }


def rows_of(source: Source, pace: Mapping[str, str], more: Mapping[str, str]) -> list[str]:
    """The lines of a source's block, without indentation."""
    settings = {
        name: repr(value) if value.strip() != value or set(value) & set(":#'\"{}[],&*!|>%@`") else value
        for name, value in more.items()
    }
    loopback = {"allow_loopback": "true"} if source.allow_loopback else {}
    block = {"name": source.name, "kind": source.kind, "url": source.url, **pace, **settings, **loopback}
    return [f"{key}: {value}" for key, value in block.items()]
