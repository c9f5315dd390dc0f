"""Which sources to visit now. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from model.catalogue import Catalogue
from model.config import Config, Source
from model.errors import UsageError
from model.pace import SLACK, Past, believed, next_visit


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


def may_visit(config: Config, source: Source, past: Past | None, now: datetime, *, asked: bool) -> bool:
    """Is `source` due, or `asked` for by name; and is the time over that its site told us to stay away?

    Who names a source overrules our own timetable, `every` and `quiet_hours`, never the wish of the site.
    """
    past = believed(past or Past(), now)
    if past.not_before is not None and now < past.not_before:
        return False
    return asked or next_visit(source, past, config.quiet_of(source), config.zone, now).at <= now + SLACK


def well_first(due: Sequence[Source], pasts: Mapping[str, Past]) -> list[Source]:
    """Sources that failed lately come last: so many sites are visited at once, and the others must not wait."""
    return sorted(due, key=lambda source: pasts.get(source.name, Past()).failures)
