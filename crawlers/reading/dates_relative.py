"""Dates that count from now: 刚刚, 3 分钟前, 半小时前, 昨晚8点, 上周五, 2 days ago, 5m."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from crawlers.reading.clock import TIME, at, clock
from model.records import Precision

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_NUMERAL = re.compile(
    r"[零〇一二两三四五六七八九十]{1,4}(?=\s*个?半?(?:[秒分天日号周月年点时]|小时|钟头|星期|礼拜))"
)
_SECONDS = {
    "秒": 1, "s": 1, "second": 1, "sec": 1, "分": 60, "m": 60, "minute": 60, "min": 60, "时": 3600, "h": 3600,
    "hour": 3600, "hr": 3600, "天": 86_400, "d": 86_400, "day": 86_400, "周": 604_800, "week": 604_800,
    "月": 2_629_800, "month": 2_629_800, "年": 31_557_600, "year": 31_557_600,
}  # fmt: skip
_UNIT = r"(秒|分|小时|钟头|天|日|周|星期|礼拜|月|年)"
_AGO = re.compile(rf"((?:(?:\d{{1,4}}|半)\s*个?半?\s*{_UNIT}(?:钟)?\s*,?\s*)+)(?:之|以)?前")
_PART = re.compile(rf"(\d{{1,4}}|半)\s*个?(半?)\s*{_UNIT}")
_ENGLISH = re.compile(r"((?:\b(?:\d{1,4}|an?|one)\s+[a-z]{3,7},?\s*(?:and\s+)?)+)\s*ago\b", re.IGNORECASE)
_ENGLISH_PART = re.compile(
    r"\b(\d{1,4}|an?|one)\s+(second|sec|minute|min|hour|hr|day|week|month|year)s?\b", re.IGNORECASE
)
_SHORT = re.compile(r"(\d{1,3})\s?([smhd])")
_JUST_NOW = re.compile(r"刚刚|刚才|几秒前|\bjust now\b|^now$|\bmoments? ago\b", re.IGNORECASE)
_NAMED = re.compile(
    rf"(大前天|前天|前日|前(?=[早晚夜])|昨天|昨日|昨(?=[早晚夜])|今天|今日|今(?=[早晚晨])|today|yesterday)(?:{TIME}|[早晚夜晨])?",
    re.IGNORECASE,
)
_NAMED_DAYS = {"大前天": 3, "前天": 2, "前日": 2, "前": 2, "昨天": 1, "昨日": 1, "昨": 1, "yesterday": 1}
_WEEKDAY = re.compile(rf"(上上|上|这|本)?个?(?:周|星期|礼拜)([一二三四五六日天])(?:{TIME})?")


def with_digits(text: str) -> str:
    """Chinese numerals before a unit of time as digits: 两小时 → 2小时, 二〇二六年 → 2026年."""
    return _NUMERAL.sub(lambda match: str(_number(match[0])), text)


def read_relative(text: str, here: datetime) -> tuple[datetime, Precision] | None:
    """The moment named relative to `here`, the time of fetching in the town's zone; None when it is none."""
    if _JUST_NOW.search(text):
        return here, Precision.MINUTE
    for reader in (_ago, _english_ago, _short, _named_day, _weekday):
        found = reader(text, here)
        if found is not None:
            return found
    return None


def _number(numeral: str) -> int:
    if "十" not in numeral:
        return int("".join(str(_DIGITS[c]) for c in numeral))
    tens, _, ones = numeral.partition("十")
    return (_DIGITS.get(tens, 1) if tens else 1) * 10 + (_DIGITS.get(ones, 0) if ones else 0)


def _ago(text: str, here: datetime) -> tuple[datetime, Precision] | None:
    match = _AGO.search(text)
    if match is None:
        return None
    units = {"小时": "时", "钟头": "时", "日": "天", "星期": "周", "礼拜": "周"}
    parts = [
        ((0.5 if count == "半" else int(count)) + (0.5 if half else 0), units.get(unit, unit))
        for count, half, unit in _PART.findall(match[1])
    ]
    return _before(parts, here)


def _english_ago(text: str, here: datetime) -> tuple[datetime, Precision] | None:
    match = _ENGLISH.search(text)
    if match is None:
        return None
    parts = [(float(n) if n.isdigit() else 1.0, unit.lower()) for n, unit in _ENGLISH_PART.findall(match[1])]
    return _before(parts, here) if parts else None


def _short(text: str, here: datetime) -> tuple[datetime, Precision] | None:
    match = _SHORT.fullmatch(text)
    return _before([(float(match[1]), match[2])], here) if match else None


def _before(parts: list[tuple[float, str]], here: datetime) -> tuple[datetime, Precision] | None:
    """`here` minus the parts; weeks, months and years are known to a day at best, and only about."""
    seconds = sum(count * _SECONDS[unit] for count, unit in parts)
    if seconds > 10 * _SECONDS["年"]:
        return None
    moment = here - timedelta(seconds=seconds)
    if min(_SECONDS[unit] for _, unit in parts) < _SECONDS["天"]:
        return moment, Precision.MINUTE
    return moment.replace(hour=0, minute=0, second=0, microsecond=0), Precision.DAY


def _named_day(text: str, here: datetime) -> tuple[datetime, Precision] | None:
    match = _NAMED.search(text)
    if match is None:
        return None
    return at(here.date() - timedelta(days=_NAMED_DAYS.get(match[1].lower(), 0)), clock(match), here)


def _weekday(text: str, here: datetime) -> tuple[datetime, Precision] | None:
    match = _WEEKDAY.search(text)
    if match is None or re.search(r"\d{4}|\d\s*[-/月]\s*\d", text):
        return None  # 2026年11月7日 星期六: the calendar date decides
    number = "一二三四五六日".find(match[2].replace("天", "日"))
    monday = here.date() - timedelta(days=here.weekday())
    day = monday + timedelta(days=number)
    if match[1] in {"上", "上上"}:
        day -= timedelta(weeks=len(match[1]))
    elif match[1] is None and day > here.date():
        day -= timedelta(weeks=1)
    return at(day, clock(match), here)
