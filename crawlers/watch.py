"""Looks at each source after its visit and writes down what is unusual about it, once."""

from __future__ import annotations

from datetime import datetime, timedelta

from crawlers.habits import PAST, RECENT, Habits, changed
from crawlers.health import DAY, Finding, judge
from crawlers.processes.job import Visited
from model.config import Config, Source
from store import crawling, health
from store.crawling import SourceVisit
from store.database import Store
from store.health import Fields, Reading

_REST = 2 * DAY  # what is over for less than this is not told anew: figures sway around their limit


def read_well(store: Store, config: Config, visit: Visited, at: datetime) -> None:
    """Add what a visit could read to the sums of its day."""
    lists = min(1, visit.lists)
    reading = Reading(
        visits=lists, empty=int(lists > 0 and not visit.listed), listed=visit.listed, tried=visit.tried,
        gave=visit.gave,
    )  # fmt: skip
    health.add(store, visit.source, at.astimezone(config.zone).date(), reading)


def unusual(store: Store, config: Config, source: Source, visit: SourceVisit, now: datetime) -> list[Finding]:
    """Look at a source that was visited without failure; returns what was not yet told."""
    posts, newest = crawling.heard(store, source.name, now - DAY)
    found = judge(source, now, first_at=visit.first_at, posts=posts, newest=newest)
    said = {finding.kind for finding in found}
    habits = _habits(store, config, source.name, visit, now, newest)
    found += [one for one in changed(habits) if not (one.kind == "sudden-silence" and said & {"silent"})]
    told = health.note(store, source.name, {one.kind: one.values for one in found}, now, _REST)
    return [one for one in found if one.kind in told]


def _habits(
    store: Store, config: Config, source: str, visit: SourceVisit, now: datetime, newest: datetime | None
) -> Habits:
    today = now.astimezone(config.zone).date()
    split = today - RECENT + timedelta(days=1)
    recent = health.fields(store, source, now - RECENT, now, recent=True)
    quiet = newest is not None and now - newest > DAY
    busy, longest = health.longest_quiet(store, source, now - PAST) if quiet else (0, timedelta(0))
    return Habits(
        now=now, first_at=visit.first_at, newest=newest, busy_hours=busy, longest_quiet=longest,
        empty_in_a_row=health.empty_in_a_row(store, source),
        reading=health.readings(store, source, split, today),
        reading_before=health.readings(store, source, today - PAST, split - timedelta(days=1)),
        fields=recent,
        fields_before=health.fields(store, source, now - PAST, now - RECENT, recent=False)
        if recent.posts else Fields(),
    )  # fmt: skip
