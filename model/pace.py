"""When a source is visited next, and why then. Pure.

`every` in its block is the shortest pause. A site may wish for a longer one: RSS ``ttl``, ``sy:updatePeriod`` and
``sy:updateFrequency`` (RSS 1.0 syndication module), ``Cache-Control: max-age`` (RFC 9111); and hours or days in
which nobody need come, RSS ``skipHours`` and ``skipDays``. A source that seldom says anything new is visited half
as often at least, one that fails less and less often. None of these goes beyond `every_at_most`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from model.catalogue import Catalogue
from model.config import Source
from model.quiet import Quiet

NONE = timedelta(0)
_AT_MOST = 4  # times `every`, unless the block says otherwise
_SELDOM = 2  # times `every`: no life-saving news may wait longer only because there was none for a while
_PART = 4  # visits in a usual gap between posts
_HOUR = timedelta(hours=1)
_LONGEST_SKIP = 72  # hours: a long weekend
_MOST_DOUBLINGS = 10
SLACK = timedelta(seconds=30)
"""cron and our own timetable never come back at exactly the same second."""
_AHEAD = timedelta(hours=1)  # no visit takes so long
_LONGEST_WAIT = timedelta(days=31)  # see crawlers/manners/retry_after.py


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a site says about how often to come. Hours and days (Monday is 0) are those of UTC, as RSS has it."""

    ttl: timedelta = NONE
    period: timedelta = NONE
    fresh: timedelta = NONE
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What is known of a source. `visited_at`: its last visit, None: never.

    `failures`: visits in a row that failed by the site's doing. `news`: did the last visit give new posts? `gap`:
    the usual time between two posts, None: not known yet. `not_before`: the site's own wish (Retry-After), to this
    source or to another one on the same site, or our pause after being shut out.
    """

    visited_at: datetime | None = None
    not_before: datetime | None = None
    wish: Wish = Wish()
    failures: int = 0
    news: bool = True
    gap: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """`kind` is a message of data/messages/crawlers.toml (``pace.<kind>``), `values` its placeholders."""

    kind: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Next:
    """`at`: not before; a run that comes later visits then. The first of `why` set the pause."""

    at: datetime
    why: tuple[Reason, ...]

    def words(self, catalogue: Catalogue) -> str:
        """`why` as one sentence."""
        parts = [
            catalogue.say(f"crawlers.pace.{one.kind}", **{k: _said(v, catalogue) for k, v in one.values.items()})
            for one in self.why
        ]
        return catalogue.say("crawlers.pace.and").join(parts)


def believed(past: Past, now: datetime) -> Past:
    """`past` without what comes from a clock that was set back: it must not silence a source for years.

    Neither a visit "in the future" counts nor the site's wish that was counted from it.
    """
    visited, wait = past.visited_at, past.not_before
    if wait is not None and (wait > now + _LONGEST_WAIT or (visited is not None and visited > now + _AHEAD)):
        wait = None
    return replace(
        past, visited_at=None if visited is not None and visited > now + SLACK else visited, not_before=wait
    )


def next_visit(source: Source, past: Past, quiet: Quiet | None, zone: ZoneInfo, now: datetime) -> Next:
    """The next visit of `source` as things stand at `now`; one that is overdue is due now."""
    past = believed(past, now)
    if past.visited_at is None:
        at, why = now, [Reason(kind="first")]
    else:
        pause, why = _pause(source, past)
        at = past.visited_at + pause
        awake = _skipped(at, past.wish)
        if source.every_at_most is not None:
            awake = max(at, min(awake, past.visited_at + _longest(source)))
        if awake > at:
            at, why = awake, [*why, Reason(kind="skip")]
    if past.not_before is not None and past.not_before > at:
        at, why = past.not_before, [Reason(kind="asked")]
    at = max(at, now)
    over = quiet.over(at, zone) if quiet is not None else at
    if over > at:
        at, why = over, [*why, Reason(kind="quiet", values={"hours": str(quiet)})]
    return Next(at=at, why=tuple(why))


def _longest(source: Source) -> timedelta:
    at_most = source.every_at_most if source.every_at_most is not None else _AT_MOST * source.every
    return max(source.every, at_most)


def _pause(source: Source, past: Past) -> tuple[timedelta, list[Reason]]:
    """The pause after the last visit: the longest that anything asks for, as far as the settings allow."""
    every, wish, longest = source.every, past.wish, _longest(source)
    asked = [("every", every), ("ttl", wish.ttl), ("period", wish.period), ("fresh", wish.fresh)]
    if past.failures > 1:
        asked.append(("failing", every * 2 ** min(past.failures - 1, _MOST_DOUBLINGS)))
    if past.gap is not None and not past.news:
        asked.append(("seldom", min(past.gap / _PART, _SELDOM * every)))
    kind, pause = max(asked, key=lambda one: one[1])  # the first of equals: `every` needs no other reason
    known: dict[str, object] = {"every": every, "pause": pause, "failures": past.failures}
    why = [Reason(kind=kind, values={**known, **({"gap": past.gap} if kind == "seldom" else {})})]
    if pause > longest:
        return longest, [*why, Reason(kind="at-most", values={"longest": longest})]
    return pause, why


def _skipped(at: datetime, wish: Wish) -> datetime:
    """`at`, or the first full hour after it that the site does not ask to be left out."""
    moment = at
    for _ in range(_LONGEST_SKIP):
        utc = moment.astimezone(UTC)
        if utc.hour not in wish.skip_hours and utc.weekday() not in wish.skip_days:
            return moment
        moment = utc.replace(minute=0, second=0, microsecond=0) + _HOUR
    return at  # a site that never wants to be read says so in robots.txt


def _said(value: object, catalogue: Catalogue) -> object:
    return span(value, catalogue) if isinstance(value, timedelta) else value


def span(length: timedelta, catalogue: Catalogue) -> str:
    """``45 分钟``, ``2 小时``: `length` in the largest unit that keeps two figures."""
    minutes = round(length.total_seconds() / 60)
    if minutes < 1:
        return catalogue.say("crawlers.pace.seconds", n=round(length.total_seconds()))
    for unit, size in (("days", 1440), ("hours", 60)):
        if minutes >= 2 * size or minutes == size:
            n = f"{minutes / size:.1f}".removesuffix(".0")
            return catalogue.say(f"crawlers.pace.{unit}", n=n)
    return catalogue.say("crawlers.pace.minutes", n=minutes)
