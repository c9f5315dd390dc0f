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
from numpy.typing import NDArray

from analysis.tone.bayes import WEIGHTS, Bayes
from analysis.tone.features import Rows, hashed_with
from analysis.tone.judge import Tone
from analysis.tone.logistic import Vector, chance
from analysis.tone.marked import MarkedBayes
from analysis.tone.numbers import numbered
from analysis.tone.table import evened, read_table
from model.records import Label

BAYES, HASHED = WEIGHTS / "posts-bayes.json.gz", WEIGHTS / "posts-hashed.gz"

# Below this chance of being right nobody is told a direction; and where the two scorers disagree, below this one.
_CLEAR, _CLEAR_IN_DISPUTE = 0.65, 0.8
# A text is called neutral from this chance on, unless its direction is this clear.
_NEUTRAL, _PLAINLY_TONED = 0.5, 0.85

_LABELS = (Label.NEGATIVE, Label.POSITIVE, Label.NEUTRAL, Label.UNCLEAR)


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
        counts = Bayes(bayes)
        self._bayes, self._bayes_name = MarkedBayes(counts), counts.name
        self._table = read_table(table)
        self.name = self._table.name

    def judge(self, texts: Sequence[str], words: Sequence[Sequence[str]]) -> list[Tone]:
        """As `Engine.judge`."""
        return told(self.read(texts, words))

    def read(self, texts: Sequence[str], words: Sequence[Sequence[str]]) -> Reading:
        """The figures behind the judgement."""
        some = numbered(words)
        rows, table = hashed_with(texts, some), self._table
        weighed = self._bayes.weigh(some)
        plain = table.log_odds(rows, "sentiment")
        return Reading(
            rows=rows,
            sentiment=table.line("blend", plain, evened(weighed)),
            neutral=table.line("neutral", table.log_odds(rows, "neutral")),
            scores={
                self._bayes_name: chance(weighed[:, 0]),
                f"{self.name}-hashed": chance(table.line("hashed", plain)),
            },
        )

    def close(self) -> None:
        """Nothing to give back."""


def told(reading: Reading) -> list[Tone]:
    """The judgement that follows from the figures."""
    sentiment, neutral = chance(reading.sentiment), chance(reading.neutral)
    confidence = np.maximum(sentiment, 1 - sentiment)
    positive = np.array([figures >= 0.5 for figures in reading.scores.values()])
    disputed: NDArray[np.bool_] = np.logical_or.reduce(positive) & ~np.logical_and.reduce(positive)
    labels = _labels(sentiment, confidence, neutral, disputed)
    names, columns = tuple(reading.scores), [figures.tolist() for figures in reading.scores.values()]
    return [
        Tone(figure, sure, label, dict(zip(names, scores, strict=True)))
        for figure, sure, label, scores in zip(
            sentiment.tolist(), confidence.tolist(), labels, zip(*columns, strict=True), strict=True
        )
    ]


def _labels(sentiment: Vector, confidence: Vector, neutral: Vector, disputed: NDArray[np.bool_]) -> list[Label]:
    side = np.where(sentiment >= 0.5, _LABELS.index(Label.POSITIVE), _LABELS.index(Label.NEGATIVE))
    clear = confidence >= np.where(disputed, _CLEAR_IN_DISPUTE, _CLEAR)
    found = np.where(clear, side, _LABELS.index(Label.UNCLEAR))
    flat = (neutral >= _NEUTRAL) & (confidence < _PLAINLY_TONED)
    return [_LABELS[i] for i in np.where(flat, _LABELS.index(Label.NEUTRAL), found).tolist()]
