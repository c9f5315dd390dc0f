"""The sources: are they read, do they answer, do they say as much as they declared?"""

from __future__ import annotations

from collections.abc import Iterator

from checkup.amounts import at, span
from checkup.case import Case
from checkup.finding import Finding
from console.health import Standing, standing
from crawlers.health import DAY
from crawlers.rendering.needs import chromium, lacking
from model.catalogue import Catalogue
from model.config import Source, wants_browser
from store import checkup, crawling, health, pacing
from store.crawling import SourceVisit

BLOCKED = frozenset({"anti-scraping", "too-fast", "puzzle", "login-wall"})
"""Kinds of trouble with which a site keeps programs out (crawlers/reading/walls.py)."""
_MANY = 3  # failures in a row; runs of a week that came to a limit
LIMITS = ("time-budget", "no-turn", "trap-path", "trap-query", "trap-calendar", "trap-same")
"""Kinds of trouble that a setting can mend."""


def any_at_all(case: Case) -> Iterator[Finding]:
    """Without a source nothing is ever heard."""
    if case.config is None:
        return
    if not case.config.sources:
        yield case.hint("sources.none", where="sources")
    elif not any(source.enabled for source in case.config.sources):
        yield case.hint("sources.all-off", where="sources")


def each(case: Case) -> Iterator[Finding]:
    """One finding a source that is switched on."""
    if case.config is None:
        return
    enabled = [source for source in case.config.sources if source.enabled]
    if case.store is None or not case.current:
        if enabled:
            yield case.hint("sources.unknown", n=len(enabled))
        return
    visits = crawling.visits(case.store)
    for source in enabled:
        yield _judged(case, source, visits.get(source.name))


def _judged(case: Case, source: Source, visit: SourceVisit | None) -> Finding:
    if case.store is None or visit is None:
        return case.hint("sources.never", where=source.name)
    wait = pacing.pasts(case.store)[source.name].not_before
    posts, newest = crawling.heard(case.store, source.name, case.now - DAY)
    failures, kind, words = checkup.failures_in_a_row(case.store, source.name, visit.succeeded_at)
    odd = health.oddities(case.store).get(source.name, [])
    match standing(source, visit, case.now, posts=posts, newest=newest, odd=bool(odd)):
        case Standing.WAITING | Standing.FAILED if kind in BLOCKED:
            return case.fault("sources.blocked", where=source.name, words=words)
        case Standing.WAITING | Standing.OK if wait is not None and wait > case.now:
            return case.hint("sources.waiting", where=source.name, when=at(case, wait))
        case Standing.FAILED:
            return _failing(case, source, visit, failures, words)
        case Standing.SILENT:
            quiet = span(case, case.now - (newest or visit.first_at))
            return case.hint(
                "sources.silent", where=source.name, quiet=quiet, usual=span(case, source.healthy.newest_within)
            )
        case Standing.TOO_FEW | Standing.TOO_MANY:
            few, many = source.healthy.posts_per_day
            return case.hint("sources.unusual", where=source.name, posts=posts, few=f"{few:g}", many=f"{many:g}")
        case Standing.ODD:
            say = Catalogue(case.language).say
            words = "\n".join(say(f"crawlers.trouble.{one.kind}", **one.details) for one in odd)
            return case.hint("sources.odd", where=source.name, words=words)
    limited, words = checkup.runs_with(case.store, source.name, LIMITS, case.now - 7 * DAY)
    if limited >= _MANY:
        return case.hint("sources.limited", where=source.name, n=limited, words=words)
    return case.ok("sources.well", where=source.name, posts=posts, ago=span(case, case.now - visit.visited_at))


def _failing(case: Case, source: Source, visit: SourceVisit, failures: int, words: str) -> Finding:
    last = at(case, visit.succeeded_at) if visit.succeeded_at else case.say("never")
    grave = failures >= _MANY or visit.succeeded_at is None
    give = case.fault if grave else case.hint
    return give("sources.failing", where=source.name, n=max(1, failures), words=words or "-", last=last)


def browser(case: Case) -> Iterator[Finding]:
    """Pages that only scripts make need more than the program brings along."""
    wanted = (
        [source.name for source in case.config.sources if source.enabled and wants_browser(source)]
        if case.config
        else []
    )
    lack = lacking() if wanted else None
    if lack is not None:
        yield case.fault(f"sources.{lack}", where=", ".join(wanted))
    elif wanted:
        yield case.ok("sources.browser", where=", ".join(wanted), program=chromium())


CHECKS = (any_at_all, browser, each)
