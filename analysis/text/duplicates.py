"""Which post says again what an earlier one said: copies and edited copies within a window of days.

Method: character 3-grams, a sampled index for candidates (lowest hash values, capped posting lists), then the exact
share of common 3-grams. SimHash-64 finds a third of edited reposts, this nearly all (bench/duplicates.py). Hashes
are our own arithmetic: Python's hash() differs from process to process.
"""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from analysis.text.clean import clean

Grams = NDArray[np.uint32]
_A, _B, _C = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F), np.uint64(0x165667B19E3779F9)

# Below this many Han characters an edited copy cannot be told from a similar sentence: only exact copies.
EXACT_BELOW = 12
# Shorter than this (顶, 真的吗) the same words are no copy of anything.
SHORTEST = 4
CONTAINMENT = 0.5
# A short text inside a text of many times its length: half of its 3-grams may be everyday phrases.
UNEQUAL, UNEQUAL_CONTAINMENT = 3.0, 0.8
_FEWEST_SAMPLES, _MOST_SAMPLES, _SAMPLED = 16, 64, 2**30
_LONGEST_POSTING = 48
_MOST_CANDIDATES = 12
_LONGEST_TEXT = 20_000
_NEAR_IDENTICAL = 0.9


@dataclass(frozen=True, slots=True)
class _Entry:
    root: int
    seen: datetime  # the newest post that says this
    grams: Grams


class Duplicates:
    """Posts of the last `window`, by what they say; a text stays as long as it is said again. Not thread-safe.

    To rebuild the state in a new process add the posts of the window again, oldest first, with the `root` that
    was found for each at the time.
    """

    def __init__(self, window: timedelta = timedelta(hours=72)) -> None:
        self._window = window
        self._exact: dict[bytes, tuple[int, datetime]] = {}
        self._entries: dict[int, _Entry] = {}
        self._postings: dict[int, deque[int]] = {}
        self._queue: deque[tuple[datetime, bytes, int]] = deque()
        self._indexed = 0

    def __len__(self) -> int:
        """How many different texts are remembered."""
        return len(self._exact)

    def query(self, text: str, at: datetime) -> int | None:
        """The key of the first post that `text`, said at `at`, copies; None when it copies none."""
        return self._find(_canonical(text), at, None)

    def add(self, key: int, text: str, at: datetime, *, root: int | None = None) -> int | None:
        """Remember that post `key` said `text` at `at`; returns the first post it copies, or None.

        Groups are flat: a copy of a copy names the same first post. An edited post is added again under its
        key. `root` is for rebuilding only: the answer known from before.
        """
        canonical = _canonical(text)
        found = root if root is not None else self._find(canonical, at, key)
        if found == key:
            found = None
        if len(canonical) >= SHORTEST:
            self._remember(key, canonical, at, key if found is None else found)
            self._forget(at - self._window)
        return found

    def _find(self, text: str, at: datetime, key: int | None) -> int | None:
        if len(text) < SHORTEST:
            return None
        exact = self._exact.get(_digest(text))
        if exact is not None and abs(at - exact[1]) <= self._window:
            return exact[0]
        if _han(text) < EXACT_BELOW:
            return None
        grams = _grams(text)
        best, score = None, 0.0
        for candidate in self._candidates(grams):
            entry = self._entries[candidate]
            share = _share(grams, entry.grams)
            if share > score and candidate != key and abs(at - entry.seen) <= self._window:
                best, score = entry.root, share
        return best

    def _candidates(self, grams: Grams) -> list[int]:
        """Remembered posts that share most sampled 3-grams, at most a dozen."""
        votes: Counter[int] = Counter()
        for gram in _sample(grams):
            votes.update(self._postings.get(gram, ()))
        alive = sorted((-count, key) for key, count in votes.items() if key in self._entries)
        return [key for _, key in alive[:_MOST_CANDIDATES]]

    def _remember(self, key: int, text: str, at: datetime, root: int) -> None:
        digest = _digest(text)
        _, seen = self._exact.get(digest, (root, at))
        self._exact[digest] = root, max(at, seen)
        self._queue.append((at, digest, key))
        if _han(text) < EXACT_BELOW:
            return
        grams = _grams(text)
        known = self._entries.get(root)
        if known is not None and _share(grams, known.grams) >= _NEAR_IDENTICAL:
            # A flood of one advertisement fills no posting lists; it only keeps the first one alive.
            self._entries[root] = replace(known, seen=max(at, known.seen))
            self._queue.append((at, digest, root))
            if key != root or np.array_equal(known.grams, grams):
                return
        self._entries[key] = _Entry(root, at, grams)
        self._index(key, grams)

    def _index(self, key: int, grams: Grams) -> None:
        for gram in _sample(grams):
            self._postings.setdefault(gram, deque(maxlen=_LONGEST_POSTING)).append(key)
        self._indexed += 1

    def _forget(self, limit: datetime) -> None:
        """Drop what was last said before `limit`; when most of the index is dead, build it anew."""
        while self._queue and self._queue[0][0] < limit:
            _, digest, key = self._queue.popleft()
            if digest in self._exact and self._exact[digest][1] < limit:
                del self._exact[digest]
            if key in self._entries and self._entries[key].seen < limit:
                del self._entries[key]
        if self._indexed > 2 * len(self._entries) + 1000:
            self._postings, self._indexed = {}, 0
            for key, entry in self._entries.items():
                self._index(key, entry.grams)


def _canonical(text: str) -> str:
    """Letters and digits only: copies differ first in punctuation, spaces and emoji."""
    return "".join(filter(str.isalnum, clean(text[:_LONGEST_TEXT]).text.lower()))


def _han(text: str) -> int:
    return sum("\u4e00" <= char <= "\u9fff" for char in text)


def _digest(text: str) -> bytes:
    return blake2b(text.encode(), digest_size=12).digest()


def _grams(text: str) -> Grams:
    """Hashes of the character 3-grams of `text`, each once, sorted."""
    codes = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    mixed = (codes[:-2] * _A + codes[1:-1]) * _B + codes[2:]
    mixed ^= mixed >> np.uint64(29)
    mixed *= _C
    return np.unique((mixed >> np.uint64(32)).astype(np.uint32))


def _sample(grams: Grams) -> list[int]:
    """The lowest hashes: a quarter of all, within bounds. Similar texts have similar samples."""
    quarter = int(np.searchsorted(grams, _SAMPLED))
    chosen: list[int] = grams[: min(max(quarter, _FEWEST_SAMPLES), _MOST_SAMPLES)].tolist()
    return chosen


def _share(a: Grams, b: Grams) -> float:
    """Share of the smaller set's 3-grams found in the other; 0 when that is not enough to call it a copy."""
    small, large = sorted((len(a), len(b)))
    if small == 0:
        return 0.0
    share = len(np.intersect1d(a, b, assume_unique=True)) / small
    return share if share >= (UNEQUAL_CONTAINMENT if large > UNEQUAL * small else CONTAINMENT) else 0.0
