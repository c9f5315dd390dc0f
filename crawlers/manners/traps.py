"""Crawler traps: addresses that a site makes up without end. Pure, on addresses alone.

What looks alike and is none stands beside each rule: Chinese papers and portals put dates (``/2026-11/26/…``),
numbers and the same word twice into the addresses of ordinary articles.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, datetime, timedelta
from urllib.parse import unquote, urlsplit

_MOST_SEGMENTS = 20
_MOST_FIELDS = 25
_SAME_FIELD = 4  # ``f[]=a&f[]=b`` is a choice of two; the fourth of a name is a filter that adds itself
_SAME_PAIR = 3
_TIMES = 3  # a run of segments that comes three times on end: a relative link that is wrong on every page
_LONGEST_RUN = 4  # segments
_NESTED = 3  # addresses inside an address
_AHEAD = timedelta(days=400)  # events are announced for the next season
_FIRST_YEAR = 1995  # no site of a town is older; a calendar that went below it never ends
_YEAR = r"(?:1[89]|2[01])\d\d"
# Where a date is a place in a calendar: after a word that says so, or as the value of a field that does. A year
# alone is none: ``/archives/2031`` is an article of many WordPress sites.
_PATH = re.compile(
    rf"/(?:calendars?|events|agenda|schedule|rili)/(?:[a-z]+/)?({_YEAR})[-/_](\d\d?)(?:[-/_](\d\d?))?(?=/|$)", re.I
)
_FIELD = re.compile(
    rf"(?:^|&)(?:[\w-]*(?:date|month|day|cal|ym))=({_YEAR})"
    r"(?:[-/_.](\d\d?)(?:[-/_.](\d\d?))?|(\d\d)(\d\d)?)(?=&|$)",
    re.I,
)
_YEAR_FIELD = re.compile(rf"(?:^|&)[\w-]*(?:year|yr)=({_YEAR})(?=&|$)", re.I)
_MONTH_FIELD = re.compile(r"(?:^|&)[\w-]*(?:month|mon)=(\d\d?)(?=&|$)", re.I)
# Anywhere in a path, only a date that is written apart and whole: an eight-digit number is an article's id, and
# ``/2031/12/`` the twelfth page of something.
_APART = re.compile(rf"/({_YEAR})(?:[-_](\d\d)(?:[-_](\d\d))?|/(\d\d)/(\d\d))(?=/|$)")


def trap_in(url: str, now: datetime) -> str | None:
    """Why `url` (absolute) looks like a place in an endless maze; None: it does not.

    ``trap-path`` (segments that repeat), ``trap-query`` (fields that pile up), ``trap-calendar`` (a day nobody has
    written about yet, or before there were sites).
    """
    parts = urlsplit(url)
    path = unquote(parts.path)
    if _winding(path):
        return "trap-path"
    if _swollen(parts.query):
        return "trap-query"
    return "trap-calendar" if _endless(path, unquote(parts.query), now.date()) else None


def _winding(path: str) -> bool:
    """``/a/b/a/b/a/b``. Numbers alone do not count: ``/2011/11/11/11.html`` is an article."""
    segments = [segment for segment in path.split("/") if segment]
    if len(segments) > _MOST_SEGMENTS:
        return True
    for run in range(1, _LONGEST_RUN + 1):
        for start in range(len(segments) - run * _TIMES + 1):
            first = segments[start : start + run]
            if all(part.isdigit() for part in first):
                continue
            if all(segments[start + n * run : start + (n + 1) * run] == first for n in range(1, _TIMES)):
                return True
    return False


def _swollen(query: str) -> bool:
    """A query that grows from page to page: a field again and again, or an address within an address."""
    fields = [field for field in query.split("&") if field]
    if len(fields) > _MOST_FIELDS:
        return True
    names = Counter(unquote(field.partition("=")[0]).removesuffix("[]") for field in fields)
    pairs = Counter(field for field in fields)
    if max(names.values(), default=0) >= _SAME_FIELD or max(pairs.values(), default=0) >= _SAME_PAIR:
        return True
    plain = query
    for _ in range(_NESTED):
        plain = unquote(plain)
    return len(re.findall(r"https?://", plain)) >= _NESTED


def calendar_day(url: str) -> date | None:
    """The first day of the day or month that `url` shows in a calendar; None when it shows none."""
    parts = urlsplit(url)
    return _shown(unquote(parts.path), unquote(parts.query))


def _endless(path: str, query: str, today: date) -> bool:
    day = _shown(path, query)
    if day is not None and not _thinkable(day, today):
        return True
    dates = (_day(m[1], m[2] or m[4], m[3] or m[5]) for m in _APART.finditer(path))
    return any(day is not None and day > today + _AHEAD for day in dates)


def _shown(path: str, query: str) -> date | None:
    if found := _PATH.search(path):
        return _day(*found.groups())
    if found := _FIELD.search(query):
        return _day(found[1], found[2] or found[4], found[3] or found[5])
    year, month = _YEAR_FIELD.search(query), _MONTH_FIELD.search(query)
    return _day(year[1], month[1], None) if year and month else None


def _thinkable(day: date, today: date) -> bool:
    return day.year >= _FIRST_YEAR and day <= today + _AHEAD


def _day(year: str, month: str, day: str | None) -> date | None:
    """The first day that is meant; None when it is no date."""
    try:
        return date(int(year), int(month), int(day or 1))
    except ValueError:
        return None
