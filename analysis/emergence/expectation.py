"""How often a feature would turn up in a usual 24 hours of as many threads as now.

Counting per thread alive, not per day, absorbs the burst after an outage and the quiet of a night.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from analysis.emergence.baseline import Baseline
from analysis.emergence.wording import LENGTHS

_PRIOR_VOTES, _PRIOR_THREADS = 0.5, 20
_FEWEST_THREADS = 30  # a window with fewer threads says nothing about its own volume


def is_gram(feature: str) -> bool:
    """Whether a feature is a piece of wording (three Han characters); a word of that shape counts as one too."""
    return len(feature) in LENGTHS and all("\u3400" <= char <= "\u9fff" for char in feature)


class Usual:
    """What is expected of each feature at one moment; asks the baseline for many at once, and once for each."""

    def __init__(self, baseline: Baseline, day: int, threads: int) -> None:
        self._baseline = baseline
        self._day = day
        self._scale = max(threads, _FEWEST_THREADS)
        self._past = baseline.threads(day)
        self._known: dict[str, float] = {}
        self._new: set[str] = set()

    def learn(self, features: Collection[str]) -> None:
        """Look up those not yet known."""
        new = {feature for feature in features if feature not in self._known}
        pieces = {feature for feature in new if is_gram(feature)}
        words, grams = self._past
        self._known.update(self._rates(pieces, self._baseline.grams(pieces, self._day), grams))
        self._known.update(self._rates(new - pieces, self._baseline.words(new - pieces, self._day), words))

    def _rates(self, features: Collection[str], votes: Mapping[str, int], threads: int) -> dict[str, float]:
        self._new.update(feature for feature in features if not votes.get(feature))
        per_vote = self._scale / (threads + _PRIOR_THREADS)
        return {feature: (votes.get(feature, 0) + _PRIOR_VOTES) * per_vote for feature in features}

    def __getitem__(self, feature: str) -> float:
        """Expected number of threads; the feature must have been learnt."""
        return self._known[feature]

    def new(self, feature: str) -> bool:
        """Whether nobody wrote the feature before the last 24 hours; it must have been learnt."""
        return feature in self._new
