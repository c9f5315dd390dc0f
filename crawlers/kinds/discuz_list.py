"""The list of a Discuz! X board: which threads have news since they were last read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from lxml.html import HtmlElement

from crawlers.kinds.discuz_addresses import thread_in
from crawlers.reading.dates import read_date
from crawlers.reading.text import one_line, plain, select
from model.records import Precision

_ROW = re.compile(r"(normal|stick)thread_(\d+)$")
_ABSOLUTE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One thread of the list. `marker` changes with every reply; `active` is the end of its last known activity."""

    tid: str
    title: str
    pinned: bool
    marker: str
    active: datetime | None


def rows_of(tree: HtmlElement, now: datetime, zone: ZoneInfo) -> list[Row]:
    """The threads of a board list, pinned ones too (they stand on page 1 only), or the tiles of a board."""
    rows = []
    for body in select(tree, "tbody[id]"):
        match = _ROW.match(body.get("id") or "")
        if match is not None:
            rows.append(_row(body, match[2], match[1] == "stick", now, zone))
    return rows or _tiles(tree)


def _tiles(tree: HtmlElement) -> list[Row]:
    """A board shown as a waterfall of pictures tells no dates: only the number of replies says what is new."""
    tiles: dict[str, Row] = {}
    for item in select(tree, "#waterfall > li"):
        links = [link for link in select(item, "h3 a[href]") if thread_in(link.get("href") or "")]
        if links:
            tid = thread_in(links[0].get("href") or "")
            replies = [text for link in select(item, "cite a[href]") if (text := one_line(plain(link))).isdigit()]
            title = one_line(plain(links[0]))
            tiles[tid] = Row(tid=tid, title=title, pinned=False, marker=replies[-1] if replies else "", active=None)
    return list(tiles.values())


def _row(body: HtmlElement, tid: str, pinned: bool, now: datetime, zone: ZoneInfo) -> Row:
    replies = one_line(_first_text(body, "td.num a"))
    last = _last_reply(body)
    when, precision = read_date(last, now, zone) if last else (None, Precision.NONE)
    if when is not None and precision is Precision.DAY:
        when += timedelta(days=1)
    stable = when.isoformat() if when and _ABSOLUTE.search(last) else last if _ABSOLUTE.search(last) else ""
    return Row(
        tid=tid,
        title=_first_text(body, "a.xst"),
        pinned=pinned,
        marker=f"{replies} {stable}".strip(),
        active=when,
    )


def _last_reply(body: HtmlElement) -> str:
    """Absolute in ``span[title]`` while it is recent, bare text later."""
    cells = select(body, "td.by")
    if len(cells) < 2:
        return ""
    for span in select(cells[-1], "em span[title]"):
        return span.get("title") or ""
    return _first_text(cells[-1], "em a") or _first_text(cells[-1], "em")


def _first_text(node: HtmlElement, selector: str) -> str:
    found = select(node, selector)
    return plain(found[0]) if found else ""
