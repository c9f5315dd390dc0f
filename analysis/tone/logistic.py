"""Logistic regression over rows of features, each scaled by how much it speaks for a side. numpy only.

Scaling by the log ratio of counts: Wang and Manning, Baselines and Bigrams (2012). Minimised by L-BFGS (Nocedal and
Wright, Numerical Optimization, algorithm 7.4); no randomness, so the same posts give the same weights.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.tone.features import Rows

Vector = NDArray[np.float64]
# Finished when so many steps in a row gain less than this share.
_IDLE, _ENOUGH = 3, 3e-4
_MEMORY, _SHORTEST_STEP = 8, 1e-6


@dataclass(frozen=True, slots=True)
class Fitted:
    """``intercept + sum(weights of a text's features) / sqrt(their number)`` is the log odds of the class 1."""

    weights: Vector
    intercept: float


def fit(
    rows: Rows, classes: Vector, trust: Vector, *, dimensions: int, strength: float = 4.0, least: int = 2,
    steps: int = 40, before: Vector | None = None,
) -> Fitted:  # fmt: skip
    """Weights for `classes` (0 or 1) of texts that count as `trust` says; features of under `least` texts get none.

    `strength`: how freely weights may move, the inverse of the penalty. `before`: log odds that are already known
    of each text; what is fitted comes on top.
    """
    columns = np.flatnonzero(np.bincount(rows.features, minlength=dimensions) >= least)
    system = _system(rows, columns, dimensions)
    ratio = np.abs(_log_ratio(system, classes, trust))
    known = np.zeros(len(rows)) if before is None else before
    even = _evening(system, ratio, trust, strength)

    def loss(point: Vector) -> tuple[float, Vector]:
        weights, intercept = (point * even)[:-1], (point * even)[-1]
        odds = known + system.odds(weights * ratio) + intercept
        miss = trust * (chance(odds) - classes)
        value = np.sum(trust * (np.logaddexp(0, odds) - classes * odds)) + weights @ weights / (2 * strength)
        slope = system.pulls(miss) * ratio + weights / strength
        return float(value), np.concatenate([slope, [miss.sum()]]) * even

    point = _minimise(loss, len(columns) + 1, steps) * even
    weights = np.zeros(dimensions)
    weights[columns] = point[:-1] * ratio
    return Fitted(weights, float(point[-1]))


def log_odds(rows: Rows, weights: NDArray[np.float64] | NDArray[np.float16], intercept: float) -> Vector:
    """The log odds of each text; `intercept` for a text without features."""
    features = weights.take(rows.features.astype(np.intp)).astype(np.float64)  # twice as fast as by smaller numbers
    sums = np.add.reduceat(np.append(features, 0.0), rows.starts[:-1]) if len(rows) else np.zeros(0)
    sizes = rows.sizes
    odds: Vector = np.where(sizes > 0, sums, 0.0) / np.sqrt(np.maximum(sizes, 1)) + intercept
    return odds


def chance(odds: Vector) -> Vector:
    """Log odds as chances."""
    chances: Vector = 1 / (1 + np.exp(-np.clip(odds, -500, 500)))
    return chances


def line_fit(design: Vector, target: NDArray[np.bool_], trust: Vector) -> Vector:
    """Logistic regression on a few columns by Newton's method."""
    weights = np.zeros(design.shape[1])
    for _ in range(50):
        found = chance(design @ weights)
        curve = design.T @ (design * (trust * found * (1 - found))[:, None])
        weights += np.linalg.solve(curve, design.T @ (trust * (target - found)))
    return weights


@dataclass(frozen=True, slots=True)
class _System:
    """The design matrix: 1/sqrt(features of the text) in each place."""

    features: NDArray[np.int64]
    rows: NDArray[np.int64]
    scale: Vector
    number: int

    def odds(self, weights: Vector) -> Vector:
        return np.bincount(self.rows, weights=weights[self.features], minlength=len(self.scale)) * self.scale

    def pulls(self, miss: Vector) -> Vector:
        pulls: Vector = np.bincount(self.features, (miss * self.scale)[self.rows], self.number).astype(float)
        return pulls


def _system(rows: Rows, columns: NDArray[np.int64], dimensions: int) -> _System:
    place = np.full(dimensions, -1)
    place[columns] = np.arange(len(columns))
    features = place[rows.features]
    owners = np.repeat(np.arange(len(rows)), rows.sizes)
    kept = features >= 0
    return _System(features[kept], owners[kept], 1 / np.sqrt(np.maximum(rows.sizes, 1)), len(columns))


def _log_ratio(system: _System, classes: Vector, trust: Vector) -> Vector:
    """Log of how much more often each feature stands in texts of class 1 than of class 0, counts plus one."""

    def counted(weights: Vector) -> Vector:
        return 1 + np.bincount(system.features, weights[system.rows], system.number).astype(float)

    positive, negative = counted(trust * classes), counted(trust * (1 - classes))
    ratio: Vector = np.log(positive / positive.sum()) - np.log(negative / negative.sum())
    return ratio


def _evening(system: _System, ratio: Vector, trust: Vector, strength: float) -> Vector:
    """What to multiply each unknown by so that the loss bends alike along all of them."""
    bends = system.pulls(trust * system.scale / 4) * ratio**2 + 1 / strength
    even: Vector = 1 / np.sqrt(np.concatenate([bends, [trust.sum() / 4]]))
    return even


def _minimise(loss: Callable[[Vector], tuple[float, Vector]], size: int, steps: int) -> Vector:
    point = np.zeros(size)
    value, slope = loss(point)
    moves: list[tuple[Vector, Vector]] = []
    idle = 0
    for _ in range(steps):
        way = _direction(slope, moves)
        step, (new_value, new_slope) = _search(loss, point, value, slope, way)
        move, turn = step * way, new_slope - slope
        gained, point, value, slope = value - new_value, point + move, new_value, new_slope
        if move @ turn > 0:
            moves = [*moves[-_MEMORY + 1 :], (move, turn)]
        idle = idle + 1 if gained <= _ENOUGH * abs(value) else 0
        if idle == _IDLE:
            break
    return point


def _direction(slope: Vector, moves: list[tuple[Vector, Vector]]) -> Vector:
    if not moves:
        return -slope / max(float(np.linalg.norm(slope)), 1e-12)
    way, shares = -slope, []
    for move, turn in reversed(moves):
        share = (move @ way) / (move @ turn)
        shares.append(share)
        way = way - share * turn
    move, turn = moves[-1]
    way = way * ((move @ turn) / (turn @ turn))
    for (move, turn), share in zip(moves, reversed(shares), strict=True):
        way = way + move * (share - (turn @ way) / (move @ turn))
    return way


def _search(
    loss: Callable[[Vector], tuple[float, Vector]], point: Vector, value: float, slope: Vector, way: Vector
) -> tuple[float, tuple[float, Vector]]:
    step, steepness = 1.0, float(slope @ way)
    while True:
        found = loss(point + step * way)
        if found[0] <= value + 1e-4 * step * steepness or step < _SHORTEST_STEP:
            return step, found
        step /= 2
