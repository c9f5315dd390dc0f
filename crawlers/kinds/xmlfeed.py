"""RSS 2.0, RSS 1.0 and Atom, through feedparser (which reads broken feeds too, as far as that goes)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from typing import Any
from xml.sax import SAXException

import feedparser

from crawlers.kinds.entry import Entry
from crawlers.reading.characters import mend_references
from crawlers.reading.text import plain_of
from crawlers.reading.xmltree import without_declaration

_ROOT = re.compile(r"<(?:[A-Za-z][\w.-]{0,30}:)?(?:rss|feed|RDF)[\s>]")
_ITEM = re.compile(r"<(/?)(?:[A-Za-z][\w.-]{0,30}:)?(?:item|entry)[\s>]")


@dataclass(frozen=True, slots=True, kw_only=True)
class XmlFeed:
    """The entries, and '' or what is wrong with the XML."""

    entries: tuple[Entry, ...]
    fault: str


def is_xml_feed(text: str) -> bool:
    """True when the beginning of `text` holds the root element of a feed."""
    return bool(_ROOT.search(text[:20_000])) and "<html" not in text[:2000].lower()


def read_xml_feed(text: str, limit: int) -> XmlFeed:
    """The first `limit` + 1 entries of the feed `text`."""
    text = mend_references(text)
    whole, text = text, _beginning(text, 5 * limit)
    # The text is decoded already: a new declaration keeps feedparser from guessing the charset again.
    data = b'<?xml version="1.0" encoding="utf-8"?>' + without_declaration(text).encode("utf-8", "ignore")
    # No address of the feed either, or feedparser makes an address of every guid; links are resolved by feed.py.
    headers = {"content-type": "application/xml; charset=utf-8"}
    # BytesIO, because feedparser opens bytes as a file name and fetches str as an address.
    feed = feedparser.parse(
        BytesIO(data), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
    )
    fault = _fault(feed) if text is whole else ""  # where we cut it, the cut is no fault of the site
    entries = feed.entries[:-1] if _cut_off(text) else feed.entries
    return XmlFeed(entries=tuple(_entry(entry) for entry in entries[: limit + 1]), fault=fault)


def _beginning(text: str, items: int) -> str:
    """`text` up to so many items: a flood of unclosed ones would take minutes, and most would be dropped anyway."""
    starts = [match.start() for match in islice(_ITEM.finditer(text), 2 * items + 1)]
    return text[: starts[-1]] if len(starts) > 2 * items else text


def _fault(feed: Any) -> str:
    error = feed.get("bozo_exception")
    if not feed.get("bozo") or not isinstance(error, SAXException):
        return ""
    return str(error.getMessage())[:100]


def _cut_off(text: str) -> bool:
    """True when the last item is never closed: half an item is not stored."""
    marks = [match[1] for match in _ITEM.finditer(text)]
    return bool(marks) and marks[-1] == ""


def _entry(entry: Any) -> Entry:
    return Entry(
        id=str(entry.get("id") or ""),
        link=_link(entry),
        title=_title(entry),
        body=_body(entry),
        dates=tuple(str(entry[name] or "") for name in ("published", "created", "updated") if name in entry),
        speaker=str(entry.get("author_detail", {}).get("href") or entry.get("author") or ""),
    )


def _link(entry: Any) -> str:
    """The entry's link. Where there is none, feedparser takes the id, but ``41`` or ``tag:…`` is no address."""
    link = str(entry.get("link") or "")
    borrowed = bool(entry.get("guidislink")) and link == entry.get("id")
    return "" if borrowed and not link.startswith(("http://", "https://")) else link


def _title(entry: Any) -> str:
    title = str(entry.get("title") or "")
    return plain_of(title) if "<" in title or "&" in title else title


def _body(entry: Any) -> str:
    """``content:encoded`` or Atom's content before the summary; the longest when there are several."""
    contents = [part for part in entry.get("content", []) if part.get("value")]
    part = max(contents, key=lambda one: len(one["value"]), default=entry.get("summary_detail") or {})
    value = str(part.get("value") or entry.get("summary") or "")
    return value if part.get("type") == "text/plain" and "<" not in value else plain_of(value)
