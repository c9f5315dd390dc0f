"""The engines of SnowNLP's own model, trained on shop reviews: a weak judge of posts, so its confidence is bounded.

`Shipped` reads the exported counts (data/weights/snownlp-shipped.md) and is all MIT; `judged` is shared with the
engine that runs the library itself.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

from analysis.tone.bayes import WEIGHTS, Bayes
from analysis.tone.judge import Tone, chance
from model.records import Label

SHIPPED = WEIGHTS / "snownlp-shipped.json.gz"

# Chance that the direction is right = 1 / (1 + exp(−(a + b·ln(1 + |log odds|)))), for (negative, positive) figures.
# Fitted on 29,096 labelled posts; never trusted beyond the best bin that was measured.
_RELIABILITY = ((0.02, 0.56), (-0.06, 0.28))
_MOST_CONFIDENT = 0.8
# Less than this and we say that we do not know.
_CLEAR = 0.57
# Balanced words, and enough of them to call that neutral.
_BALANCED, _ENOUGH_WORDS = 0.5, 4


class Shipped:
    """SnowNLP's shipped model from a file."""

    def __init__(self, path: Path = SHIPPED) -> None:
        self._bayes = Bayes(path)
        self.name = self._bayes.name

    def judge(self, texts: Sequence[str], words: Sequence[Sequence[str]]) -> list[Tone]:
        """As `Engine.judge`; only the words count."""
        bayes = self._bayes
        return [judged(self.name, bayes.rate(some), bayes.weigh(some)[1]) for some in words]

    def close(self) -> None:
        """Nothing to give back."""


def judged(name: str, sentiment: float, known: int) -> Tone:
    """What may be made of SnowNLP's figure for a text of which it knew `known` words."""
    bounded = min(max(sentiment, 1e-16), 1 - 1e-16)
    odds = math.log(bounded) - math.log1p(-bounded)
    a, b = _RELIABILITY[odds > 0]
    confidence = min(max(chance(a + b * math.log1p(abs(odds))), 0.5), _MOST_CONFIDENT)
    return Tone(sentiment, confidence, _label(odds, confidence, known), {name: sentiment})


def _label(odds: float, confidence: float, known: int) -> Label:
    if known == 0:
        return Label.UNCLEAR
    if abs(odds) < _BALANCED and known >= _ENOUGH_WORDS:
        return Label.NEUTRAL
    if confidence < _CLEAR:
        return Label.UNCLEAR
    return Label.POSITIVE if odds > 0 else Label.NEGATIVE
