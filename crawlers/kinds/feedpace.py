"""How often a feed wants to be read: RSS ``ttl``, ``skipHours``, ``skipDays``, and RSS 1.0's syndication module.

Atom and JSON Feed have no such words of their own; the module is allowed in Atom too.
"""

from __future__ import annotations

import re
from datetime import timedelta

from model.pace import NONE, Wish

_ITEM = re.compile(r"<(/?)(?:[A-Za-z][\w.-]{0,30}:)?(?:item|entry)[\s>]")
_MOST = 20_000  # characters before the first item and after the last
_TTL = re.compile(r"<ttl>\s*(\d{1,6})\s*</ttl>", re.IGNORECASE)
_PERIOD = re.compile(
    r"<sy:updatePeriod>\s*(hourly|daily|weekly|monthly|yearly)\s*</sy:updatePeriod>", re.IGNORECASE
)
_FREQUENCY = re.compile(r"<sy:updateFrequency>\s*(\d{1,5})\s*</sy:updateFrequency>", re.IGNORECASE)
_HOURS = re.compile(r"<skipHours>(.{0,2000}?)</skipHours>", re.IGNORECASE | re.DOTALL)
_HOUR = re.compile(r"<hour>\s*(\d{1,2})\s*</hour>", re.IGNORECASE)
_DAYS = re.compile(r"<skipDays>(.{0,2000}?)</skipDays>", re.IGNORECASE | re.DOTALL)
_DAY = re.compile(r"<day>\s*(mon|tues|wednes|thurs|fri|satur|sun)day\s*</day>", re.IGNORECASE)
_WEEK = ("mon", "tues", "wednes", "thurs", "fri", "satur", "sun")
_LENGTHS = {
    "hourly": timedelta(hours=1),
    "daily": timedelta(days=1),
    "weekly": timedelta(days=7),
    "monthly": timedelta(days=30),
    "yearly": timedelta(days=365),
}


def wish_of(text: str) -> Wish:
    """What the feed `text` (decoded) wishes; what it does not say, and what makes no sense, is left out."""
    around = _around_the_items(text)
    ttl = _TTL.search(around)
    return Wish(
        ttl=timedelta(minutes=int(ttl[1])) if ttl else NONE,
        period=_period(around),
        skip_hours=_skip_hours(around),
        skip_days=_skip_days(around),
    )


def _around_the_items(text: str) -> str:
    """The channel's own elements: the same names inside an item are somebody's text."""
    marks = list(_ITEM.finditer(text))
    if not marks:
        return text[:_MOST]
    closing = [mark for mark in marks if mark[1]]
    after = text[closing[-1].end() :][:_MOST] if closing else ""
    return text[: marks[0].start()][:_MOST] + after


def _period(text: str) -> timedelta:
    """RSS 1.0 syndication: so many updates (default 1) in such a period (default: a day)."""
    period, frequency = _PERIOD.search(text), _FREQUENCY.search(text)
    if period is None and frequency is None:
        return NONE
    times = int(frequency[1]) if frequency else 1
    return _LENGTHS[period[1].lower() if period else "daily"] / times if times else NONE


def _skip_hours(text: str) -> tuple[int, ...]:
    """Hours of the day in UTC; RSS 0.91 counts to 24, which is midnight. All of them is none."""
    found = _HOURS.search(text)
    hours = {int(hour) % 24 for hour in _HOUR.findall(found[1]) if int(hour) <= 24} if found else set()
    return tuple(sorted(hours)) if len(hours) < 24 else ()


def _skip_days(text: str) -> tuple[int, ...]:
    found = _DAYS.search(text)
    days = {_WEEK.index(day.lower()) for day in _DAY.findall(found[1])} if found else set()
    return tuple(sorted(days)) if len(days) < 7 else ()
