"""What is usual: how many threads used a word or a piece of wording before the last 24 hours.

A thread votes once a day for each feature. Words are counted by day over the last `HORIZON` days, so that their
rate follows the seasons; the far more numerous 3-grams keep one count and the day they were last seen, and are
forgotten when nobody wrote them for `MEMORY` days. Days are whole days since 1970 in UTC+8: a day must not depend
on where the program runs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Protocol

from analysis.emergence.wording import pack

HORIZON = 28
MEMORY = 120
_ZONE = 8 * 3600
DAY = 86_400
TOPIC = "#"
"""A watch topic votes as the word ``#key``: no word of a text can begin so."""


def day_of(moment: int) -> int:
    """The day a moment (seconds since 1970) belongs to."""
    return (moment + _ZONE) // DAY


class Baseline(Protocol):
    """Counts of the past. `add` takes one thread's votes of one day."""

    def add(self, day: int, grams: Iterable[str], words: Iterable[str], *, new_thread: bool) -> None: ...

    def grams(self, wanted: Collection[str], day: int) -> Mapping[str, int]:
        """Votes for each gram, as of `day`; grams never seen may be left out."""

    def words(self, wanted: Collection[str], day: int) -> Mapping[str, int]:
        """Votes for each word in the last `HORIZON` days; words never seen may be left out."""

    def threads(self, day: int) -> tuple[int, int]:
        """Threads that voted in the last `HORIZON` and in the last `MEMORY` days."""

    def days(self, day: int) -> list[int]:
        """The days of the last `MEMORY` on which any thread voted, ascending."""


class MemoryBaseline:
    """The counts of a replay, in memory; answers exactly as the stored one does (store/emergence.py)."""

    def __init__(self) -> None:
        self._grams: dict[int, int] = {}  # packed gram → day << 20 | votes
        self._words: dict[str, dict[int, int]] = {}
        self._days: dict[int, int] = {}

    def add(self, day: int, grams: Iterable[str], words: Iterable[str], *, new_thread: bool) -> None:
        for gram in grams:
            key = pack(gram)
            old = self._grams.get(key, 0)
            last, votes = old >> 20, old & 0xFFFFF
            votes = votes + 1 if last >= day - MEMORY else 1
            self._grams[key] = max(last, day) << 20 | min(votes, 0xFFFFF)
        for word in words:
            by_day = self._words.setdefault(word, {})
            by_day[day] = by_day.get(day, 0) + 1
        if new_thread:
            self._days[day] = self._days.get(day, 0) + 1

    def grams(self, wanted: Collection[str], day: int) -> Mapping[str, int]:
        found = {}
        for gram in wanted:
            value = self._grams.get(pack(gram), 0)
            if value and value >> 20 >= day - MEMORY:
                found[gram] = value & 0xFFFFF
        return found

    def words(self, wanted: Collection[str], day: int) -> Mapping[str, int]:
        return {
            word: sum(votes for when, votes in self._words[word].items() if when >= day - HORIZON)
            for word in wanted
            if word in self._words
        }

    def threads(self, day: int) -> tuple[int, int]:
        recent = sum(n for when, n in self._days.items() if when >= day - HORIZON)
        return recent, sum(n for when, n in self._days.items() if when >= day - MEMORY)

    def days(self, day: int) -> list[int]:
        return sorted(when for when in self._days if when >= day - MEMORY)
