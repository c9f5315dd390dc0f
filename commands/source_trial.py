"""One look at one source, as the crawler would read it: what it gives, what is refused and why; stores nothing."""

from __future__ import annotations

import re
import sys
import time
from datetime import timedelta
from pathlib import Path

import click
from pydantic import TypeAdapter, ValidationError

from commands.options import line, now
from commands.source_report import block, card, role_of
from crawlers.fetch import fetch_once
from crawlers.kinds import KINDS
from crawlers.kinds.base import Fetch, OtherWays, Outcome, Page, Refusal, Visit
from crawlers.kinds.trial import kind_of, try_page
from crawlers.manners.guard import site_of
from crawlers.redaction import redact
from crawlers.visits.gate import fault_in
from model.catalogue import Catalogue
from model.config import Config, Source
from model.errors import UsageError
from model.pace import Past, Wish, next_visit
from model.records import Post

_ITEMS = 3  # pages of a list that are read on
_SHOWN = 6  # addresses of a list that are named; a sitemap may hold a thousand
_SOURCE: TypeAdapter[Source] = TypeAdapter(Source)


class Trial:
    """One look at one source. `most`: of each page at most so many posts are printed; all are kept in `posts`."""

    def __init__(self, config: Config, catalogue: Catalogue, *, most: int = 10_000) -> None:
        self.config, self._catalogue, self._say, self._most = config, catalogue, catalogue.say, most
        self.posts: list[Post] = []

    def saved(self, file: Path, target: str | None, url: str | None, kind: str | None) -> bool:
        """Try a saved page; True when it could be read."""
        try:
            body = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
        except OSError as error:
            raise UsageError(self._say("reading.try.no-file", path=file, detail=error)) from None
        source = self._named(target)
        address = url or (source.url if source else target)
        if address is None:
            raise UsageError(self._say("reading.try.needs-target"))
        page = Page(url=address, status=200, content_type="", charset="", body=body, fetched_at=now())
        outcome = self._show(source or self._unnamed(address, kind, page), page)
        refused = outcome is not None and outcome.table and outcome.refusals and not outcome.reads
        return outcome is not None and not refused  # a saved page cannot be read in another way

    def visit(self, target: str | None, kind: str | None) -> bool:
        """Fetch and try a page, and the first pages of a list; True when all could be read."""
        source = self._named(target)
        if source is None:
            if target is None:
                raise UsageError(self._say("reading.try.needs-target"))
            source = self._unnamed(target, kind, None)
        self.contact(source)
        page = self._first(source)
        if isinstance(page, Refusal):
            self._refused(page)
            return False
        if target is not None and kind is None and self._named(target) is None:
            source = self._unnamed(target, None, page)
        ok = self._read(source, page)
        self._conclude(source, listed=self._named(target) is not None)
        return ok

    def read(self, source: Source) -> bool:
        """Read the first posts of `source`; True when all could be read that was asked for."""
        page = self._first(source)
        if isinstance(page, Refusal):
            self._refused(page)
            return False
        return self._read(source, page)

    def _read(self, source: Source, page: Page) -> bool:
        outcome = self._show(source, page)
        return outcome is not None and self._items(source, outcome)

    def _first(self, source: Source) -> Page | Refusal:
        """The page a visit begins with, or the one it begins with when the site does not give that."""
        kind = KINDS[source.kind]
        fetch = kind.start(source)
        while True:
            self._tell("reading.try.opening", url=fetch.url)
            page = fetch_once(self.config, source, fetch.url, now(), note=self._note)
            if not isinstance(page, Refusal) or not isinstance(kind, OtherWays):
                return page
            self._refused(page)
            other = kind.instead(source, fetch, now(), self._visit(source))
            if other is None or not other.follow:
                return page
            fetch = other.follow[0]

    def _conclude(self, source: Source, *, listed: bool) -> None:
        """How much was read, and the next step."""
        if not self.posts:
            return
        dated = sum(post.published_at is not None for post in self.posts)
        threads = len({post.thread for post in self.posts})
        self._tell("reading.try.read", posts=len(self.posts), threads=threads, dated=dated)
        if listed:
            self._tell("reading.try.next", name=source.name)
        else:
            self._tell("reading.try.block", block=block(source, self._catalogue))

    def _items(self, source: Source, outcome: Outcome) -> bool:
        """Read on: the first items of a list, or of the first list that a list of lists names."""
        if outcome.table and outcome.follow:
            first = self._next(source, outcome.follow[0])
            return first is not None and (first.table or self._items(source, first))
        items = [fetch for fetch in outcome.follow if fetch.role == "item"] if not outcome.reads else []
        return all([self._next(source, fetch) is not None for fetch in items[:_ITEMS]])

    def _next(self, source: Source, fetch: Fetch) -> Outcome | None:
        """One more page, after the usual pause between requests."""
        time.sleep(self.config.delay_of(source).total_seconds())
        self._tell("reading.try.reading", url=fetch.url)
        page = fetch_once(self.config, source, fetch.url, now(), note=self._note)
        if isinstance(page, Refusal):
            self._refused(page)
            return None
        outcome = self._print(KINDS[source.kind].parse(source, fetch, page, self._visit(source)))
        if outcome is not None and fetch.role == "list":
            self._list(source, outcome)
        return outcome

    def _show(self, source: Source, page: Page) -> Outcome | None:
        outcome = self._print(try_page(KINDS[source.kind], source, page, self._visit(source)))
        if outcome is not None and not outcome.reads:
            self._list(source, outcome)
        if outcome is not None and outcome.wish is not None:
            self._pace(source, outcome.wish)
        return outcome

    def _pace(self, source: Source, wish: Wish) -> None:
        """How often a feed wants to be read, and what that comes to."""
        past, quiet, zone = Past(visited_at=now(), wish=wish), self.config.quiet_of(source), self.config.zone
        self._tell("crawlers.pace.try", why=next_visit(source, past, quiet, zone, now()).words(self._catalogue))

    def _traps(self, source: Source, outcome: Outcome) -> None:
        """Addresses that a visit would not follow, one of a kind."""
        site = site_of(source)
        faults = {fault: fetch.url for fetch in outcome.follow if (fault := fault_in(fetch, site, now()))}
        for kind, url in faults.items():
            words = self._say(f"crawlers.trouble.{kind}", url=url[:300], detail="", when="")
            self._tell("reading.try.note", kind=kind, message=words)

    def _list(self, source: Source, outcome: Outcome) -> None:
        """What a list leads to."""
        if not outcome.follow:
            self._tell("reading.try.nothing")
            return
        if outcome.table:
            self._tell("reading.try.table", count=len(outcome.follow))
        else:
            self._tell("reading.try.list", count=len([f for f in outcome.follow if f.role == "item"]))
        self._traps(source, outcome)
        for fetch in outcome.follow[:_SHOWN]:
            self._tell("reading.try.address", role=role_of(fetch, self._catalogue), url=fetch.url)
        if len(outcome.follow) > _SHOWN:
            self._tell("reading.try.more", count=len(outcome.follow) - _SHOWN)

    def _print(self, outcome: Outcome | Refusal) -> Outcome | None:
        if isinstance(outcome, Refusal):
            self._refused(outcome)
            return None
        for place, read in enumerate(outcome.reads):
            self.posts.append(read.post)
            if place < self._most:
                self._post(_shown(read.post, self.config))
        for refusal in outcome.refusals:
            self._tell("reading.try.note", kind=refusal.kind, message=refusal.message)
        return outcome

    def _post(self, values: dict[str, str | None]) -> None:
        """For people on a terminal; for programs one line of JSON."""
        if sys.stdout.isatty():
            click.echo(card(values, self._catalogue))
        else:
            line(values)

    def _visit(self, source: Source) -> Visit:
        oldest = now() - max(self.config.crawl.backfill, timedelta(days=731))
        return Visit(markers={}, oldest=oldest, zone=self.config.zone_of(source), language=self.config.language)

    def _named(self, target: str | None) -> Source | None:
        """The source of config.yaml that `target` names by name or address; None for another address."""
        if target is None:
            return None
        for source in self.config.sources:
            if target in {source.name, source.url}:
                return source
        if re.match(r"https?://", target):
            return None
        if not self.config.sources:
            raise UsageError(self._say("reading.try.no_sources", wanted=target))
        names = self._say("alerts.list_separator").join(source.name for source in self.config.sources)
        raise UsageError(self._say("reading.try.unknown", wanted=target, names=names))

    def _unnamed(self, url: str, kind: str | None, page: Page | None) -> Source:
        """Settings for a site that is not in config.yaml."""
        kind = kind or kind_of(url, page)
        if kind == "forum":
            raise UsageError(self._say("reading.try.needs-block"))
        try:
            return _SOURCE.validate_python({"name": "try", "kind": kind, "url": url})
        except ValidationError as error:
            detail = error.errors()[0]["msg"].removeprefix("Value error, ")
            raise UsageError(self._say("reading.try.bad-url", detail=f"{url}: {detail}")) from None

    def contact(self, source: Source) -> None:
        """Raises `UsageError` while the settings name nobody whom the site could reach."""
        contact = self.config.association.contact
        if not source.allow_loopback and re.search(r"[@./]example\.(org|com|net)\b", contact):
            raise UsageError(self._say("reading.try.contact"))

    def _note(self, words: str) -> None:
        click.echo(words, err=True)

    def _refused(self, refusal: Refusal) -> None:
        self._tell("reading.try.refused", kind=refusal.kind, message=refusal.message)

    def _tell(self, name: str, /, **values: object) -> None:
        click.echo(self._say(name, **values), err=True)


def _shown(post: Post, config: Config) -> dict[str, str | None]:
    when = post.published_at.astimezone(config.zone).isoformat() if post.published_at else None
    return {
        "key": post.key, "url": post.url, "thread": post.thread, "title": redact(post.title).text,
        "body": redact(post.body).text, "published_at": when,
    }  # fmt: skip
