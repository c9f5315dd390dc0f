"""The crawl stage: choose the sources that are due, send one child process out, write down how it went."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from crawlers.health import DAY, judge
from crawlers.job import Job, Progress, Trouble, Visited
from crawlers.ledger import Ledger
from crawlers.parent import CHILD, Child
from model.catalogue import Catalogue
from model.config import Config, Source
from model.errors import UsageError
from model.records import Issue, Severity
from store import crawling, runs
from store.crawling import SourceVisit
from store.database import Store, open_store

# cron and our own timetable never come back at exactly the same second.
SLACK = timedelta(seconds=30)
BUSY_SECONDS = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlResult:
    """`ok`: no source failed. `counts`: sources, failed, pages, posts_new, posts_edited, not_modified.

    `issues`: everything that was written down, the gravest of each source first.
    """

    ok: bool
    counts: dict[str, int]
    issues: tuple[Issue, ...] = ()


def crawl(
    config: Config,
    now: datetime,
    *,
    only: Sequence[str] = (),
    progress: Callable[[str, int, int], None] | None = None,
    program: Sequence[str] = CHILD,
    busy_seconds: float = BUSY_SECONDS,
) -> CrawlResult:
    """Visit the sources that are due, or those named in `only`; a site's own Retry-After is respected always.

    `progress` is called with source, pages read and pages planned. Records a Run "crawl" and an Issue for
    everything that was not read. Raises `UsageError` for an unknown name and `StoreError` when the database cannot
    even take the run. `program` and `busy_seconds` are for tests.
    """
    start = time.monotonic()
    wanted = _named(config, only)
    with open_store(config.path(config.database)) as store:
        visits = crawling.visits(store)
        due = [source for source in wanted if _may_visit(source, visits, now, asked=bool(only))]
        run_id = runs.start(store, "crawl", now)
        crawling.forget_old(store, now, 2 * config.crawl.backfill)
        ledger = Ledger([source.name for source in due])
        _note_waiting(config, ledger, [s for s in wanted if only and s not in due], visits)
        if due:
            job = Job(config=config, now=now, sources=tuple(ledger.sources), busy_seconds=busy_seconds)
            _listen(config, ledger, Child(job, config.crawl.run_timeout.total_seconds(), program), progress)
        ended = now + timedelta(seconds=time.monotonic() - start)
        _check_health(config, store, ledger, due, ended)
        return _finish(config, store, ledger, run_id, ended)


def _named(config: Config, only: Sequence[str]) -> list[Source]:
    """The enabled sources, or the named ones. Raises `UsageError` for a name that is unknown or switched off."""
    say = Catalogue(config.language).say
    if not only:
        return [source for source in config.sources if source.enabled]
    known = {source.name: source for source in config.sources}
    unknown = [name for name in only if name not in known]
    if unknown:
        there = say("crawlers.unknown", names=", ".join(unknown), known=", ".join(known))
        raise UsageError(there if known else say("crawlers.unknown-none"))
    off = [name for name in only if not known[name].enabled]
    if off:
        raise UsageError(say("crawlers.disabled", source=", ".join(off)))
    return [source for source in config.sources if source.name in only]


def _may_visit(source: Source, visits: dict[str, SourceVisit], now: datetime, *, asked: bool) -> bool:
    visit = visits.get(source.name)
    if visit is None:
        return True
    if visit.not_before is not None and now < visit.not_before:
        return False
    # A visit "in the future" comes from a clock that was set back; it must not silence the source.
    return asked or visit.visited_at > now + SLACK or visit.visited_at + source.every - SLACK <= now


def _note_waiting(
    config: Config, ledger: Ledger, waiting: Sequence[Source], visits: dict[str, SourceVisit]
) -> None:
    for source in waiting:
        later = visits[source.name].not_before
        when = f"{later.astimezone(config.zone):%m-%d %H:%M}" if later else ""
        words = Catalogue(config.language).say("crawlers.waiting", source=source.name, when=when)
        ledger.note(source.name, "waiting", words, Severity.NOTE)


def _listen(config: Config, ledger: Ledger, child: Child, progress: Callable[[str, int, int], None] | None) -> None:
    for event in child:
        if isinstance(event, Visited):
            ledger.visited(event)
        elif isinstance(event, Trouble):
            ledger.trouble(event)
        elif isinstance(event, Progress) and progress is not None:
            progress(event.source, event.pages, event.planned)
    if child.fault:
        kind = "run-timeout" if child.timed_out else "crashed"
        words = Catalogue(config.language).say(f"crawlers.trouble.{kind}", detail=child.fault, url="", when="")
        for name in ledger.unfinished:
            ledger.note(name, kind, words, Severity.ERROR)


def _check_health(config: Config, store: Store, ledger: Ledger, sources: Sequence[Source], now: datetime) -> None:
    visits = crawling.visits(store)
    say = Catalogue(config.language).say
    for source in sources:
        if source.name in ledger.failed or source.name not in visits:
            continue
        posts, newest = crawling.heard(store, source.name, now - DAY)
        first = visits[source.name].first_at
        for found in judge(source, now, first_at=first, posts=posts, newest=newest):
            words = say(f"crawlers.trouble.{found.kind}", **found.values)
            ledger.note(source.name, found.kind, words, Severity.WARNING)


def _finish(config: Config, store: Store, ledger: Ledger, run_id: int, ended: datetime) -> CrawlResult:
    counts, ok = ledger.counts(), not ledger.failed
    issues = ledger.issues(run_id, ended, Catalogue(config.language))
    with store.writing():
        for issue in issues:
            runs.add_issue(store, issue)
        runs.finish(store, run_id, ended, ok=ok, counts=counts)
    return CrawlResult(ok=ok, counts=counts, issues=tuple(issues))
