"""When people are told: grouping, inhibition and silences, in the words of Prometheus' Alertmanager."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from model.catalogue import both
from model.config.base import Clock, Duration, Settings, Word


class Silence(Settings):
    """Something that needs no message for a while, such as a power cut that was announced."""

    topic: str = Field(default="", max_length=40)
    words: list[Word] = Field(default=[], max_length=50)
    until: date
    why: str = Field(default="", max_length=200)

    @model_validator(mode="after")
    def _of_something(self) -> Silence:
        if not self.topic and not self.words:
            raise ValueError(both("config.silence_of_nothing"))
        return self


def _two_moments(value: tuple[str, str]) -> tuple[str, str]:
    if value[0] == value[1]:
        raise ValueError(both("config.quiet_all_day"))
    return value


QuietHours = Annotated[tuple[Clock, Clock], AfterValidator(_two_moments)]


class Grouping(Settings):
    """How alerts are put together into messages."""

    group_wait: Duration = timedelta(0)
    group_interval: Duration = timedelta(minutes=5)
    repeat_interval: Duration = timedelta(hours=4)
    inhibit: bool = True
    quiet_hours: QuietHours | None = None
    silences: list[Silence] = Field(default=[], max_length=200)
