"""What the baselines count: threads by word in the last 24 hours, and in how many threads a word was on each day
before. Nothing of this is the detector's own code, so that a mistake there cannot hide here."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence

from analysis.emergence.reading import Reading, Thread

SPAN, DAY, ZONE = 86_400, 86_400, 8 * 3600


def day_of(moment: int) -> int:
    """The day in UTC+8 that a moment belongs to."""
    return (moment + ZONE) // DAY


class Counts:
    """A post counts from the tick at which it was fetched to 24 hours after it was said; a thread counts once."""

    def __init__(self) -> None:
        self._queue: list[tuple[int, int, Reading]] = []
        self._now: dict[str, dict[Thread, list[Reading]]] = {}
        self._past: dict[str, dict[int, int]] = {}
        self._daily: dict[tuple[str, int, int], Sequence[int]] = {}  # of this tick
        self._number = 0
        self.first_day: int | None = None

    def advance(self, at: int, posts: Iterable[Reading]) -> list[str]:
        """Move the clock to `at`; returns the words that `posts` said, sorted."""
        self._daily.clear()
        fresh: set[str] = set()
        for post in posts:
            if self.first_day is None:
                self.first_day = day_of(post.moment)
            self._number += 1
            heapq.heappush(self._queue, (post.moment, self._number, post))
            for word in post.words:
                self._now.setdefault(word, {}).setdefault(post.thread, []).append(post)
            fresh |= post.words
        while self._queue and self._queue[0][0] <= at - SPAN:
            self._leave(heapq.heappop(self._queue)[2])
        return sorted(fresh)

    def _leave(self, post: Reading) -> None:
        for word in post.words:
            threads = self._now[word]
            threads[post.thread].remove(post)
            if not threads[post.thread]:
                del threads[post.thread]
                days = self._past.setdefault(word, {})
                days[day_of(post.moment)] = days.get(day_of(post.moment), 0) + 1
            if not threads:
                del self._now[word]

    def alive(self) -> int:
        """How many different words there are now."""
        return len(self._now)

    def threads(self, word: str) -> dict[Thread, list[Reading]]:
        """The threads that say `word` now, each with the posts that do."""
        return self._now.get(word, {})

    def daily(self, word: str, at: int, days: int, guard: int = 0) -> Sequence[int]:
        """Threads on each of the last `days` days that lie wholly before the window, `guard` more left out; the
        oldest first. Days before the stream began are left out."""
        wanted = (word, days, guard)
        if wanted not in self._daily:
            end = day_of(at - SPAN) - guard
            past = self._past.get(word, {})
            self._daily[wanted] = [past.get(day, 0) for day in range(max(end - days, self.first_day or end), end)]
        return self._daily[wanted]


def mean_and_variance(daily: Sequence[int]) -> tuple[float, float]:
    """Both 0 without any day. (The statistics module computes them exactly, a hundred times slower.)"""
    if not daily:
        return 0.0, 0.0
    mean = sum(daily) / len(daily)
    return mean, sum((count - mean) ** 2 for count in daily) / len(daily)
