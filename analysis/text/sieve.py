"""Which of many texts could hold which of many terms: a quick look that is never wrong when it says no.

By the first two characters of each term, in tables of bits, over all texts at once. What is left is searched in
earnest by whoever asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from analysis.text.alphabet import joined, starts_of

_ONE_BITS, _PAIR_BITS = 16, 20
_STEP = np.uint32(0x9E3779B1)
_MOST = 32


class Sieve:
    """`terms` by name, at most 32 names; None (or an empty term) stands for a name whose terms are not known."""

    def __init__(self, terms: Mapping[str, Iterable[str] | None]) -> None:
        if len(terms) > _MOST:
            raise ValueError(f"{len(terms)} names are too many for a sieve")
        self._bit = {name: np.uint32(1 << i) for i, name in enumerate(terms)}
        self._one = np.zeros(1 << _ONE_BITS, np.uint32)
        self._pair = np.zeros(1 << _PAIR_BITS, np.uint32)
        self._always = np.uint32(0)
        for name, given in terms.items():
            self._learn(self._bit[name], given)

    def _learn(self, bit: np.uint32, terms: Iterable[str] | None) -> None:
        for term in [""] if terms is None else terms:
            codes = np.array([ord(char) for char in term[:2]], np.uint32)
            if len(codes) == 0:
                self._always |= bit
            elif len(codes) == 1:
                self._one[codes & 0xFFFF] |= bit
            else:
                self._pair[_slots(codes)] |= bit

    def sift(self, texts: Sequence[str]) -> NDArray[np.uint32]:
        """For each text the names that it may hold, as bits; see `may_hold`."""
        if not texts:
            return np.zeros(0, np.uint32)
        codes = joined(texts)
        found = self._one[codes & 0xFFFF]
        found[:-1] |= self._pair[_slots(codes)]
        sifted: NDArray[np.uint32] = np.bitwise_or.reduceat(found, starts_of(texts)) | self._always
        return sifted

    def may_hold(self, sifted: NDArray[np.uint32], name: str) -> list[int]:
        """The texts that may hold a term of `name`."""
        rows: list[int] = np.flatnonzero(sifted & self._bit[name]).tolist()
        return rows

    def names(self, sifted: NDArray[np.uint32], among: Iterable[str]) -> list[tuple[int, list[str]]]:
        """The texts that may hold one of the names `among`, each with those that it may hold."""
        found: dict[int, list[str]] = {}
        for name in among:
            for row in self.may_hold(sifted, name):
                found.setdefault(row, []).append(name)
        return list(found.items())


def _slots(codes: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Where a pair of neighbours has its bits."""
    mixed: NDArray[np.uint32] = ((codes[:-1] * _STEP) ^ codes[1:]) * _STEP >> np.uint32(32 - _PAIR_BITS)
    return mixed
