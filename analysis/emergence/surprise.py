"""How unlikely a count is, when the usual rate is itself uncertain: the negative-binomial tail.

A Poisson tail (or a normal one, as in EARS) floods at the counts of a small town; with a gamma prior on the rate
the count is negative-binomial, and the tail of a word that now and then has a busy day stays fat enough.
"""

from __future__ import annotations

from functools import lru_cache
from math import log10

SURE = 15.0
"""−log10 is cut off here: beyond it only rounding speaks."""


@lru_cache(maxsize=200_000)
def surprise(seen: int, expected: float, shape: float = 1.0) -> float:
    """−log10 of the chance of at least `seen` when `expected` are usual; 0 … `SURE`.

    `shape` is the gamma shape of the rate: the variance is expected + expected²/shape. `expected` must be above 0.
    """
    if seen <= 0:
        return 0.0
    size = shape + expected
    success = size / (size + expected)
    term = success**size
    below = term
    for k in range(1, seen):
        term *= (size + k - 1) / k * (1 - success)
        below += term
    tail = 1.0 - below
    if tail < 1e-9:  # the sum has lost its digits: add up the tail itself
        tail, k = 0.0, seen
        term *= (size + k - 1) / k * (1 - success)
        while term > tail * 1e-6 and k < seen + 10_000:
            tail += term
            k += 1
            term *= (size + k - 1) / k * (1 - success)
    return SURE if tail <= 10**-SURE else min(SURE, max(0.0, -log10(tail)))
