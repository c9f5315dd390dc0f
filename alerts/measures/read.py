"""The courses of the alerts of some weeks, read from the store."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from alerts.measures.course import course
from model.measures import Course
from store import measures
from store.database import Store


def courses(store: Store, first: date, end: date, zone: ZoneInfo, now: datetime) -> list[Course]:
    """How the alerts went that opened from `first` up to `end` (no longer), as far as it is known at `now`."""
    since, until = (datetime.combine(day, time.min, tzinfo=zone) for day in (first, end))
    found = measures.opened(store, since, until)
    histories = measures.histories(store, [one.id for one in found], now)
    spoken = measures.spoken(store, [one.story_id for one in found], now)
    return [course(one, histories[one.id], spoken[one.story_id]) for one in found]
