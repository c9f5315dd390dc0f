"""What the scorers see of a text: marked words and word pairs, and hashed pieces of its wording.

Hashes are our own arithmetic, so that weights written on one machine mean the same on every other; Python's hash()
is salted per process.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from analysis.text.alphabet import BREAK
from analysis.tone.numbers import NEGATIONS, REACH, Numbered, numbered

CHARACTER_BITS, WORD_BITS = 21, 20
DIMENSIONS = 2**CHARACTER_BITS + 2**WORD_BITS

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
# So many rows and a feature fit into 32 bits.
_FEW = 2 ** (32 - CHARACTER_BITS - 1)

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
        turned = REACH if word in NEGATIONS else max(turned - 1, 0)
    return single


def hashed(texts: Sequence[str], words: Sequence[Sequence[str]]) -> Rows:
    """Hashed 1–3-grams of characters of cleaned `texts`, and `words` and pairs as `marked` makes them.

    Each is counted once a text.
    """
    return hashed_with(texts, numbered(words))


def hashed_with(texts: Sequence[str], words: Numbered) -> Rows:
    """As `hashed`, with words that are numbered already."""
    keys = np.concatenate([_grams(_plain(texts)), _word_keys(words)])
    if len(texts) <= _FEW:
        keys = keys.astype(np.uint32)  # half the bytes to sort
    keys.sort()  # np.unique hashes, which takes ten times as long here
    first = np.ones(len(keys), np.bool_)
    np.not_equal(keys[1:], keys[:-1], out=first[1:])
    unique = keys[first]
    bounds = np.arange(len(texts) + 1, dtype=np.uint64) << _ROW
    starts = np.searchsorted(unique, bounds.astype(keys.dtype)[:-1])
    return Rows(np.append(starts, len(unique)), (unique & keys.dtype.type((1 << int(_ROW)) - 1)).astype(np.int32))


def _plain(texts: Sequence[str]) -> list[str]:
    """Cleaned `texts` without what says nothing about tone, framed by spaces."""
    plain = _NOISE.sub("", BREAK.join([text[: 4 * _MOST_CHARACTERS] for text in texts]))
    plain = _SPACE.sub(" ", _NUMBER.sub("0", _HANDLE.sub("@", plain)).lower())
    return [f" {text[:_MOST_CHARACTERS]} " for text in plain.split(BREAK)] if texts else []


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


def _word_keys(words: Numbered) -> Hashes:
    """Row and feature in one number for every marked word and pair: what `marked` says, computed in one go."""
    read = words.places < _MOST_WORDS
    codes = words.known.codes[words.numbers]
    rows = words.rows.astype(np.uint64)
    pairs = (codes[:-1] * _PAIR + codes[1:]) << _TWO | _TWO
    pair = words.beside & read[1:]
    single = codes << _TWO | words.turned
    feature = _mixed(np.concatenate([single[read], pairs[pair]]) + _SALT) >> np.uint64(64 - WORD_BITS)
    return (np.concatenate([rows[read], rows[1:][pair]]) << _ROW) | (feature + np.uint64(2**CHARACTER_BITS))


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
