"""Words as numbers: what is known of a word is looked up once and then found by its place in an array."""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_NEGATIONS = """不 没 没有 别 无 未 不要 不会 不能 不是 不用 并非 毫无 绝不 从不 并不 从未 不想 不再 不可 不够
没什么 莫 勿 休 非"""
NEGATIONS = frozenset(_NEGATIONS.split())
# A negation turns this many words after it.
REACH = 2
# More would be numbers and names; then counting begins anew.
_MOST = 60_000


class Known(dict[str, int]):
    """Word → its number, given when it is first met; `words`, `codes` and `negations` by number."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self._codes = array("Q")
        self._negations = array("B")

    def __missing__(self, word: str) -> int:
        number = len(self.words)
        self.words.append(word)
        self._codes.append(zlib.crc32(word.encode("utf-8", "surrogatepass")))
        self._negations.append(word in NEGATIONS)
        self[word] = number
        return number

    @property
    def codes(self) -> NDArray[np.uint64]:
        """The checksum of each word: the same on every machine."""
        return np.array(self._codes, np.uint64)

    @property
    def negations(self) -> NDArray[np.bool_]:
        """Which words are negations."""
        return np.array(self._negations, np.bool_)


@dataclass(frozen=True, slots=True)
class Numbered:
    """The words of texts, one after another: number, text, place in the text, turned by a negation or not.

    ``beside[i]``: word i and word i + 1 are neighbours in one text.
    """

    known: Known
    numbers: NDArray[np.int64]
    rows: NDArray[np.int64]
    places: NDArray[np.int64]
    turned: NDArray[np.bool_]
    beside: NDArray[np.bool_]
    texts: int


_known = [Known()]


def numbered(texts: Sequence[Sequence[str]]) -> Numbered:
    """The words of `texts` as numbers."""
    if len(_known[0]) > _MOST:
        _known[0] = Known()
    known = _known[0]
    sizes = np.fromiter(map(len, texts), np.int64, len(texts))
    flat = [word for words in texts for word in words]
    numbers = np.fromiter(map(known.__getitem__, flat), np.int64, len(flat))
    rows = np.repeat(np.arange(len(texts)), sizes)
    places = np.arange(len(flat)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    negation = known.negations[numbers]
    turned = np.zeros(len(flat), np.bool_)
    for distance in range(1, REACH + 1):
        turned[distance:] |= negation[:-distance] & (rows[distance:] == rows[:-distance])
    return Numbered(known, numbers, rows, places, turned, rows[1:] == rows[:-1], len(texts))
