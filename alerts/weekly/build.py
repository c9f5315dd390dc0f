"""Collects what a weekly digest says. Costs what the weeks it looks at cost, however long the history is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from alerts.digest.coverage import OK
from alerts.digest.span import DAY
from alerts.measures.figures import WEEK, by_topic, by_week, within
from alerts.measures.read import courses
from model.config import Config
from model.measures import Trend, WeekCoverage, Weekly
from store import alerts, digests, exports, sensitivity, verdicts
from store.database import Store

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
BEFORE = 4
"""Weeks with which this one is compared: fewer are chance, more are another season."""
Judge = Callable[[str], bool]


def due_day(day: date, weekday: str) -> date:
    """The last `weekday` (``mon`` …) up to `day`, that day included."""
    return day - (day.weekday() - DAYS.index(weekday)) % 7 * DAY


def build(store: Store, config: Config, now: datetime, day: date, distress: Judge, *, late: bool = False) -> Weekly:
    """The digest of the seven days before `day`, midnight to midnight in the town, as far as it is known at `now`.

    `distress` tells a cry for help: it is nobody's figure and no part of a trend.
    """
    zone = config.zone
    since, until = _midnight(day - WEEK, zone), _midnight(day, zone)
    found = courses(store, day - (BEFORE + 1) * WEEK, day, zone, now)
    return Weekly(
        day=day, since=since, until=until, trends=tuple(_trends(store, config, day, distress)),
        weeks=by_week(found, day, BEFORE + 1, zone), topics=by_topic(within(found, day - WEEK, day, zone)),
        coverage=tuple(_coverage(store, config, day)), still_open=len(alerts.as_of(store, until)), late=late,
        moves=tuple(move for move in sensitivity.newest(store, 2, now) if move.at > since),
        dismissals=verdicts.reasons(store, since, until),
    )  # fmt: skip


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, tzinfo=zone)


def _trends(store: Store, config: Config, day: date, distress: Judge) -> Iterable[Trend]:
    """Every watch topic that was spoken of in these weeks, the loudest first."""
    zone = config.zone
    now, *past = [
        _threads(store, _midnight(day - (back + 1) * WEEK, zone), _midnight(day - back * WEEK, zone), distress)
        for back in range(_weeks_known(store, day, zone) + 1)
    ]
    found = []
    for topic in config.topics:
        usual = sum(week.get(topic, 0) for week in past) / len(past) if past else None
        if now.get(topic) or usual:
            found.append(Trend(topic=topic, threads=now.get(topic, 0), usual=usual))
    return sorted(found, key=lambda trend: (-trend.threads, trend.topic))


def _weeks_known(store: Store, day: date, zone: ZoneInfo) -> int:
    """How many whole weeks before this one there are posts of, at most `BEFORE`."""
    first = exports.first_said(store, _midnight(day - (BEFORE + 1) * WEEK, zone))
    if first is None:
        return 0
    return max(0, (_midnight(day - WEEK, zone) - first + timedelta(hours=23)) // WEEK)


def _threads(store: Store, since: datetime, until: datetime, distress: Judge) -> dict[str, int]:
    """Threads in which each watch topic was spoken of."""
    threads: dict[str, set[tuple[str, str]]] = {}
    for hit in exports.hits(store, since, until):
        if not distress(hit.text):
            for topic in hit.topics:
                threads.setdefault(topic, set()).add((hit.source, hit.thread))
    return {topic: len(found) for topic, found in threads.items()}


def _coverage(store: Store, config: Config, day: date) -> Iterable[WeekCoverage]:
    """Each source that is read now, as the digests of these days found it."""
    built = [digest for back in range(1, 8) if (digest := digests.get(store, day - back * DAY)) is not None]
    said = exports.said(store, _midnight(day - WEEK, config.zone), _midnight(day, config.zone))
    posts = {one.source: one.posts for one in said}
    for source in config.sources:
        if source.enabled:
            status = [item.status for digest in built for item in digest.coverage if item.source == source.name]
            yield WeekCoverage(
                source=source.name, posts=posts.get(source.name, 0), well=status.count(OK), days=len(status)
            )
