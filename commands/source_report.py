"""What `huisheng source try` shows people: a post to look at, and the block to put into config.yaml."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from urllib.parse import urlsplit

from crawlers.kinds.base import Fetch
from model.catalogue import Catalogue
from model.config import Source

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
