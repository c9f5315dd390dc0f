"""An association's own weights: what its labelled posts add to the default engine.

The default engine knows a hundred thousand posts and an association labels a few hundred, so its posts correct the
default instead of replacing it: a regression whose starting point is what the default already says.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from analysis.tone.features import DIMENSIONS
from analysis.tone.judge import Tone
from analysis.tone.logistic import Fitted, Vector, chance, fit, line_fit, log_odds
from analysis.tone.posts import Posts, Reading, told
from analysis.tone.table import Table, put, read_table, rounded, write_table

NAME = "own-1"
_SENTIMENT, _NEUTRAL = "sentiment", "neutral"
_HEADS = (_SENTIMENT, _NEUTRAL)
# A few hundred posts may move the weights of a hundred thousand only so far.
_STRENGTH = 0.3
POSITIVE, NEGATIVE, NEUTRAL = 1, 0, 2


class Own:
    """The default engine corrected by the weights at `path`. Raises OSError or ValueError."""

    def __init__(self, path: Path) -> None:
        self._posts = Posts()
        self._table = read_table(path)
        if self._table.name != NAME or set(self._table.heads) != set(_HEADS):
            raise ValueError(f"{path}: not written by huisheng train")
        self.name = f"{self._posts.name}+{self._table.name}"

    def judge(self, texts: Sequence[str], words: Sequence[Sequence[str]]) -> list[Tone]:
        """As `Engine.judge`; the default's figure stays visible among the scores."""
        reading = self._posts.read(texts, words)
        return told(corrected(reading, self._table, self._posts.name))

    def close(self) -> None:
        """Nothing to give back."""


def corrected(reading: Reading, table: Table, default: str) -> Reading:
    """`reading` with what the own weights add."""
    return replace(
        reading,
        sentiment=table.line(_SENTIMENT, reading.sentiment, table.log_odds(reading.rows, _SENTIMENT)),
        neutral=table.line(_NEUTRAL, reading.neutral, table.log_odds(reading.rows, _NEUTRAL)),
        scores={**reading.scores, default: chance(reading.sentiment)},
    )


@dataclass(frozen=True, slots=True)
class Trial:
    """One fold: posts with a side that were judged, and how many of them right, by the default and by the own."""

    posts: int
    default: int
    own: int


def trained(
    reading: Reading, labels: NDArray[np.int64], fold: NDArray[np.int64], tell: Callable[[int], None]
) -> tuple[Table, list[Trial]]:
    """Own weights from labelled posts, and how they do in each fold of posts that they have not seen.

    `tell` is called with the number of folds done.
    """
    trials, number, unseen = [], int(np.max(fold)) + 1, np.zeros(len(labels))
    for out in range(number):
        seen, rest = np.flatnonzero(fold != out), np.flatnonzero((fold == out) & (labels != NEUTRAL))
        head = _fitted(reading, labels, seen, _SENTIMENT)
        own = reading.sentiment[rest] + log_odds(reading.rows.take(rest), head.weights, head.intercept)
        unseen[rest] = own
        side = labels[rest] == POSITIVE
        trials.append(Trial(len(rest), _right(reading.sentiment[rest], side), _right(own, side)))
        tell(out + 1)
    everything = np.arange(len(labels))
    heads = {name: rounded(_fitted(reading, labels, everything, name)) for name in _HEADS}
    return Table(NAME, heads, {_SENTIMENT: _honest(unseen, labels), _NEUTRAL: (0.0, 1.0, 1.0)}), trials


def _right(odds: Vector, side: NDArray[np.bool_]) -> int:
    return int(((odds >= 0) == side).sum())


def _honest(odds: Vector, labels: NDArray[np.int64]) -> tuple[float, float, float]:
    """How far log odds may be believed, from posts that were not fitted: never more than they say themselves."""
    sided = labels != NEUTRAL
    fitted = line_fit(odds[sided][:, None], labels[sided] == POSITIVE, np.ones(sided.sum()))
    slope = round(min(max(float(fitted[0]), 0.1), 1.0), 4)
    return 0.0, slope, slope


def _fitted(reading: Reading, labels: NDArray[np.int64], seen: NDArray[np.int64], name: str) -> Fitted:
    """What the posts `seen` add to the default's log odds of `name`."""
    if name == _SENTIMENT:
        seen, target, before = seen[labels[seen] != NEUTRAL], labels == POSITIVE, reading.sentiment
    else:
        target, before = labels == NEUTRAL, reading.neutral
    if len(np.unique(target[seen])) < 2:  # nothing to tell apart: nothing to add
        return Fitted(np.zeros(DIMENSIONS), 0.0)
    return fit(
        reading.rows.take(seen), target[seen].astype(float), np.ones(len(seen)), dimensions=DIMENSIONS,
        strength=_STRENGTH, before=before[seen],
    )  # fmt: skip


def save(path: Path, table: Table) -> Path | None:
    """Put `table` at `path`, whole or not at all, and keep what stood there; returns where. Raises OSError."""
    kept = previous(path) if path.exists() else None
    if kept is not None:
        put(kept, path.read_bytes())
    write_table(path, table)
    return kept


def go_back(path: Path) -> None:
    """Exchange the weights at `path` and those before them. Raises OSError; killed anywhere, both still exist."""
    kept = previous(path)
    aside = kept.with_suffix(".aside")
    put(aside, path.read_bytes())
    kept.replace(path)
    aside.replace(kept)


def previous(path: Path) -> Path:
    """Where the weights before those at `path` are kept."""
    return path.with_name(f"{path.name}.previous")
