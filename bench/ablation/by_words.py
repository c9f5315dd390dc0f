"""The baselines that count words, side by side: the counting is shared, each rule says which words stand out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from bench.ablation.counts import Counts, day_of
from bench.ablation.stream import Tick
from bench.ablation.telling import FEWEST_THREADS, Alert, Telling

Key = tuple[str, str]
"""A baseline and its setting."""
LEARNING = 21  # days without alarms, as for our detector


class Rule(Protocol):
    """Which of `words` stand out at the moment `at`, and how much. They are in at least three threads each."""

    def __call__(self, at: int, words: Sequence[str], counts: Counts) -> dict[str, float]: ...


def alerts_by_words(ticks: Sequence[Tick], rules: Mapping[Key, Rule]) -> dict[Key, list[Alert]]:
    """The alerts of each rule over a whole stream."""
    counts = Counts()
    telling = {name: Telling(counts) for name in rules}
    told: dict[Key, list[Alert]] = {name: [] for name in rules}
    for tick in ticks:
        words = counts.advance(tick.at, tick.posts)
        if day_of(tick.at) - (counts.first_day or 0) < LEARNING:
            continue
        enough = [word for word in words if len(counts.threads(word)) >= FEWEST_THREADS]
        for name, rule in rules.items():
            told[name] += telling[name].tell(tick.at, rule(tick.at, enough, counts))
    return told
