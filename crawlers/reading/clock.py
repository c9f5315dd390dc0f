"""A time of day inside a date: 13:20, 13时20分, 晚上8点半, 1:20 p.m."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from model.records import Precision

# To be put after the pattern of a day. Groups: part of the day, hour, minute, second, am/pm.
TIME = (
    r"(?:[\s,T]|at)*(?P<part>凌晨|清晨|早晨|早上|上午|中午|下午|傍晚|晚上|深夜|夜里|早|晚|夜)?\s*"
    r"(?P<hour>\d{1,2})\s*(?:[:时点](?:\s*(?P<minute>[0-5]?\d(?!\d)|半))?(?:\s*[:分]\s*(?P<second>\d{2}))?"
    r"|(?=\s*[ap]\.?m\b))\s*分?\s*(?P<half>[ap]\.?m\b)?"
)
_LATE = {"下午", "傍晚", "晚上", "深夜", "夜里", "晚", "夜"}


@dataclass(frozen=True, slots=True)
class Clock:
    """`days` is 1 when the time belongs to the next calendar day (昨晚12点)."""

    hour: int
    minute: int
    second: int
    days: int = 0


def clock(match: re.Match[str]) -> Clock | None:
    """The time of day in a match of a pattern that ends in ``(?:TIME)?``; None when absent or impossible."""
    if match["hour"] is None:
        return None
    hour, days = int(match["hour"]), 0
    minute = 30 if match["minute"] == "半" else int(match["minute"] or 0)
    half = (match["half"] or "").replace(".", "").lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    elif match["part"] in _LATE and hour <= 12:
        if match["part"] not in {"下午", "傍晚"} and hour < 5:
            return None  # 昨晚1点: which night? unknown beats wrong
        hour, days = (hour + 12, 0) if hour < 12 else (0, 1)
    elif match["part"] == "中午" and hour < 3:
        hour += 12
    if hour > 23 or minute > 59:
        return None
    return Clock(hour, minute, min(int(match["second"] or 0), 59), days)


def at(day: date, time: Clock | None, here: datetime) -> tuple[datetime, Precision]:
    """`day` at `time` in the zone of `here`; without a time its midnight, known to the day."""
    if time is None:
        return datetime(day.year, day.month, day.day, tzinfo=here.tzinfo), Precision.DAY
    day += timedelta(days=time.days)
    moment = datetime(day.year, day.month, day.day, time.hour, time.minute, time.second, tzinfo=here.tzinfo)
    return moment, Precision.MINUTE
