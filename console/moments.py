"""Moments in words: how long ago, and when, in the town's zone."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from model.catalogue import Catalogue

_UNITS = (("days", timedelta(days=1)), ("hours", timedelta(hours=1)), ("minutes", timedelta(minutes=1)))


def relative(catalogue: Catalogue, moment: datetime, now: datetime) -> str:
    """``3 小时前`` / ``3 h ago``; ``3 小时后`` for what is still to come; 刚刚 within a minute."""
    distance = abs(now - moment)
    tense = "ago" if moment <= now else "ahead"
    for unit, span in _UNITS:
        if distance >= span:
            return catalogue.say(f"console.time.{tense}.{unit}", n=distance // span)
    return catalogue.say("console.time.now")


def absolute(catalogue: Catalogue, moment: datetime, now: datetime, zone: ZoneInfo) -> str:
    """``11月24日 09:05``, with the year when it is another than now."""
    there = moment.astimezone(zone)
    return f"{day(catalogue, there, now.astimezone(zone))} {there:%H:%M}"


def day(catalogue: Catalogue, date: datetime, today: datetime, *, short: bool = False) -> str:
    """``11月24日``, with the year when it is another than today's; `short`: ``24日``. Both in the town's zone."""
    form = "short_day" if short else "day" if date.year == today.year else "day_of_year"
    name = f"console.time.{form}"
    return catalogue.say(name, year=date.year, month=catalogue.say(f"console.month.{date.month}"), day=date.day)


def span(catalogue: Catalogue, length: timedelta) -> str:
    """``7 天``, ``24 小时``, ``30 分钟``: whole days only from two days on, as people say it."""
    if length >= timedelta(days=2) and length % timedelta(days=1) == timedelta():
        return catalogue.say("console.time.days", n=length // timedelta(days=1))
    if length >= timedelta(hours=1):
        return catalogue.say("console.time.hours", n=f"{length / timedelta(hours=1):g}")
    return catalogue.say("console.time.minutes", n=f"{length / timedelta(minutes=1):g}")
