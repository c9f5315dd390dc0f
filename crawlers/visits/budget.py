"""How long one visit may go on. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from model.config import Config, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """The visit ends at `ends`; `kind` is the trouble that says why, `detail` its figure."""

    ends: datetime
    kind: str
    detail: str

    def left(self, now: datetime) -> float:
        """Seconds."""
        return max(0.0, (self.ends - now).total_seconds())


def budget_of(config: Config, source: Source, began: datetime, *, by_hand: bool) -> Budget:
    """`max_time`, or until the source's quiet hours begin; those do not end a visit that somebody asked for."""
    seconds = source.max_time.total_seconds()
    shown = f"{seconds / 60:g} min" if seconds >= 60 else f"{seconds:g} s"
    budget = Budget(ends=began + source.max_time, kind="time-budget", detail=shown)
    quiet = None if by_hand else config.quiet_of(source)
    if quiet is None:
        return budget
    asleep = began if quiet.over(began, config.zone) > began else quiet.next(began, config.zone)
    return Budget(ends=asleep, kind="quiet-began", detail=str(quiet)) if asleep < budget.ends else budget
