"""Who is on duty at a moment. Pure: the same roster, days and moment give the same answer.

A slot that names a date wins over one that names a kind of day (holiday, workday, term, vacation), that over one
that names a weekday, and that over one that names no day at all; of equals the first in the file. A slot that
passes midnight belongs to the day on which it begins.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from model.config.duty import WEEKDAYS, OwnCalendar, Shift

_ONE = timedelta(days=1)
_SOON = 14  # days in which the next change is looked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """What kind of day a date is. `holidays` and `terms`: date → name; `workdays`: weekends on which people work;
    `yearly`: ``10-01`` → name, for years without any holiday of their own.
    """

    holidays: Mapping[date, str]
    workdays: frozenset[date]
    terms: Mapping[date, str]
    yearly: Mapping[str, str] = field(default_factory=dict)

    def kinds(self, day: date) -> set[str]:
        """Every word that a slot may use for `day`. Without any term written down no day is term or vacation."""
        weekday = WEEKDAYS[day.weekday()]
        holiday = bool(self.holiday(day)) and day not in self.workdays
        works = day in self.workdays or (not holiday and day.weekday() < 5)
        kinds = {weekday, *(["holiday"] if holiday else []), *(["workday"] if works else [])}
        return kinds | {"term" if day in self.terms else "vacation"} if self.terms else kinds

    def holiday(self, day: date) -> str:
        """The name of the holiday of `day`, or nothing."""
        if day in self.holidays:
            return self.holidays[day]
        known = any(other.year == day.year for other in self.holidays)
        return "" if known else self.yearly.get(f"{day:%m-%d}", "")


def with_own(shipped: Days, own: OwnCalendar) -> Days:
    """The shipped days under the association's own."""
    holidays = dict(shipped.holidays)
    terms: dict[date, str] = {}
    for spans, into in ((own.holidays, holidays), (own.terms, terms)):
        for span in spans:
            for n in range((span.last - span.first).days + 1):
                into[span.first + n * _ONE] = span.name
    given = {*holidays} - {*shipped.holidays}
    return Days(
        holidays=holidays, workdays=(shipped.workdays - given) | frozenset(own.workdays), terms=terms,
        yearly=shipped.yearly,
    )  # fmt: skip


def on_duty(shifts: Sequence[Shift], days: Days, local: datetime) -> Shift | None:
    """The slot of the town's moment `local`; None when the roster has none."""
    found = [(rank, -i) for i, shift in enumerate(shifts) if (rank := _rank(shift, days, local))]
    return shifts[-max(found)[1]] if found else None


def changes_at(shifts: Sequence[Shift], days: Days, local: datetime) -> datetime | None:
    """When somebody else, or nobody, is on duty after `local`; None when not within two weeks."""
    now = on_duty(shifts, days, local)
    edges = {time.fromisoformat(edge) for shift in shifts if shift.hours for edge in shift.hours} | {time()}
    for n in range(_SOON + 1):
        for edge in sorted(edges):
            at = datetime.combine(local.date() + n * _ONE, edge, tzinfo=local.tzinfo)
            if at > local and on_duty(shifts, days, at) != now:
                return at
    return None


def _rank(shift: Shift, days: Days, local: datetime) -> int:
    """How closely `shift` names this moment; 0 when it is not its time."""
    day = _begun(shift, local)
    if day is None:
        return 0
    if day in shift.dates:
        return 4
    fitting = days.kinds(day) & set(shift.days)
    if fitting:
        return 3 if fitting - set(WEEKDAYS) else 2
    return 1 if not shift.days and not shift.dates else 0


def _begun(shift: Shift, local: datetime) -> date | None:
    """The day on which the slot that covers `local` begins; None when its hours do not cover it."""
    if shift.hours is None:
        return local.date()
    begin, end = (time.fromisoformat(one) for one in shift.hours)
    clock = local.time()
    if begin < end:
        return local.date() if begin <= clock < end else None
    if clock >= begin:
        return local.date()
    return local.date() - _ONE if clock < end else None
