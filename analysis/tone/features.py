"""What the scorers see of a text: marked words and word pairs, and hashed pieces of its wording.

Hashes are our own arithmetic, so that weights written on one machine mean the same on every other; Python's hash()
is salted per process.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from analysis.text.clean import clean

CHARACTER_BITS, WORD_BITS = 21, 20
DIMENSIONS = 2**CHARACTER_BITS + 2**WORD_BITS

_NEGATIONS = """不 没 没有 别 无 未 不要 不会 不能 不是 不用 并非 毫无 绝不 从不 并不 从未 不想 不再 不可 不够
没什么 莫 勿 休 非"""
NEGATIONS = frozenset(_NEGATIONS.split())
# A negation turns this many words after it.
_REACH = 2
# Longer posts are reports with an opinion at their head; bounded so that one post costs what any other does.
_MOST_CHARACTERS, _MOST_WORDS = 2_000, 1_000
_LONGEST_GRAM = 3
_NOISE = re.compile(r"(?:https?://|www\.)[\x21-\x7e]+")
_HANDLE = re.compile(r"@[\w\-·]{1,20}")
_NUMBER, _SPACE = re.compile(r"\d+"), re.compile(r"\s+")

_STEP, _SALT = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)
_PAIR, _TWO = np.uint64(0x1F3D5B79), np.uint64(2)
_MIX_A, _MIX_B = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_ROW = np.uint64(CHARACTER_BITS + 1)

Hashes = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Rows:
    """The features of texts: text i has ``features[starts[i]:starts[i + 1]]``, sorted, each once."""

    starts: NDArray[np.int64]
    features: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.starts) - 1

    @property
    def sizes(self) -> NDArray[np.int64]:
        """How many features each text has."""
        return np.diff(self.starts)

    def take(self, rows: NDArray[np.int64]) -> Rows:
        """The given texts only, in this order."""
        sizes = self.sizes[rows]
        starts = np.concatenate([[0], np.cumsum(sizes)])
        places = np.repeat(self.starts[:-1][rows] - starts[:-1], sizes) + np.arange(starts[-1])
        return Rows(starts, self.features[places])


def marked(words: Sequence[str]) -> list[str]:
    """Words with ``NOT_`` before those that a negation turns, and pairs ``a_b`` of neighbours; with repetitions."""
    return _negated(words) + [f"{a}_{b}" for a, b in pairwise(words)]


def _negated(words: Sequence[str]) -> list[str]:
    if NEGATIONS.isdisjoint(words):
        return list(words)
    single: list[str] = []
    turned = 0
    for word in words:
        single.append(f"NOT_{word}" if turned else word)
        turned = _REACH if word in NEGATIONS else max(turned - 1, 0)
    return single


def hashed(texts: Sequence[str], words: Sequence[Sequence[str]]) -> Rows:
    """Hashed 1–3-grams of characters, and words and pairs as `marked` makes them, each counted once a text."""
    keys = [_grams([_plain(text) for text in texts]), _word_keys(words)]
    every = np.sort(np.concatenate(keys))  # np.unique hashes, which takes ten times as long here
    unique = every[np.diff(every, prepend=~every[:1]) != 0]
    rows = unique >> _ROW
    starts = np.searchsorted(rows, np.arange(len(texts) + 1, dtype=np.uint64))
    return Rows(starts.astype(np.int64), (unique & ((np.uint64(1) << _ROW) - np.uint64(1))).astype(np.int32))


def _plain(text: str) -> str:
    """`text` without what says nothing about tone, framed by spaces."""
    plain = clean(text[: 4 * _MOST_CHARACTERS]).text
    plain = _NUMBER.sub("0", _HANDLE.sub("@", _NOISE.sub("", plain))).lower()
    return f" {_SPACE.sub(' ', plain)[:_MOST_CHARACTERS]} "


def _grams(texts: Sequence[str]) -> Hashes:
    """Row and feature in one number for every run of one to three characters."""
    codes = np.frombuffer("".join(texts).encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    rows = np.repeat(np.arange(len(texts), dtype=np.uint64), [len(text) for text in texts])
    keys: list[Hashes] = [np.zeros(0, dtype=np.uint64)]
    state = np.zeros(len(codes), dtype=np.uint64)
    for length in range(1, min(_LONGEST_GRAM, len(codes)) + 1):
        count = len(codes) - length + 1
        state = state[:count] * _STEP + codes[length - 1 :] + np.uint64(1)
        inside = rows[:count] == rows[length - 1 :]
        feature = _mixed(state[inside] + _STEP) >> np.uint64(64 - CHARACTER_BITS)
        keys.append((rows[:count][inside] << _ROW) | feature)
    return np.concatenate(keys)


def _word_keys(texts: Sequence[Sequence[str]]) -> Hashes:
    """Row and feature in one number for every marked word and pair: what `marked` says, computed in one go."""
    cut = [words[:_MOST_WORDS] for words in texts]
    rows = np.repeat(np.arange(len(cut), dtype=np.uint64), [len(words) for words in cut])
    flat = [word for words in cut for word in words]
    codes = np.array([_code(word) for word in flat], dtype=np.uint64)
    negation = np.array([word in NEGATIONS for word in flat], dtype=bool)
    turned = np.zeros(len(flat), dtype=np.uint64)
    for distance in range(1, _REACH + 1):
        turned[distance:] |= negation[:-distance] & (rows[distance:] == rows[:-distance])
    beside = rows[1:] == rows[:-1]
    pairs = ((codes[:-1] * _PAIR + codes[1:]) << _TWO | _TWO)[beside]
    feature = _mixed(np.concatenate([codes << _TWO | turned, pairs]) + _SALT) >> np.uint64(64 - WORD_BITS)
    return (np.concatenate([rows, rows[1:][beside]]) << _ROW) | (feature + np.uint64(2**CHARACTER_BITS))


@lru_cache(maxsize=50_000)
def _code(word: str) -> int:
    return zlib.crc32(word.encode("utf-8", "surrogatepass"))


def _mixed(values: Hashes) -> Hashes:
    """Every bit of the result depends on every bit of the value (Stafford's mixer of SplitMix64)."""
    mixed = (values ^ (values >> np.uint64(30))) * _MIX_A
    mixed = (mixed ^ (mixed >> np.uint64(27))) * _MIX_B
    return mixed ^ (mixed >> np.uint64(31))


def joined(parts: Iterable[Rows]) -> Rows:
    """The rows of `parts`, one after another."""
    every = list(parts)
    sizes = np.concatenate([part.sizes for part in every])
    return Rows(np.concatenate([[0], np.cumsum(sizes)]), np.concatenate([part.features for part in every]))
