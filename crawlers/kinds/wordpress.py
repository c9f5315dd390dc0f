"""WordPress: the articles of a site through its REST interface, else through its feed; comments without authors.

The interface gives first what was changed last, so an edited article is seen again and a visit stops at the first
page without news. Who wrote is never asked for: `_fields` names what is to be sent, and no name is among it.
What the interface is like: developer.wordpress.org/rest-api/reference/posts and …/comments.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from crawlers.kinds.base import NOTHING, Fetch, Outcome, Page, Refusal, Visit
from crawlers.kinds.feed import Feed
from crawlers.kinds.gathering import Draft, Gathering, refuse
from crawlers.kinds.opened import no_file
from crawlers.kinds.paging import MARKER, turn
from crawlers.kinds.xmlfeed import is_xml_feed
from crawlers.reading.charset import decode
from crawlers.reading.links import absolute, canonical, whole_thread
from crawlers.reading.text import plain_of
from crawlers.reading.w3c import latest
from model.config import Source, WordPressSource

PER_PAGE = 50
_WAY = "#way"  # how this site is read: by its interface ("rest", "route" without pretty addresses) or by its "feed"
_NEXT_WAY = {"rest": "route", "route": "feed"}
_ARTICLES = {"_fields": "id,link,date_gmt,modified_gmt,title.rendered,content.rendered", "orderby": "modified"}
# Of a comment the whole `content` is asked for: WordPress 6.1 sends nothing for a part of it.
_COMMENTS = {"_fields": "id,post,link,date_gmt,content", "orderby": "date_gmt"}
_NEWEST = {"posts": "#modified", "comments": "#comment"}  # markers: the newest change seen
_CLOSED = "#no-comments"  # marker: the day on which the interface gave no comments
_ASK_AGAIN = timedelta(days=7)


class WordPress:
    """The kind ``wordpress``."""

    def start(self, source: Source, markers: Mapping[str, str] = NOTHING) -> Fetch:
        """The newest articles, the way they could be read last time."""
        return _articles(source.url, markers.get(_WAY, "rest"))

    def instead(self, source: Source, fetch: Fetch, at: datetime, visit: Visit) -> Outcome | None:
        """The interface is closed to guests: its other address, then the feed; without comments if need be."""
        if _what(fetch) == "comments":
            return Outcome(markers={_CLOSED: at.date().isoformat()})
        way = _NEXT_WAY.get(fetch.hint.get("way", "rest")) or (visit.markers.get(_WAY) == "feed" and "rest")
        return Outcome(follow=(_articles(source.url, way),), table=True) if way else None

    def parse(self, source: Source, fetch: Fetch, page: Page, visit: Visit) -> Outcome | Refusal:
        """A page of articles (then of comments), or the feed."""
        if not isinstance(source, WordPressSource):
            raise TypeError(f"{source.name} is no WordPress site")
        if is_xml_feed(page.body[:2000].decode("latin-1")):
            outcome = Feed().parse(source, fetch, page, visit)
            return outcome if isinstance(outcome, Refusal) else _with_marker(outcome, {_WAY: "feed"})
        items = _items(source, page, visit)
        if isinstance(items, Refusal):
            other = None if items.blocked else self.instead(source, fetch, page.fetched_at, visit)
            return items if other is None else other
        return _List(source, fetch, page, visit).outcome(items)


def _with_marker(outcome: Outcome, markers: Mapping[str, str]) -> Outcome:
    return replace(outcome, markers={**outcome.markers, **markers})


def _articles(site: str, way: str) -> Fetch:
    if way == "feed":
        return Fetch(url=f"{_folder(site)}feed/", role="list", hint={"way": "feed"})
    return _fetch(site, way, "posts", 1)


def _fetch(site: str, way: str, what: str, number: int) -> Fetch:
    asked = _ARTICLES if what == "posts" else _COMMENTS
    query = {"per_page": str(PER_PAGE), "order": "desc", **asked, **({"page": str(number)} if number > 1 else {})}
    route = {"rest_route": f"/wp/v2/{what}"} if way == "route" else {}
    path = "" if route else f"wp-json/wp/v2/{what}"
    url = f"{_folder(site)}{path}?{urlencode({**route, **query}, safe='/,')}"
    return Fetch(url=url, role="list", page=number, hint={"way": way, "of": what})


def _folder(site: str) -> str:
    address = site.split("?")[0].split("#")[0]
    return address if address.endswith("/") else f"{address}/"


def _what(fetch: Fetch) -> str:
    return fetch.hint.get("of", "posts")


def _items(source: Source, page: Page, visit: Visit) -> list[dict[str, Any]] | Refusal:
    text = decode(page.body, declared=page.charset, configured=source.encoding)
    if text is None:
        return refuse(visit, "charset", page.url)
    try:
        found = json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return no_file(text, page, visit, "broken-json")
    if not isinstance(found, list):
        return refuse(visit, "no-list", page.url, detail="wp/v2")
    return [item for item in found if isinstance(item, dict)]


class _List:
    """One page of articles or of comments."""

    def __init__(self, source: WordPressSource, fetch: Fetch, page: Page, visit: Visit) -> None:
        self._source, self._fetch, self._page, self._visit = source, fetch, page, visit
        self._what, self._way = _what(fetch), fetch.hint.get("way", "rest")
        self._gathering = Gathering(source.name, page, visit)

    def outcome(self, items: list[dict[str, Any]]) -> Outcome:
        """The posts of this page; then the next page while there are news, and the comments after the articles."""
        young = [item for item in items if not self._too_old(item)]
        for item in young:
            self._gathering.add(self._draft(item))
        known = self._visit.markers.get(_NEWEST[self._what], "")
        changed = [self._changed(item) for item in items]
        then = turn(
            self._fetch,
            self._visit,
            fresh=any(one > known for one in changed),
            end=len(items) < PER_PAGE or all(self._too_old(item) for item in items),
            name=f"{MARKER}-{self._what}",
        )
        follow = [] if then.page is None else [self._next(then.page, then.hint)]
        if self._what == "posts" and self._fetch.page == 1 and self._ask_for_comments():
            follow.append(_fetch(self._source.url, self._way, "comments", 1))
        markers = {_NEWEST[self._what]: max([known, *changed]), _WAY: self._way}
        return self._gathering.outcome(follow, {**then.marker, **markers}, entries=len(young))

    def _next(self, number: int, hint: Mapping[str, str]) -> Fetch:
        one = _fetch(self._source.url, self._way, self._what, number)
        return Fetch(url=one.url, role="list", page=number, hint={**one.hint, **hint})

    def _ask_for_comments(self) -> bool:
        closed = self._visit.markers.get(_CLOSED, "")
        today = self._page.fetched_at.date()
        return self._source.comments and not (closed and (today - _ASK_AGAIN).isoformat() < closed)

    def _changed(self, item: dict[str, Any]) -> str:
        """When the item was last changed: ISO times of one zone, so that their order as texts is that of time."""
        return _text(item, "modified_gmt") or _text(item, "date_gmt")

    def _too_old(self, item: dict[str, Any]) -> bool:
        when = latest(_utc(item), self._visit.zone)
        return when is not None and when < self._visit.oldest

    def _draft(self, item: dict[str, Any]) -> Draft:
        opener = self._what == "posts"
        number = item.get("id") or ""
        link = canonical(absolute(_text(item, "link"), self._page.url) or self._source.url)
        # As WordPress itself writes it into its feeds: both ways to read a site give the same keys.
        thread = f"{_folder(self._source.url)}?p={number if opener else item.get('post') or ''}"
        return Draft(
            key=thread if opener else f"{thread}#comment-{number}",
            url=link,
            thread=thread,
            thread_url=whole_thread(link),
            opener=opener,
            title=plain_of(_rendered(item, "title")) if opener else "",
            body=plain_of(_rendered(item, "content")),
            dates=(_utc(item),),
        )


def _utc(item: dict[str, Any]) -> str:
    """``date_gmt`` has no zone suffix."""
    written = _text(item, "date_gmt")
    return f"{written}Z" if written and not written.endswith("Z") else written


def _rendered(item: dict[str, Any], name: str) -> str:
    value = item.get(name)
    found = value.get("rendered") if isinstance(value, dict) else value
    return found if isinstance(found, str) else ""


def _text(item: dict[str, Any], name: str) -> str:
    value = item.get(name)
    return value if isinstance(value, str) else ""
