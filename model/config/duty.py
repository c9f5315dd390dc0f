"""The duty roster 值班表: who is told first, and who when nobody takes an alert."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from model.catalogue import both
from model.config.base import Clock, Filled, Name, PositiveDuration, Settings, form, shaped
from model.verdicts import CODE

Code = Annotated[str, AfterValidator(shaped(CODE.pattern, "config.duty_code")), form(CODE.pattern)]
DayKind = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun", "workday", "holiday", "term", "vacation"]
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Shift(Settings):
    """A slot of the roster."""

    days: list[DayKind] = Field(default=[], max_length=11)
    dates: list[date] = Field(default=[], max_length=200)
    hours: tuple[Clock, Clock] | None = None
    codes: list[Code] = Field(default=[], max_length=10)
    channels: list[Name] = Field(min_length=1, max_length=20)
    note: str = Field(default="", max_length=500)


class Span(Settings):
    """Some days with a name, both ends included."""

    name: Filled
    first: date
    last: date

    @model_validator(mode="after")
    def _forward(self) -> Span:
        if self.last < self.first:
            raise ValueError(both("config.span"))
        return self


class OwnCalendar(Settings):
    """The association's own days, beside data/calendar/."""

    holidays: list[Span] = Field(default=[], max_length=200)
    workdays: list[date] = Field(default=[], max_length=200)
    terms: list[Span] = Field(default=[], max_length=50)


class Duty(Settings):
    """Who is told of a new alert, and what happens when nobody takes it."""

    shifts: list[Shift] = Field(default=[], max_length=100)
    second: list[Name] = Field(default=[], max_length=20)
    wait: PositiveDuration = timedelta(minutes=30)
    calendar: OwnCalendar = OwnCalendar()

    @property
    def channels(self) -> set[str]:
        """Every channel that the roster names."""
        return {*self.second, *(name for shift in self.shifts for name in shift.channels)}
