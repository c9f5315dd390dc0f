"""Which sources to visit now. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from model.catalogue import Catalogue
from model.config import Config, Source
from model.errors import UsageError
from store.crawling import SourceVisit

# cron and our own timetable never come back at exactly the same second.
SLACK = timedelta(seconds=30)
AHEAD = timedelta(hours=1)  # no visit takes so long


def named(config: Config, only: Sequence[str]) -> list[Source]:
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


def may_visit(source: Source, visits: Mapping[str, SourceVisit], now: datetime, *, asked: bool) -> bool:
    """Is `source` due, or `asked` for by name; and is the time over that its site told us to stay away?"""
    visit = visits.get(source.name)
    if visit is None:
        return True
    # A visit "in the future" comes from a clock that was set back; neither it nor the site's wish, which was
    # counted from it, must silence the source for years.
    wish_holds = visit.visited_at <= now + AHEAD
    if visit.not_before is not None and now < visit.not_before and wish_holds:
        return False
    return asked or visit.visited_at > now + SLACK or visit.visited_at + source.every - SLACK <= now
