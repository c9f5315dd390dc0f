"""The crawl stage: choose the sources that are due, send one child process out, write down how it went."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from crawlers.due import may_visit, named, well_first
from crawlers.ledger import Ledger
from crawlers.paces import remember_pace
from crawlers.processes.job import Visited
from crawlers.processes.parent import CHILD
from crawlers.processes.party import Party
from crawlers.watch import read_well, unusual
from model.catalogue import Catalogue
from model.config import Config, Source
from model.errors import StoreError
from model.pace import Past
from model.records import Issue, Severity
from store import courtesy, crawling, pacing, runs
from store.database import Store, open_store

BUSY_SECONDS = 10.0
KEEP = timedelta(days=60)  # markers not touched for so long are dropped


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlResult:
    """`ok`: no source failed. `counts`: sources, failed, pages, posts_new, posts_edited, posts_gone, not_modified.

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
    wanted = named(config, only)
    with open_store(config.path(config.database)) as store:
        pasts = pacing.pasts(store)
        due = [one for one in wanted if may_visit(config, one, pasts.get(one.name), now, asked=bool(only))]
        run_id = runs.start(store, "crawl", now)
        crawling.forget_old(store, now, max(KEEP, 2 * config.crawl.backfill))
        ledger = Ledger([source.name for source in well_first(due, pasts)])
        _note_waiting(config, ledger, [s for s in wanted if only and s not in due], pasts)
        _note_quiet(config, ledger, due if only else (), now)
        party = Party(
            config=config, now=now, ledger=ledger, progress=progress, program=program, busy_seconds=busy_seconds,
            ends=start + config.crawl.run_timeout.total_seconds(), by_hand=bool(only),
        )  # fmt: skip
        if due:
            party.visit()
        ended = now + timedelta(seconds=time.monotonic() - start)
        return _finish(config, store, party, run_id, ended)


def _note_waiting(config: Config, ledger: Ledger, waiting: Sequence[Source], pasts: Mapping[str, Past]) -> None:
    for source in waiting:
        later = pasts[source.name].not_before
        when = f"{later.astimezone(config.zone):%m-%d %H:%M}" if later else ""
        words = Catalogue(config.language).say("crawlers.waiting", source=source.name, when=when)
        ledger.note(source.name, "waiting", words, Severity.NOTE)


def _note_quiet(config: Config, ledger: Ledger, asked: Sequence[Source], now: datetime) -> None:
    """Somebody named a source in its quiet hours: it is read, and that is said."""
    for source in asked:
        quiet = config.quiet_of(source)
        if quiet is not None and quiet.over(now, config.zone) > now:
            words = Catalogue(config.language).say("crawlers.asked-in-quiet", hours=str(quiet))
            ledger.note(source.name, "asked-in-quiet", words, Severity.NOTE)


def _rest(store: Store, party: Party, now: datetime) -> None:
    """The source at whose page the time of a run was up waits for its turn, lest it use up the next run as well."""
    if party.timed_out and party.last in party.ledger.unfinished:
        crawling.visited(store, party.last, now, ok=False)


def _check_health(config: Config, store: Store, ledger: Ledger, now: datetime) -> None:
    """What is unusual about the sources that were read: told when it begins, not at every visit."""
    for visit in ledger.made:
        read_well(store, config, visit, now)
    visits = crawling.visits(store)
    say = Catalogue(config.language).say
    well = {visit.source for visit in ledger.made if visit.ok and visit.source in visits}
    for source in config.sources:
        for found in unusual(store, config, source, visits[source.name], now) if source.name in well else ():
            words = say(f"crawlers.trouble.{found.kind}", **found.values)
            ledger.note(source.name, found.kind, words, Severity.WARNING)


def _cost(visit: Visited) -> courtesy.Cost:
    return courtesy.Cost(
        source=visit.source, visits=1, requests=visit.requests or visit.pages, not_modified=visit.not_modified,
        bytes=visit.bytes_read, seconds=visit.seconds, posts_new=visit.posts_new, crawl_delay=visit.crawl_delay,
        told_to_wait=int(visit.told_to_wait),
    )  # fmt: skip


def _finish(config: Config, store: Store, party: Party, run_id: int, ended: datetime) -> CrawlResult:
    """Write the run down. When that cannot be stored (a full disk), the result still tells what happened."""
    ledger, catalogue = party.ledger, Catalogue(config.language)
    counts, ok = ledger.counts(), not ledger.failed
    try:
        with store.writing():
            _rest(store, party, ended)
            _check_health(config, store, ledger, ended)
            for issue in ledger.issues(run_id, ended, catalogue):
                runs.add_issue(store, issue)
            remember_pace(store, config, ledger, ended)
            for visit in ledger.made:
                courtesy.add(store, ended.astimezone(config.zone).date(), _cost(visit))
            runs.finish(store, run_id, ended, ok=ok, counts=counts)
    except StoreError as error:
        lost = Issue(
            run_id=run_id, source=None, severity=Severity.ERROR, kind="database-failed",
            message=error.said(catalogue), at=ended,
        )  # fmt: skip
        return CrawlResult(ok=False, counts=counts, issues=(*ledger.issues(run_id, ended, catalogue), lost))
    return CrawlResult(ok=ok, counts=counts, issues=tuple(ledger.issues(run_id, ended, catalogue)))
