"""A sitemap: which articles a site has, and when they changed. New ones are read as the kind ``page`` reads them.

An article is read once. Where the sitemap says when, the newest come first and what is older than the back-fill is
left alone; where it does not, only both ends of the file are looked at, because a site writes new addresses at one
end or the other.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from crawlers.kinds.articles import READ, read_article
from crawlers.kinds.base import NOTHING, Fetch, Outcome, Page, Refusal, Visit
from crawlers.kinds.gathering import refuse
from crawlers.kinds.opened import open_selected
from crawlers.kinds.sitemapfile import MOST, Entry, File, read_file
from crawlers.manners.guard import Site, fault_of, site_of
from crawlers.reading.links import absolute, canonical, is_front, leads_to_a_person, lists_people, whole_thread
from crawlers.reading.w3c import latest
from model.config import SitemapSource, Source

_SELECTORS = ("title", "body", "time")
_INSIDE = {"inside": "index"}  # the hint of a sitemap that an index listed
_FILES = 20  # undated sitemaps of one index
_ENDS = 200  # undated articles of one sitemap
_AT_ONCE = 1000  # addresses handed on; more than any visit may read, so that what is left over keeps for the next
_AHEAD = timedelta(days=1, minutes=10)  # today ends that much later at most; a date after it is a wrong clock


class Sitemap:
    """The kind ``sitemap``."""

    def start(self, source: Source, markers: Mapping[str, str] = NOTHING) -> Fetch:
        """The sitemap, or the index of sitemaps."""
        return Fetch(url=source.url, role="list")

    def parse(self, source: Source, fetch: Fetch, page: Page, visit: Visit) -> Outcome | Refusal:
        """An index gives sitemaps to read, a sitemap gives articles, an article page gives one post."""
        if not isinstance(source, SitemapSource):
            raise TypeError(f"{source.name} is no sitemap")
        if fetch.role == "list":
            return _read(source, fetch, page, visit)
        opened = open_selected(source, _SELECTORS, page, visit)
        return opened if isinstance(opened, Refusal) else read_article(source, fetch, page, visit, opened)


def _read(source: SitemapSource, fetch: Fetch, page: Page, visit: Visit) -> Outcome | Refusal:
    file = read_file(source, page, visit)
    if isinstance(file, Refusal):
        return file
    if file.index and fetch.hint.get("inside"):
        return refuse(visit, "nested-sitemap", page.url)  # the protocol forbids it, and two may list each other
    return _Choice(source, page, visit).outcome(file, inside=bool(fetch.hint.get("inside")))


class _Choice:
    """Which entries of a file to read; collects what is to be said about the others."""

    def __init__(self, source: SitemapSource, page: Page, visit: Visit) -> None:
        self._source, self._page, self._visit = source, page, visit
        self._site: Site = site_of(source)
        self._notes: list[Refusal] = []

    def outcome(self, file: File, *, inside: bool) -> Outcome | Refusal:
        """What follows from `file`; `inside`: an index listed it, and others may hold what the settings ask for."""
        if file.more:
            self._note("too-many", count=f">{MOST}", limit=MOST)
        pattern = self._source.sitemap_pattern if file.index else self._source.link_pattern
        wanted = [entry for entry in file.entries if pattern in entry.loc]
        if file.entries and not wanted and not inside:
            self._note("no-match", detail=pattern)
        chosen = self._timely(wanted, _FILES if file.index else _ENDS)
        found = [(absolute(entry.loc, self._page.url), entry) for entry in chosen]
        here = {url: entry for url, entry in found if url and fault_of(url, self._site) is None}
        away = [url for url, _ in found if url not in here]
        if away and not here:
            return refuse(self._visit, "all-off-site", self._page.url, detail=chosen[0].loc[:200])
        if away:
            self._note("some-off-site", count=len(away))
        follow = self._files(here) if file.index else self._articles(here)
        return Outcome(
            follow=tuple(follow[:_AT_ONCE]), refusals=tuple(self._notes), table=file.index, listed=len(here)
        )

    def _timely(self, entries: Sequence[Entry], most: int) -> list[Entry]:
        """The dated ones within the back-fill, newest first, then `most` of the undated ones."""
        dated: list[tuple[datetime, Entry]] = []
        undated: list[Entry] = []
        for entry in entries:
            when = latest(entry.published, self._visit.zone) or latest(entry.lastmod, self._visit.zone)
            if when is None or when > self._page.fetched_at + _AHEAD:
                undated.append(entry)
            elif when >= self._visit.oldest:
                dated.append((when, entry))
        if len(undated) > most:
            self._note("undated", count=len(undated), limit=most)
        dated.sort(key=lambda one: one[0], reverse=True)
        return [*(entry for _, entry in dated), *_from_both_ends(undated, most)]

    def _files(self, entries: Mapping[str, Entry]) -> list[Fetch]:
        own = {canonical(self._page.url), canonical(self._source.url)}
        urls = dict.fromkeys(canonical(url) for url in entries)
        return [
            Fetch(url=url, role="list", hint=_INSIDE) for url in urls if url not in own and not lists_people(url)
        ]

    def _articles(self, entries: Mapping[str, Entry]) -> list[Fetch]:
        new: dict[str, Entry] = {}
        for address, entry in entries.items():
            url = whole_thread(canonical(address))
            if url not in self._visit.markers and not is_front(url) and not leads_to_a_person(url):
                new.setdefault(url, entry)
        return [_article(url, entry) for url, entry in new.items()]

    def _note(self, kind: str, **details: object) -> None:
        self._notes.append(refuse(self._visit, kind, self._page.url, False, **details))


def _article(url: str, entry: Entry) -> Fetch:
    hint = {"title": entry.title, "when": entry.published, "modified": entry.lastmod}
    return Fetch(url=url, role="item", thread=url, marker=READ, hint=hint)


def _from_both_ends(entries: Sequence[Entry], most: int) -> list[Entry]:
    """The last, the first, the last but one …: `most` of them."""
    left, found = deque(entries), list[Entry]()
    while left and len(found) < most:
        found.append(left.popleft() if len(found) % 2 else left.pop())
    return found
