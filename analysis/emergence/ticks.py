"""The detector's clock: absolute multiples of the tick, so that it does not matter when a run happens."""

from __future__ import annotations

from datetime import datetime, timedelta


def tick_of(moment: datetime, tick: timedelta) -> int:
    """The first tick at or after `moment`, in seconds since 1970: when something fetched then becomes visible."""
    step = max(1, int(tick.total_seconds()))
    return -(-int(moment.timestamp()) // step) * step
