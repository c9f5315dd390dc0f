"""Rows of measures: each week from Monday on, all alerts first, then by watch topic."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from alerts.export.rows import Row
from alerts.measures.figures import WEEK, by_topic, measures
from alerts.measures.read import courses
from model.measures import Measures
from store import measures as queries
from store.database import Store

_MINUTE = timedelta(minutes=1)
_EVER = datetime(9999, 1, 1, tzinfo=UTC)


def measured(store: Store, first: date, zone: ZoneInfo) -> Iterator[Row]:
    """One row a week and one a week and topic, from the week of `first` on. No row tells of one post.

    What was discovered, under no watch topic, stands only in the sum of its week.
    """
    span = queries.span(store)
    if span is None:
        return
    earliest, latest = (moment.astimezone(zone).date() for moment in span)
    start = max(first, earliest)
    week = start - timedelta(days=start.weekday())
    while week <= latest:
        found = courses(store, week, week + WEEK, zone, _EVER)
        if found:
            yield _row(week, None, measures(found))
        yield from (_row(week, topic, one) for topic, one in by_topic(found) if topic is not None)
        week += WEEK


def _row(week: date, topic: str | None, found: Measures) -> Row:
    useful = None if found.useful is None else round(found.useful, 3)
    spans = (found.to_alert, found.to_taken, found.to_answered, found.lead)
    return (
        week, topic, found.alerts, found.taken, found.answered, found.dismissed, useful,
        *(None if span is None else round(span / _MINUTE, 1) for span in spans),
    )  # fmt: skip
