"""Writes down, after a run, what decides when each source is visited next."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from crawlers.ledger import Ledger
from crawlers.manners.guard import site_of
from crawlers.processes.job import Visited
from model.config import Config
from model.pace import Past
from store import pacing
from store.database import Store

OURS = frozenset(("dns", "connection", "timeout"))
"""When every site of a run fails so, it is our own line that is down."""
THEIRS = OURS | {
    "http-status", "overloaded", "robots-unreachable", "certificate", "download-failed", "cut-short", "too-large",
    "redirect-loop", "retry-after", "no-answer", "anti-scraping", "firewall",
}  # fmt: skip
"""Failures by the site's doing, after which it is asked less and less often."""


def remember_pace(store: Store, config: Config, ledger: Ledger, now: datetime) -> None:
    """One row for each source that was visited; a site's wait for all of its sources."""
    pasts = pacing.pasts(store)
    offline = _offline(config, ledger)
    for visit in ledger.made:
        past = pasts.get(visit.source, Past())
        failed = not visit.ok and bool(ledger.kinds(visit.source) & THEIRS) and not offline
        pacing.keep(store, visit.source, _past(past, visit, failed, pacing.usual_gap(store, visit.source, now)))
    _waits(store, config, ledger)


def _past(past: Past, visit: Visited, failed: bool, gap: timedelta | None) -> Past:
    wish = pacing.wish_from(visit.wish) if visit.wish is not None else past.wish
    failures = past.failures + 1 if failed else 0 if visit.ok else past.failures
    return replace(
        past, wish=replace(wish, fresh=timedelta(seconds=visit.fresh)), failures=failures,
        news=visit.posts_new > 0, gap=gap,
    )  # fmt: skip


def _offline(config: Config, ledger: Ledger) -> bool:
    """Did every site of a run with several give no answer at all?"""
    sites = {site_of(source).key for source in config.sources if source.name in {one.source for one in ledger.made}}
    return len(sites) > 1 and all(not one.ok and ledger.kinds(one.source) & OURS for one in ledger.made)


def _waits(store: Store, config: Config, ledger: Ledger) -> None:
    """Who asked one source for a pause asked all that read this site; a visit that went well ends it."""
    later: dict[str, datetime | None] = {}
    keys = {source.name: site_of(source).key for source in config.sources}
    for visit in ledger.visits.values():
        if visit.site_later:
            later[keys[visit.source]] = datetime.fromisoformat(visit.site_later)
        elif visit.pages:
            later.setdefault(keys[visit.source], None)
    for name, key in keys.items():
        if key in later:
            pacing.wait(store, name, later[key])
