"""When was this written? Every form that feeds, boards and news pages use, or an honest "unknown".

Forms are tried from the plainest to the vaguest; dateparser reads what is left. A date outside
[now − 2 years, now + 10 minutes] is a misreading (or a wrong clock) and counts as unknown.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

import dateparser

from crawlers.reading.clock import TIME, at, clock
from crawlers.reading.dates_relative import read_relative, with_digits
from model.records import Precision

Dated = tuple[datetime | None, Precision]
UNKNOWN: Dated = (None, Precision.NONE)
_OLDEST = timedelta(days=731)
_SLACK = timedelta(minutes=10)
_LONGEST = 160

# The form of nearly every date of a board: none of the other readers takes it.
_STAMP = re.compile(r"(?:19|20)\d\d-\d{1,2}-\d{1,2} \d{1,2}:\d\d(?::\d\d)?", re.ASCII)
_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
         "sep sept september", "oct october", "nov november", "dec december"), 1)
    for name in names.split()
}  # fmt: skip
_MONTH = r"(?P<name>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_ISO = re.compile(
    r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?\s?(?:Z\b|UTC\b|GMT\b|[+-]\d\d:?\d\d(?!\d))",
    re.IGNORECASE,
)
_DAYS = tuple(
    re.compile(pattern + rf"(?:{TIME})?", re.IGNORECASE)
    for pattern in (
        r"(?<!\d)(?P<year>(?:19|20)\d\d)\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})(?!\d)\s*日?"
        r"(?:\s*\(?(?:星期|周)[一二三四五六日天]\)?)?",
        rf"\b{_MONTH}\s*(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s*,?\s+(?P<year>\d{{4}})",
        rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s-]+{_MONTH}[\s,-]+(?P<year>\d{{4}}|'\d\d)(?!\d)",
        r"(?<!\d)(?P<month>\d{1,2})[-/](?P<day>\d{1,2})[-/](?P<year>(?:19|20)\d\d)(?!\d)",
        r"(?<!\d)(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*[日号]",
        r"^(?:(?:发布|发表|更新)?(?:时间|日期|于)\s*:?\s*)?(?P<month>\d{1,2})[-/](?P<day>\d{1,2})(?!\d|[-/.]\d)",
        rf"^{_MONTH}\s*(?P<day>\d{{1,2}})(?!\d)",
        rf"^(?P<day>\d{{1,2}})\s+{_MONTH}$",
    )
)


def read_date(text: str, now: datetime, zone: ZoneInfo) -> Dated:
    """The moment that `text` names, aware, in `zone` where the text names none, and how exactly it is known.

    `now` (aware) is when the page was fetched. A day without a time is that day's midnight with precision *day*.
    """
    plain_stamp = _STAMP.fullmatch(text) is not None
    plain = text if plain_stamp else _normal(text)
    if not plain:
        return UNKNOWN
    here = now.astimezone(zone)
    for reader in _READERS[3:] if plain_stamp else _READERS:
        found = reader(plain, here)
        if found is not None:
            return _plausible(found, now)
    return UNKNOWN


def first_date(texts: list[str], now: datetime, zone: ZoneInfo) -> Dated:
    """The first of `texts` that says when; a minute is preferred to a day."""
    days: Dated = UNKNOWN
    for text in texts:
        when, precision = read_date(text, now, zone)
        if precision is Precision.MINUTE:
            return when, precision
        if days[0] is None:
            days = (when, precision)
    return days


def _normal(text: str) -> str:
    text = " ".join(unicodedata.normalize("NFKC", text[: 4 * _LONGEST]).split())[:_LONGEST]
    text = text.replace("：", ":").replace("’", "'").replace("noon", "12:00 pm").replace("midnight", "12:00 am")
    return with_digits(text)


def _plausible(found: tuple[datetime, Precision], now: datetime) -> Dated:
    moment, precision = found
    return (moment, precision) if now - _OLDEST <= moment <= now + _SLACK else UNKNOWN


def _iso(text: str, here: datetime) -> tuple[datetime, Precision] | None:
    match = _ISO.search(text)
    if match is None:
        return None
    stamp = re.sub(r"\s?(?:Z|UTC|GMT)$", "+00:00", match[0], flags=re.IGNORECASE).replace(",", ".")
    try:
        return datetime.fromisoformat(re.sub(r"\s(?=[+-]\d\d:?\d\d$)", "", stamp)), Precision.MINUTE
    except ValueError:
        return None


def _rfc2822(text: str, here: datetime) -> tuple[datetime, Precision] | None:
    if not re.match(r"(?:[A-Za-z]{3,9},?\s+)?\d{1,2}[\s-][A-Za-z]{3}[\s-]\d{2,4}\s+\d{1,2}:\d\d", text):
        return None
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=here.tzinfo)), Precision.MINUTE


def _calendar(text: str, here: datetime) -> tuple[datetime, Precision] | None:
    for pattern in _DAYS:
        match = pattern.search(text)
        if match is not None:
            day = _day(match.groupdict(), here)
            return at(day, clock(match), here) if day else None
    return None


def _day(groups: dict[str, str | None], here: datetime) -> date | None:
    """The day named by the groups year, month or name, day; without a year the latest one that is not ahead."""
    name, year = groups.get("name"), groups.get("year")
    month = _MONTHS[name.lower()] if name else int(groups["month"] or 0)
    number = int(groups["day"] or 0)
    try:
        if year:
            return date(2000 + int(year[1:]) if year.startswith("'") else int(year), *_order(month, number))
        day = date(here.year, month, number)
        return day if day <= here.date() + timedelta(days=1) else date(here.year - 1, month, number)
    except ValueError:
        return None


def _order(month: int, day: int) -> tuple[int, int]:
    return (day, month) if month > 12 >= day else (month, day)


def _anything(text: str, here: datetime) -> tuple[datetime, Precision] | None:
    """What is left goes to dateparser, strictly: it must find day, month and year."""
    if not re.search(r"(?:19|20)\d\d", text) or len(text) > 60:
        return None
    found = dateparser.parse(
        text,
        languages=["zh", "en"],
        settings={
            "STRICT_PARSING": True,
            "RELATIVE_BASE": here.replace(tzinfo=None),
            "DATE_ORDER": "MDY",
            "RETURN_AS_TIMEZONE_AWARE": True,
            "TIMEZONE": str(here.tzinfo),
            "PREFER_DATES_FROM": "past",
        },
    )
    if found is None:
        return None
    return found, Precision.MINUTE if re.search(r"\d:\d\d", text) else Precision.DAY


_READERS = (_iso, _rfc2822, read_relative, _calendar, _anything)
