"""The figures of a judge: right, ranked right, sure and right, and as sure as it should be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.tone.interval import wilson
from analysis.tone.logistic import Vector

_SUREST, _BINS = 0.6, 10
HEADER = f"{'set':<28}{'posts':>7} {'right':>6} {'95 %':>13} {'folds':>13} {'AUC':>6} {'surest':>7} {'ECE':>6}"


@dataclass(frozen=True, slots=True)
class Figures:
    """Of posts with a side. A missing figure counts as wrong and as 0.5 elsewhere."""

    posts: int
    right: float
    low: float
    high: float
    auc: float
    surest: float
    error: float

    def line(self, name: str, spread: str = "") -> str:
        """One row under `HEADER`."""
        between = f"{self.low:.3f}–{self.high:.3f}"
        return (
            f"{name:<28}{self.posts:>7} {self.right:>6.4f} {between:>13} {spread:>13} {self.auc:>6.3f} "
            f"{self.surest:>7.3f} {self.error:>6.3f}"
        )


def figures(chances: Vector, positive: NDArray[np.bool_]) -> Figures:
    """The figures of `chances` (NaN: no figure) of posts that are `positive` or not."""
    right = np.where(np.isnan(chances), False, (chances >= 0.5) == positive)
    filled = np.where(np.isnan(chances), 0.5, chances)
    surest = np.argsort(-np.abs(filled - 0.5), kind="stable")[: round(_SUREST * len(filled))]
    low, high = wilson(int(right.sum()), len(right))
    return Figures(
        len(right), right.mean(), low, high, auc(filled, positive), right[surest].mean(), error(filled, positive)
    )  # fmt: skip


def auc(chances: Vector, positive: NDArray[np.bool_]) -> float:
    """The chance that a positive post has a higher figure than a negative one; equal figures count half."""
    _, place, counts = np.unique(chances, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[place]
    many = int(positive.sum())
    return float((ranks[positive].sum() - many * (many + 1) / 2) / max(many * (len(positive) - many), 1))


def error(chances: Vector, positive: NDArray[np.bool_]) -> float:
    """Expected calibration error over ten equal bins."""
    bins = np.minimum((chances * _BINS).astype(int), _BINS - 1)
    parts = [(bins == i) for i in range(_BINS)]
    return float(sum(abs(chances[p].mean() - positive[p].mean()) * p.mean() for p in parts if p.any()))


def spread(chances: Vector, positive: NDArray[np.bool_], fold: NDArray[np.int64]) -> str:
    """The least and the most right of any fold."""
    shares: Sequence[float] = [
        float(((chances[fold == i] >= 0.5) == positive[fold == i]).mean()) for i in np.unique(fold)
    ]
    return f"{min(shares):.3f}–{max(shares):.3f}"
