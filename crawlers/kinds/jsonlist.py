"""Any JSON endpoint that lists things, such as a hot list: JMESPath says where they stand. Each is its own thread.

JMESPath (jmespath.org) is a query language for JSON: ``data.list[]`` names the items, ``title`` or
``join('', ['https://hot.example.org/', id])`` what each of them gives.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from html import unescape
from typing import Any

import jmespath
from jmespath.exceptions import JMESPathError

from crawlers.kinds.base import NOTHING, Fetch, Outcome, Page, Refusal, Visit
from crawlers.kinds.gathering import Draft, Gathering, refuse
from crawlers.kinds.opened import no_file
from crawlers.reading.characters import scrub
from crawlers.reading.charset import decode
from crawlers.reading.links import absolute, canonical
from crawlers.reading.text import has_markup, plain_of
from model.config import JsonListSource, Source

LIMIT = 500  # items of one list
_MILLISECONDS = 100_000_000_000  # a larger number of seconds would be after the year 5138
_LONGEST_KEY = 200


class JsonList:
    """The kind ``json_list``."""

    def start(self, source: Source, markers: Mapping[str, str] = NOTHING) -> Fetch:
        """The endpoint itself."""
        return Fetch(url=source.url, role="list")

    def parse(self, source: Source, fetch: Fetch, page: Page, visit: Visit) -> Outcome | Refusal:
        """One post an item. Refuses what is no JSON and what holds no list where the settings look for one."""
        if not isinstance(source, JsonListSource):
            raise TypeError(f"{source.name} is no JSON list")
        text = decode(page.body, declared=page.charset, configured=source.encoding)
        if text is None:
            return refuse(visit, "charset", page.url)
        try:
            found = jmespath.search(source.items, json.loads(text.lstrip("\ufeff")))
        except JMESPathError as error:  # some of them are also ValueErrors
            return refuse(visit, "no-list", page.url, detail=f"{source.items}: {error}")
        except (ValueError, RecursionError):
            return no_file(text, page, visit, "broken-json")
        if not isinstance(found, list):
            return refuse(visit, "no-list", page.url, detail=source.items)
        return _posts(source, found, page, visit)


def _posts(source: JsonListSource, items: list[Any], page: Page, visit: Visit) -> Outcome | Refusal:
    gathering = Gathering(source.name, page, visit)
    if len(items) > LIMIT:
        gathering.note("too-many", page.url, count=len(items), limit=LIMIT)
    drafts = [_draft(source, item, page, gathering) for item in items[:LIMIT]]
    named = [draft for draft in drafts if draft.title or draft.body]
    if drafts and not named:
        return refuse(visit, "no-list", page.url, detail=f"title: {source.title}")
    for draft in named:
        gathering.add(draft)
    return gathering.outcome(entries=len(drafts))


def _draft(source: JsonListSource, item: Any, page: Page, gathering: Gathering) -> Draft:
    title = unescape(_text(source.title, item))
    written = _text(source.link, item)
    link = absolute(written, page.url) if written else ""
    if written and not link:
        gathering.note("unsafe-link", page.url)
    body = _body(source, item)
    url = canonical(link) if link else canonical(source.url)
    key = _key(_text(source.id, item), url if link else "", title, body)
    return Draft(
        key=key,
        url=url,
        thread=key,
        thread_url=url,
        opener=True,
        title=title,
        body=body,
        dates=(_moment(_found(source.time, item)),),
    )


def _body(source: JsonListSource, item: Any) -> str:
    """The text of an item; some endpoints give it as HTML."""
    text = scrub(_text(source.body, item))[0]
    return plain_of(text) if has_markup(text) else unescape(text)


def _key(own: str, url: str, title: str, body: str) -> str:
    """The item's own id, else its address, else a digest of what it says: a hot list repeats itself for hours."""
    key = own or url
    if key and len(key) <= _LONGEST_KEY:
        return key
    said = key or f"{title}\n{body}"
    return "sha256:" + hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:32]


def _found(expression: str, item: Any) -> Any:
    """What `expression` finds in `item`; None when there is nothing or a function of it does not fit the value."""
    if not expression:
        return None
    try:
        return jmespath.search(expression, item)
    except JMESPathError:
        return None


def _text(expression: str, item: Any) -> str:
    """A text or a number as text; anything else is no text."""
    value = _found(expression, item)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return value.strip() if isinstance(value, str) else str(value) if type(value) in {int, float} else ""


def _moment(value: Any) -> str:
    """A date as text; numbers are seconds or milliseconds since 1970 in UTC."""
    if isinstance(value, str) and value.strip().isdigit() and len(value.strip()) in {10, 13}:
        value = int(value)
    if type(value) not in {int, float}:
        return value if isinstance(value, str) else ""
    seconds = value / 1000 if value >= _MILLISECONDS else value
    try:
        return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
    except (ValueError, OverflowError, OSError):
        return ""
