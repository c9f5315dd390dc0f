"""JSON Feed 1.0 and 1.1 (jsonfeed.org/version/1.1)."""

from __future__ import annotations

import json
from html import unescape
from typing import Any

from crawlers.kinds.entry import Entry
from crawlers.reading.characters import scrub
from crawlers.reading.text import plain_of


def read_json_feed(text: str) -> tuple[list[Entry], str]:
    """The entries of a JSON Feed, and '' or why there are none: ``broken-json``, ``not-a-feed``."""
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError):
        return [], "broken-json"
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list):
        return [], "not-a-feed"
    return [_entry(item) for item in items if isinstance(item, dict)], ""


def _entry(item: dict[str, Any]) -> Entry:
    html, odd = scrub(_text(item.get("content_html")))
    return Entry(
        id=_text(item.get("id")),
        link=_text(item.get("url")) or _text(item.get("external_url")),
        title=unescape(_text(item.get("title"))),  # plain text, yet many write it as HTML
        body=_text(item.get("content_text")) or (plain_of(html) if html else "") or _text(item.get("summary")),
        dates=(_text(item.get("date_published")), _text(item.get("date_modified"))),
        speaker=_speaker(item),
        odd=odd,
    )


def _speaker(item: dict[str, Any]) -> str:
    authors = item.get("authors")
    first = authors[0] if isinstance(authors, list) and authors else item.get("author")
    return (_text(first.get("url")) or _text(first.get("name"))) if isinstance(first, dict) else ""


def _text(value: object) -> str:
    """A string, or a number as one (some feeds number their items; 3.0 is 3, as in JavaScript)."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return value if isinstance(value, str) else str(value) if type(value) in {int, float} else ""
