"""A z-score against exponentially weighted mean and variance of the daily counts."""

from __future__ import annotations

from collections.abc import Sequence

from bench.ablation.counts import Counts

_DAYS = 28
_LEAST_DEVIATION = 0.5


class Ewma:
    """`weight` of the newest day, 0 … 1; `limit` in standard deviations."""

    def __init__(self, weight: float, limit: float) -> None:
        self._weight = weight
        self._limit = limit

    def __call__(self, at: int, words: Sequence[str], counts: Counts) -> dict[str, float]:
        found = {}
        for word in words:
            mean, deviation = self._usual(counts.daily(word, at, _DAYS))
            excess = (len(counts.threads(word)) - mean) / max(deviation, _LEAST_DEVIATION)
            if excess > self._limit:
                found[word] = excess
        return found

    def _usual(self, daily: Sequence[int]) -> tuple[float, float]:
        mean = variance = 0.0
        for i, count in enumerate(daily):
            weight = max(self._weight, 1 / (i + 1))  # the first days count alike
            step = count - mean
            mean += weight * step
            variance = (1 - weight) * (variance + weight * step * step)
        return mean, variance**0.5
