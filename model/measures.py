"""What is measured of the work itself: how early alerts come, how soon they are dealt with. No person is in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from model.sensitivity import Move
from model.verdicts import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """How one alert went. A moment is None when it did not come to that, or is not known.

    `topic` is the key of a watch topic, None for a discovered story. `peak` is the hour so far in which most of the
    story's threads spoke. `taken_at` is the first time that anybody decided anything about it.
    """

    alert_id: int
    topic: str | None
    first_said: datetime | None
    opened_at: datetime
    peak: datetime | None = None
    taken_at: datetime | None = None
    answered_at: datetime | None = None
    dismissed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """The figures of several alerts. Spans are medians, None when no alert came so far; shares are 0 … 1 or None.

    `useful`: of the alerts that somebody took up, those that were not dismissed. `false_alarms`: of those decided,
    the dismissed ones. `lead`: how long before its story's peak an alert came (negative: after it); `ahead` of
    `peaks` alerts came before.
    """

    alerts: int
    taken: int
    answered: int
    dismissed: int
    to_alert: timedelta | None
    to_taken: timedelta | None
    to_answered: timedelta | None
    lead: timedelta | None
    ahead: int
    peaks: int

    @property
    def useful(self) -> float | None:
        return (self.taken - self.dismissed) / self.taken if self.taken else None

    @property
    def false_alarms(self) -> float | None:
        decided = self.answered + self.dismissed
        return self.dismissed / decided if decided else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """Threads of a watch topic in a week against the mean of the weeks before; `usual` None: nothing to compare."""

    topic: str
    threads: int
    usual: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekCoverage:
    """How a source did in a week: posts, and on how many of the days with a digest it was well."""

    source: str
    posts: int
    well: int
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Weekly:
    """The digest of the seven days before `day`. `weeks`: (first day, figures), the newest last; `topics`: figures
    of this week by watch topic, None for what was discovered.
    """

    day: date
    since: datetime
    until: datetime
    trends: tuple[Trend, ...]
    weeks: tuple[tuple[date, Measures], ...]
    topics: tuple[tuple[str | None, Measures], ...]
    coverage: tuple[WeekCoverage, ...]
    still_open: int
    moves: tuple[Move, ...] = ()  # how the threshold was looked at since, newest first
    dismissals: tuple[tuple[Reason, int], ...] = ()  # dismissed in this week, by reason, the most first
    late: bool = False
