"""When the demo's analysis looks.

The detector's clock moves in ticks at absolute multiples of their length, and a post counts from the next tick
on: in daily life the next run finds it. The demo cannot wait ten minutes, and a crawl cut in two by a tick would
show the detector half a town. So the demo takes a tick of another length, of which none falls into the crawl and
the next one comes right after it.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from analysis.emergence.ticks import tick_of
from model.config import Config

_SHORTEST, _LONGEST = 300, 3600  # seconds


def after_crawl(config: Config, started: datetime, ended: datetime) -> tuple[Config, datetime]:
    """`config` with such a tick, and the moment of that tick: `ended`, rounded up by a second or two at most."""
    lengths = [timedelta(seconds=seconds) for seconds in range(_SHORTEST, _LONGEST)]
    whole = [tick for tick in lengths if tick_of(started, tick) == tick_of(ended, tick)]
    tick = min(whole or lengths, key=lambda tick: tick_of(ended, tick))
    emergence = config.analysis.emergence.model_copy(update={"tick": tick})
    analysis = config.analysis.model_copy(update={"emergence": emergence})
    moment = datetime.fromtimestamp(tick_of(ended, tick), UTC)
    return config.model_copy(update={"analysis": analysis}), max(moment, ended)
