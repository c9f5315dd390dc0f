"""Sizes and spans as people write them."""

from __future__ import annotations

from datetime import datetime, timedelta

from checkup.case import Case

_UNITS = ("B", "KB", "MB", "GB", "TB")


def size(count: float) -> str:
    """Bytes as ``12.3 MB``."""
    for unit in _UNITS[:-1]:
        if count < 1024:
            return f"{count:.0f} {unit}" if unit == "B" or count >= 100 else f"{count:.1f} {unit}"
        count /= 1024
    return f"{count:.1f} {_UNITS[-1]}"


def span(case: Case, length: timedelta) -> str:
    """``3 天`` from two days on, else hours, else minutes."""
    if length >= timedelta(days=2):
        return case.say("span.days", n=f"{length / timedelta(days=1):.0f}")
    if length >= timedelta(hours=2):
        return case.say("span.hours", n=f"{length / timedelta(hours=1):.0f}")
    return case.say("span.minutes", n=f"{max(0, length / timedelta(minutes=1)):.0f}")


def at(case: Case, moment: datetime) -> str:
    """A moment in the town's time; in UTC while the settings cannot be read."""
    local = moment.astimezone(case.config.zone) if case.config is not None else moment
    return f"{local:%Y-%m-%d %H:%M}"
