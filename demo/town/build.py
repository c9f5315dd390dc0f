"""A seed and a moment in, a town out."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from random import Random

from demo.records import Thread, Town
from demo.town import columns, everyday, greetings, lookalikes, stories
from demo.town.texts import texts
from demo.town.writer import Writer

DAYS = 30


def build(seed: int, end: datetime) -> Town:
    """Thirty days of talk up to `end` (aware; seconds are dropped). The same arguments give the same town."""
    if end.tzinfo is None:
        raise ValueError("the end of the town needs a time zone")
    random = Random(f"town {seed}")  # noqa: S311 — invents small talk; nothing is kept secret with it
    writer = Writer(random, texts(), end.replace(second=0, microsecond=0))
    threads = [
        *everyday.write(writer, DAYS),
        *greetings.write(writer, DAYS),
        *lookalikes.write(writer),
        *stories.write(writer),
        *columns.write(writer, DAYS),
    ]
    return Town(seed=seed, end=writer.end, threads=_numbered(threads))


def _numbered(threads: list[Thread]) -> tuple[Thread, ...]:
    """Oldest first, with post numbers in the order of time, as a site hands them out."""
    threads = sorted(threads, key=lambda thread: (thread.opened_at, thread.key))
    order = sorted((entry.at, t, e) for t, thread in enumerate(threads) for e, entry in enumerate(thread.entries))
    keys = {(t, e): 300_001 + number for number, (_, t, e) in enumerate(order)}
    return tuple(
        replace(
            thread,
            key=20_001 + t,
            entries=tuple(replace(entry, key=keys[t, e]) for e, entry in enumerate(thread.entries)),
        )
        for t, thread in enumerate(threads)
    )
