"""How sensitive the program is: a threshold that moves a little, once a week, by what people have decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Why(StrEnum):
    """Why the threshold moved, or did not."""

    FEW = "few"  # too few decisions
    NOISY = "noisy"  # most alerts were of no use: up
    DEAF = "deaf"  # too much was missed: down
    USEFUL = "useful"  # nearly all were of use: down
    FINE = "fine"  # in between
    BOUND = "bound"  # it would, but it is at its bound
    UNDONE = "undone"  # a person took the last move back
    RESET = "reset"  # a person set it to what config.yaml says


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What people decided since the threshold moved last. Alerts about danger to life are not counted."""

    useful: int
    useless: int
    missed: int

    @property
    def decided(self) -> int:
        """Verdicts in all."""
        return self.useful + self.useless + self.missed


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One look at the threshold: how far it was from that of config.yaml, how far it is now, and why."""

    at: datetime
    before: float
    after: float
    tally: Tally
    why: Why
    id: int = 0  # 0: not stored yet

    @property
    def moved(self) -> bool:
        """Whether anything changed."""
        return self.before != self.after
