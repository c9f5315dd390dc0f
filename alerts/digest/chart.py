"""A small bar chart made of table cells, which every mail client can draw, and the same in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from alerts.digest.hourly import chart_start
from alerts.digest.words import Words

HEIGHT = 44
_LOWEST = 5  # one thread must be seen beside a hundred
_LABEL_EVERY = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """`bars`: pixels, 0 where nobody spoke. `labels`: the hour at which each quarter of the chart begins."""

    bars: tuple[int, ...]
    labels: tuple[str, ...]
    top: int
    text: str


def draw(counts: Sequence[int], words: Words, until: datetime) -> Chart | None:
    """The chart of 24 figures; None when nobody spoke in these hours."""
    top = max(counts, default=0)
    if not top:
        return None
    start = chart_start(until, words.config.zone)
    hours = [start + timedelta(hours=number) for number in range(len(counts))]
    busiest = hours[list(counts).index(top)]
    return Chart(
        bars=tuple(max(_LOWEST, round(HEIGHT * count / top)) if count else 0 for count in counts),
        labels=tuple(f"{hour:%H:%M}" for hour in hours[::_LABEL_EVERY]),
        top=top,
        text=words.say("chart", top=top, when=words.at(busiest), hours=len(counts)),
    )
