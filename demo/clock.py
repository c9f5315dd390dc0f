"""A tick for the demo's detector that does not cut its only crawl in two.

The detector moves in ticks at absolute multiples of their length and takes in at each what was fetched before.
In daily life a run in two parts does no harm. The demo reads thirty days in one go, newest threads first; cut in
two, the first part would be a town without a past, in which nothing may alarm yet.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from analysis.emergence.ticks import tick_of
from model.config import Config

_OTHERS = [timedelta(minutes=minutes) for minutes in range(7, 61)]


def undivided(config: Config, started: datetime, ended: datetime) -> Config:
    """`config`, with another tick if one of the configured length fell between `started` and `ended`.

    A crawl so long that any tick cuts it keeps the configured one.
    """
    configured = config.analysis.emergence.tick
    whole = [tick for tick in (configured, *_OTHERS) if tick_of(started, tick) == tick_of(ended, tick)]
    emergence = config.analysis.emergence.model_copy(update={"tick": (whole or [configured])[0]})
    analysis = config.analysis.model_copy(update={"emergence": emergence})
    return config.model_copy(update={"analysis": analysis})
