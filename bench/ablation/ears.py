"""EARS C2, as in syndromic surveillance: a count against mean and deviation of seven days, two left out."""

from __future__ import annotations

from collections.abc import Sequence

from bench.ablation.counts import Counts, mean_and_variance

_DAYS, _GUARD = 7, 2
_LEAST_DEVIATION = 0.5  # threads; most words have none for a week


class Ears:
    """`limit`: standard deviations above the mean (3 in the original)."""

    def __init__(self, limit: float) -> None:
        self._limit = limit

    def __call__(self, at: int, words: Sequence[str], counts: Counts) -> dict[str, float]:
        found = {}
        for word in words:
            mean, variance = mean_and_variance(counts.daily(word, at, _DAYS, _GUARD))
            excess = (len(counts.threads(word)) - mean) / max(variance**0.5, _LEAST_DEVIATION)
            if excess > self._limit:
                found[word] = excess
        return found
