"""Plain negative-binomial exceedance with Benjamini–Hochberg over words.

A word's count of threads in 24 hours is compared with its last 28 days: mean and variance by moments, then the
negative-binomial tail. Of all words alive at a tick, those are chosen that keep the false discovery rate below a
limit.
"""

from __future__ import annotations

from collections.abc import Sequence

from analysis.emergence.surprise import surprise
from bench.ablation.counts import Counts, mean_and_variance

_DAYS = 28
_PRIOR = 0.5  # threads, spread over the days: a word never seen has a small rate, not none
_ALMOST_POISSON = 100.0


class NegativeBinomial:
    """`rate`: the false discovery rate."""

    def __init__(self, rate: float) -> None:
        self._rate = rate
        self._chances: dict[str, float] = {}

    def __call__(self, at: int, words: Sequence[str], counts: Counts) -> dict[str, float]:
        for word in words:
            self._chances[word] = 10 ** -tail(len(counts.threads(word)), counts.daily(word, at, _DAYS))
        limit = _step_up(sorted(self._chances.values()), self._rate / max(1, counts.alive()))
        found = {word: -self._chances[word] for word in words if self._chances[word] <= limit}
        self._chances = {word: chance for word, chance in self._chances.items() if counts.threads(word)}
        return found


def tail(seen: int, daily: Sequence[int]) -> float:
    """−log10 of the chance of at least `seen` after such days."""
    _, variance = mean_and_variance(daily)
    mean = (sum(daily) + _PRIOR) / max(1, len(daily))
    shape = mean * mean / (variance - mean) if variance > mean else _ALMOST_POISSON
    return surprise(seen, mean, shape)


def _step_up(chances: Sequence[float], per_rank: float) -> float:
    """The largest chance that Benjamini and Hochberg let pass; `chances` ascending, of the words tested."""
    limit = 0.0
    for rank, chance in enumerate(chances, 1):
        if chance > 0.05:
            break
        if chance <= rank * per_rank:
            limit = chance
    return limit
