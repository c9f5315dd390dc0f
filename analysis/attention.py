"""Moves the sensitivity once a week and applies it; part of the stage (analysis/run.py)."""

from __future__ import annotations

from datetime import datetime, timedelta

from analysis.emergence.sensitivity import moved
from model.config import Config
from store import sensitivity
from store.database import Store

_WEEK = timedelta(days=7)


def attentive(store: Store, config: Config, now: datetime) -> Config:
    """`config` with the threshold as people's decisions have moved it; in the first run of a week it moves.

    A week begins on Monday in the town. Without any decision ever nothing is written and nothing moves.
    """
    rules = config.analysis.emergence.sensitivity
    last = sensitivity.last(store)
    with store.writing():
        if rules.weekly and _due(config, last.at if last else None, now):
            tally = sensitivity.tally(store, now)
            if last is not None or tally.decided:
                last = sensitivity.add(store, moved(tally, last.after if last else 0.0, rules, now))
    offset = min(max(last.after if last else 0.0, -rules.most), rules.most)
    return with_offset(config, offset)


def with_offset(config: Config, offset: float) -> Config:
    """`config` with a threshold higher by `offset`; never below a tenth of what it says."""
    if not offset:
        return config
    emergence = config.analysis.emergence
    surprise = max(emergence.surprise + offset, emergence.surprise / 10)
    changed = emergence.model_copy(update={"surprise": round(surprise, 4)})
    return config.model_copy(update={"analysis": config.analysis.model_copy(update={"emergence": changed})})


def _due(config: Config, last: datetime | None, now: datetime) -> bool:
    """Whether this week has had no look yet; a clock set back moves nothing twice."""
    return last is None or _monday(config, last) < _monday(config, now)


def _monday(config: Config, at: datetime) -> int:
    return (at.astimezone(config.zone).date().toordinal() - 1) // _WEEK.days
