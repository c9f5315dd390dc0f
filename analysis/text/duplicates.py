"""Which post says again what an earlier one said: copies and edited copies within a window of days.

An index of sampled 3-grams (lowest hash values, capped posting lists) proposes a few earlier posts, likeness.py
decides (bench/duplicates.py). What a post says is never changed: a copy only names the first post that said it.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import blake2b

import numpy as np

from analysis.text.likeness import LEFT_OF_FIRST, LONGEST, Likeness, Said, canonical, tagged, without_links

# Below this many letters an edited copy cannot be told from a similar sentence: only exact copies.
EXACT_BELOW = 12
# Shorter than this (顶, 真的吗) the same words are no copy of anything.
SHORTEST = 4
_FEWEST_SAMPLES, _MOST_SAMPLES, _SAMPLED = 16, 64, 2**30
_LONGEST_POSTING = 48
_MOST_CANDIDATES = 6
# A 3-gram of fewer posts than this counts several times: everyday phrases (有没有人知道) would crowd out the rest.
_COMMON, _RARE = 12, 4
_NEAR_IDENTICAL = 0.9


@dataclass(frozen=True, slots=True)
class _Entry:
    root: int
    seen: datetime  # the newest post that says this
    said: Said


@dataclass(frozen=True, slots=True)
class _Heard:
    """A text on its way in. `digest` is None when it is too short to be a copy, `said` when to be an edited one."""

    digest: bytes | None
    said: Said | None
    sample: tuple[int, ...]


class Duplicates:
    """Posts of the last `window`, by what they say; a text stays as long as it is said again. Not thread-safe.

    To rebuild the state in a new process add the posts of the window again, oldest first, with the `root` that
    was found for each at the time.
    """

    def __init__(self, window: timedelta = timedelta(hours=72)) -> None:
        self._window = window
        self._exact: dict[bytes, tuple[int, datetime]] = {}
        self._entries: dict[int, _Entry] = {}
        # Most 3-grams stand in one post only: its key alone, a list where there are more.
        self._postings: dict[int, int | list[int]] = {}
        self._queue: deque[tuple[datetime, bytes, int]] = deque()
        self._indexed = 0
        self._likeness = Likeness()

    def __len__(self) -> int:
        """How many different texts are remembered."""
        return len(self._exact)

    def query(self, text: str, at: datetime) -> int | None:
        """The key of the first post that `text`, said at `at`, copies; None when it copies none."""
        return self._find(self._heard(text), at, None)

    def add(self, key: int, text: str, at: datetime, *, root: int | None = None) -> int | None:
        """Remember that post `key` said `text` at `at`; returns the first post it copies, or None.

        Groups are flat: a copy of a copy names the same first post. An edited post is added again under its
        key. `root` is for rebuilding only: the answer known from before.
        """
        heard = self._heard(text)
        found = root if root is not None else self._find(heard, at, key)
        if found == key:
            found = None
        if heard.digest is not None:
            self._remember(key, heard, heard.digest, at, key if found is None else found)
            self._forget(at - self._window)
        return found

    def _heard(self, text: str) -> _Heard:
        text = text[:LONGEST]
        plain = canonical(text)[:LONGEST]
        if len(plain) < SHORTEST:
            return _Heard(None, None, ())
        bare = without_links(text)
        worded = plain if bare is text else canonical(bare)[:LONGEST]
        if len(worded) < EXACT_BELOW:
            return _Heard(_digest(plain), None, ())
        said = self._likeness.said(worded, tagged=tagged(text))
        enough = said.han >= EXACT_BELOW
        return _Heard(_digest(plain), said if enough else None, _sample(said) if enough else ())

    def _find(self, heard: _Heard, at: datetime, key: int | None) -> int | None:
        exact = self._exact.get(heard.digest) if heard.digest is not None else None
        if exact is not None and abs(at - exact[1]) <= self._window:
            return exact[0]
        if heard.said is None:
            return None
        near = [(k, self._entries[k]) for k in self._candidates(heard.sample)]
        near = [(k, entry) for k, entry in near if k != key and abs(at - entry.seen) <= self._window]
        best, score = None, 0.0
        shares = self._likeness.shares(heard.said, [entry.said for _, entry in near])
        for (_, entry), share in zip(near, shares, strict=True):
            if share > score and self._still_says(heard.said, entry.root):
                best, score = entry.root, share
        return best

    def _still_says(self, said: Said, root: int) -> bool:
        """A copy of a copy of a copy may have nothing in common with the first post any more."""
        first = self._entries.get(root)
        return first is None or self._likeness.covered(said, first.said) >= LEFT_OF_FIRST

    def _candidates(self, sample: Sequence[int]) -> list[int]:
        """Remembered posts that share most sampled 3-grams, rare ones first of all; at most `_MOST_CANDIDATES`."""
        votes: Counter[int] = Counter()
        for gram in sample:
            posting = self._postings.get(gram)
            if isinstance(posting, list):
                votes.update(posting if len(posting) >= _COMMON else posting * _RARE)
            elif posting is not None:
                votes[posting] += _RARE
        fewest = 1 if len(sample) <= _FEWEST_SAMPLES else _RARE + 1
        likely = [(-count, key) for key, count in votes.items() if count >= fewest and key in self._entries]
        return [key for _, key in sorted(likely)[:_MOST_CANDIDATES]]

    def _remember(self, key: int, heard: _Heard, digest: bytes, at: datetime, root: int) -> None:
        _, seen = self._exact.get(digest, (root, at))
        self._exact[digest] = root, max(at, seen)
        self._queue.append((at, digest, key))
        if heard.said is None:
            return
        known = self._entries.get(root)
        if known is not None and self._likeness.share(heard.said, known.said) >= _NEAR_IDENTICAL:
            # A flood of one advertisement fills no posting lists; it only keeps the first one alive.
            self._entries[root] = replace(known, seen=max(at, known.seen))
            self._queue.append((at, digest, root))
            if key != root or np.array_equal(known.said.grams, heard.said.grams):
                return
        self._entries[key] = _Entry(root, at, heard.said)
        self._index(key, heard.sample)

    def _index(self, key: int, sample: Sequence[int]) -> None:
        for gram in sample:
            posting = self._postings.setdefault(gram, key)
            if isinstance(posting, list):
                posting.append(key)
                del posting[:-_LONGEST_POSTING]
            elif posting != key:
                self._postings[gram] = [posting, key]
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
                self._index(key, _sample(entry.said))


def _digest(text: str) -> bytes:
    return blake2b(text.encode(), digest_size=12).digest()


def _sample(said: Said) -> tuple[int, ...]:
    """The lowest hashes: a quarter of all, within bounds. Similar texts have similar samples."""
    low = said.grams[said.grams < _SAMPLED]
    if len(low) < _FEWEST_SAMPLES:
        return tuple(sorted(set(said.grams.tolist()))[:_FEWEST_SAMPLES])
    return tuple(sorted(set(low.tolist()))[:_MOST_SAMPLES])
