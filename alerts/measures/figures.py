"""The figures of many courses: medians, shares, by week and by topic. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from statistics import median
from zoneinfo import ZoneInfo

from model.measures import Course, Measures

WEEK = timedelta(days=7)
_Span = tuple[datetime | None, datetime | None]


def measures(courses: Iterable[Course]) -> Measures:
    """The figures of these alerts."""
    found = list(courses)
    leads = [one.peak - one.opened_at for one in found if one.peak is not None]
    return Measures(
        alerts=len(found), taken=sum(one.taken_at is not None for one in found),
        answered=sum(one.answered_at is not None for one in found),
        # Dismissed and answered after all: the answer counts.
        dismissed=sum(one.dismissed_at is not None and one.answered_at is None for one in found),
        to_alert=_middle((one.first_said, one.opened_at) for one in found),
        to_taken=_middle((one.opened_at, one.taken_at) for one in found),
        to_answered=_middle((one.opened_at, one.answered_at) for one in found),
        lead=_median(leads), ahead=sum(lead > timedelta(0) for lead in leads), peaks=len(leads),
    )  # fmt: skip


def _middle(spans: Iterable[_Span]) -> timedelta | None:
    """The median; a mean would be that of the one alert over a holiday. A clock set back gives no negative time."""
    lengths = [max(end - start, timedelta(0)) for start, end in spans if start is not None and end is not None]
    return _median(lengths)


def _median(lengths: Sequence[timedelta]) -> timedelta | None:
    return timedelta(seconds=median(length.total_seconds() for length in lengths)) if lengths else None


def by_topic(courses: Sequence[Course]) -> tuple[tuple[str | None, Measures], ...]:
    """Figures by watch topic, the one with most alerts first; None is what was discovered."""
    topics = {one.topic for one in courses}
    found = [(topic, measures(one for one in courses if one.topic == topic)) for topic in topics]
    return tuple(sorted(found, key=lambda pair: (-pair[1].alerts, pair[0] or "")))


def by_week(courses: Sequence[Course], end: date, weeks: int, zone: ZoneInfo) -> tuple[tuple[date, Measures], ...]:
    """(first day, figures) of the `weeks` weeks of seven days that end before `end`, oldest first, by alert."""
    starts = [end - number * WEEK for number in range(weeks, 0, -1)]
    return tuple((start, measures(within(courses, start, start + WEEK, zone))) for start in starts)


def within(courses: Iterable[Course], first: date, end: date, zone: ZoneInfo) -> list[Course]:
    """The alerts that opened on these days in the town; `end` is no longer one of them."""
    since, until = (datetime.combine(day, time.min, tzinfo=zone) for day in (first, end))
    return [one for one in courses if since <= one.opened_at < until]
