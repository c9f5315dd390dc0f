"""Tone of a post: 0 negative … 1 positive, by SnowNLP's own naive Bayes over jieba words.

The model is the one SnowNLP ships, read from exported counts (data/weights/snownlp-shipped.md): the same figure
as ``snownlp``'s ``Bayes.classify`` on the same words, without importing it. It was trained on shop reviews and is a
weak judge of posts, so every figure carries a confidence that was measured on posts.
"""

from __future__ import annotations

import gzip
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from model.records import Label

SHIPPED = Path(__file__).resolve().parents[2] / "data" / "weights" / "snownlp-shipped.json.gz"

# Chance that the direction is right = 1 / (1 + exp(−(a + b·ln(1 + |log odds|)))), for (negative, positive) figures.
# Fitted on 29,096 labelled posts by bench/sentiment.py; never trusted beyond the best bin that was measured.
_RELIABILITY = ((0.02, 0.56), (-0.06, 0.28))
_MOST_CONFIDENT = 0.8
# Less than this and we say that we do not know.
_CLEAR = 0.57
# Balanced words, and enough of them to call that neutral.
_BALANCED, _ENOUGH_WORDS = 0.5, 4
# Of the letters this share must be Chinese characters, and at most this share Japanese kana.
_LEAST_HAN, _MOST_KANA = 0.2, 0.2


@dataclass(frozen=True, slots=True)
class Tone:
    """`sentiment` is None when there is nothing to read; `confidence` is the chance that the direction is right."""

    sentiment: float | None
    confidence: float
    label: Label
    scores: Mapping[str, float] = field(default_factory=dict)


UNSCORABLE = Tone(None, 0.0, Label.UNSCORABLE)


class Engine(Protocol):
    """Something that rates texts. `name` is recorded with every score."""

    name: str

    def rate(self, text: str, words: Sequence[str]) -> float:
        """The chance that `text`, cut into `words`, is positive."""

    def known(self, words: Sequence[str]) -> int:
        """How many of `words` tell the engine something."""

    def close(self) -> None:
        """Give back what the engine holds."""


class Weights:
    """SnowNLP's Bayes from exported counts: ``log P(pos) − log P(neg)`` is a sum over words."""

    def __init__(self, path: Path = SHIPPED) -> None:
        exported = json.loads(gzip.decompress(path.read_bytes()))
        self.name = str(exported["name"])
        positive, negative = (math.log(total) for total in exported["totals"])
        none = [math.log(count) for count in exported["unseen"]]
        self._prior = positive - negative
        self._unseen = (none[0] - positive) - (none[1] - negative)
        self._odds: dict[str, float] = {
            word: (math.log(pos) - positive) - (math.log(neg) - negative)
            for word, (pos, neg) in exported["words"].items()
        }

    def log_odds(self, words: Sequence[str]) -> float:
        """Natural log of the odds that a text of `words` is positive."""
        return self._prior + math.fsum(self._odds.get(word, self._unseen) for word in words)

    def rate(self, text: str, words: Sequence[str]) -> float:
        """As `Engine.rate`; only the words count."""
        return _chance(self.log_odds(words))

    def known(self, words: Sequence[str]) -> int:
        """How many of `words` the model was trained on."""
        return sum(word in self._odds for word in words)

    def close(self) -> None:
        """Nothing to give back."""


def tone(engine: Engine, text: str, words: Sequence[str]) -> Tone:
    """The tone of `text`; `words` are its words. Without enough Chinese in it: unscorable."""
    if not _readable(words):
        return UNSCORABLE
    sentiment = engine.rate(text, words)
    odds = _log_odds(sentiment)
    a, b = _RELIABILITY[odds > 0]
    confidence = min(max(_chance(a + b * math.log1p(abs(odds))), 0.5), _MOST_CONFIDENT)
    return Tone(sentiment, confidence, _label(odds, confidence, engine.known(words)), {engine.name: sentiment})


def _label(odds: float, confidence: float, known: int) -> Label:
    if known == 0:
        return Label.UNCLEAR
    if abs(odds) < _BALANCED and known >= _ENOUGH_WORDS:
        return Label.NEUTRAL
    if confidence < _CLEAR:
        return Label.UNCLEAR
    return Label.POSITIVE if odds > 0 else Label.NEGATIVE


def _readable(words: Sequence[str]) -> bool:
    """Whether `words` hold Chinese: not only digits, Latin, emoji or another script."""
    letters = [char for word in words for char in word if char.isalpha()]
    han = sum("\u3400" <= char <= "\u9fff" for char in letters)
    kana = sum("\u3040" <= char <= "\u30ff" for char in letters)
    return han > 0 and han >= _LEAST_HAN * len(letters) and kana <= _MOST_KANA * len(letters)


def _chance(log_odds: float) -> float:
    if log_odds >= 0:
        return 1 / (1 + math.exp(-min(log_odds, 700)))
    small = math.exp(max(log_odds, -700))
    return small / (1 + small)


def _log_odds(chance: float) -> float:
    bounded = min(max(chance, 1e-16), 1 - 1e-16)
    return math.log(bounded) - math.log1p(-bounded)
