"""The weekly rule of sensitivity. Pure: the same decisions give the same move.

Only the threshold of surprise moves (`emergence.surprise`). A topic of level *life* is shown at its first voice and
asks for no surprise, so nothing here can make it less heard.
"""

from __future__ import annotations

from datetime import datetime

from model.config.settings import Sensitivity
from model.sensitivity import Move, Tally, Why

NOISY, USEFUL = 0.3, 0.7
"""Shares of alerts of use: below the first the threshold rises, above the second it falls."""
DEAF = 0.2
"""Share of the decisions that say that something was missed: from here on the threshold falls, noisy or not."""


def moved(tally: Tally, before: float, rules: Sensitivity, now: datetime) -> Move:
    """The move that `tally` comes to, from `before`; it stays within ``rules.most`` of what config.yaml says."""
    why, step = _way(tally, rules)
    after = round(min(max(before + step, -rules.most), rules.most), 4)
    return Move(at=now, before=before, after=after, tally=tally, why=Why.BOUND if step and after == before else why)


def _way(tally: Tally, rules: Sensitivity) -> tuple[Why, float]:
    if tally.decided < rules.verdicts:
        return Why.FEW, 0.0
    if tally.missed >= DEAF * tally.decided:
        return Why.DEAF, -rules.step
    shown = tally.useful + tally.useless
    if tally.useful < NOISY * shown:
        return Why.NOISY, rules.step
    return (Why.USEFUL, -rules.step) if tally.useful > USEFUL * shown else (Why.FINE, 0.0)
