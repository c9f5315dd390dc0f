"""Every program behind a figure, and every figure with a floor: one line for one more.

A program goes into `PROGRAMS` and is run by `make bench`. A figure that needs no shared data and takes seconds also
goes into `MEASURES`: a function that gives figures by name, `up` where more is better and `down` where less is.
Never times: they say how busy the machine is.
"""

from __future__ import annotations

from collections.abc import Callable

from bench.floors import invented, measures
from bench.floors.figure import Figure

PROGRAMS = (
    "bench.floors",
    "bench.speed",
    "bench.distress",
    "bench.persons",
    "bench.cues",
    "bench.facts",
    "bench.duplicates",
    "bench.towns",
    "bench.replay",
    "bench.sentiment",
    "bench.articles",
    "bench.crawl",
)

MEASURES: tuple[Callable[[], dict[str, Figure]], ...] = (
    measures.distress,
    measures.places,
    measures.tone,
    measures.towns,
    measures.words,
    measures.size,
    invented.persons,
    invented.cues,
    invented.copies,
    invented.facts,
)
