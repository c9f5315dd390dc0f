"""The small bar chart: how many threads spoke in each hour. Pure geometry; widths in percent, heights in pixels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

HEIGHT = 96
HOUR = timedelta(hours=1)
_GAP = 0.28  # of a bar's place
_LEAST_TOP = 3  # a single thread must not look like a wave
_FEWEST_PIXELS = 4  # one thread must be seen beside a hundred


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One hour (or day) with at least one. `x` and `width` are percent of the chart, `y` and `height` pixels."""

    at: datetime
    count: int
    x: float
    width: float
    y: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A midnight in the town's zone; `x` in percent. `late`: so far right that its label must stand left of it."""

    at: datetime
    x: float
    late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """`top` is the largest count, 0 when nobody spoke."""

    start: datetime
    end: datetime
    top: int
    bars: tuple[Bar, ...]
    marks: tuple[Mark, ...]


def next_hour(moment: datetime, zone: ZoneInfo) -> datetime:
    """The first full hour in `zone` after `moment`."""
    there = moment.astimezone(zone)
    return there.replace(minute=0, second=0, microsecond=0) + HOUR


def draw(counts: Sequence[int], start: datetime, zone: ZoneInfo) -> Chart:
    """A chart of `counts` threads an hour, the first hour beginning at `start`."""
    end = start + len(counts) * HOUR
    return Chart(
        start=start.astimezone(zone), end=end.astimezone(zone), top=max(counts, default=0),
        bars=columns(counts, start, HOUR, HEIGHT, least_top=_LEAST_TOP),
        marks=tuple(_marks(len(counts), start, zone)),
    )  # fmt: skip


def columns(
    counts: Sequence[int], start: datetime, step: timedelta, pixels: int, *, least_top: int = 1
) -> tuple[Bar, ...]:
    """One bar for each count that is not 0; the largest, if `least_top` or more, is `pixels` high."""
    top, place = max(least_top, *counts, 0), 100 / max(1, len(counts))
    return tuple(
        _bar(count, count / top, pixels, index * place, place, start + index * step)
        for index, count in enumerate(counts)
        if count
    )


def _bar(count: int, share: float, pixels: int, x: float, place: float, at: datetime) -> Bar:
    height = max(_FEWEST_PIXELS, round(pixels * share, 1))
    return Bar(
        at=at, count=count, x=round(x + place * _GAP / 2, 3), width=round(place * (1 - _GAP), 3),
        y=round(pixels - height, 1), height=height,
    )  # fmt: skip


def _marks(hours: int, start: datetime, zone: ZoneInfo) -> list[Mark]:
    marks = []
    for index in range(hours):
        there = (start + index * HOUR).astimezone(zone)
        if there.hour == 0:
            x = round(100 * index / hours, 3)
            marks.append(Mark(at=there, x=x, late=x > 92))
    return marks
