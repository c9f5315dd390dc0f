"""The default engine: SnowNLP's Bayes counted on posts, and a hashed scorer of the wording, blended.

Each errs where the other does not: the Bayes knows words, the hashed scorer also their pieces, pairs, emoticons and
punctuation. Measured together and apart in data/weights/posts.md. Both figures stay visible in `Tone.scores`; where
they take different sides, more is needed to take one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from analysis.tone.bayes import WEIGHTS, Bayes
from analysis.tone.features import Rows, hashed, marked
from analysis.tone.judge import Tone
from analysis.tone.logistic import Vector, chance
from analysis.tone.table import evened, read_table
from model.records import Label

BAYES, HASHED = WEIGHTS / "posts-bayes.json.gz", WEIGHTS / "posts-hashed.gz"

# Below this chance of being right nobody is told a direction; and where the two scorers disagree, below this one.
_CLEAR, _CLEAR_IN_DISPUTE = 0.65, 0.8
# A text is called neutral from this chance on, unless its direction is this clear.
_NEUTRAL, _PLAINLY_TONED = 0.5, 0.85


@dataclass(frozen=True, slots=True)
class Reading:
    """What the scorers make of texts, one figure a text; log odds unless said otherwise."""

    rows: Rows
    sentiment: Vector
    neutral: Vector
    scores: dict[str, Vector]  # chances, by the scorer's name


class Posts:
    """Loads in about a tenth of a second. Raises OSError or ValueError when a file cannot be read."""

    def __init__(self, bayes: Path = BAYES, table: Path = HASHED) -> None:
        self._bayes = Bayes(bayes)
        self._table = read_table(table)
        self.name = self._table.name

    def judge(self, texts: Sequence[str], words: Sequence[Sequence[str]]) -> list[Tone]:
        """As `Engine.judge`."""
        return told(self.read(texts, words))

    def read(self, texts: Sequence[str], words: Sequence[Sequence[str]]) -> Reading:
        """The figures behind the judgement."""
        rows, table = hashed(texts, words), self._table
        weighed = np.array([self._bayes.weigh(marked(some)) for some in words]).reshape(-1, 2)
        plain = table.log_odds(rows, "sentiment")
        return Reading(
            rows=rows,
            sentiment=table.line("blend", plain, evened(weighed)),
            neutral=table.line("neutral", table.log_odds(rows, "neutral")),
            scores={
                self._bayes.name: chance(weighed[:, 0]),
                f"{self.name}-hashed": chance(table.line("hashed", plain)),
            },
        )

    def close(self) -> None:
        """Nothing to give back."""


def told(reading: Reading) -> list[Tone]:
    """The judgement that follows from the figures."""
    sentiment, neutral = chance(reading.sentiment), chance(reading.neutral)
    tones = []
    for i, figure in enumerate(sentiment.tolist()):
        scores = {name: float(values[i]) for name, values in reading.scores.items()}
        confidence = max(figure, 1 - figure)
        disputed = len({score >= 0.5 for score in scores.values()}) > 1
        tones.append(Tone(figure, confidence, _label(figure, confidence, float(neutral[i]), disputed), scores))
    return tones


def _label(sentiment: float, confidence: float, neutral: float, disputed: bool) -> Label:
    if neutral >= _NEUTRAL and confidence < _PLAINLY_TONED:
        return Label.NEUTRAL
    if confidence < (_CLEAR_IN_DISPUTE if disputed else _CLEAR):
        return Label.UNCLEAR
    return Label.POSITIVE if sentiment >= 0.5 else Label.NEGATIVE
