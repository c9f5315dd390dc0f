"""No words, no statistics: three threads of two sources that share pieces of wording nobody wrote before.

Two threads are linked when they share some strings of three Han characters never seen before the last 24 hours; a
chain of three linked threads in two sources is an alert. What joins the chain later belongs to it.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from analysis.emergence.reading import Reading, Thread
from bench.ablation.by_words import LEARNING
from bench.ablation.counts import SPAN, day_of
from bench.ablation.stream import Tick
from bench.ablation.telling import FEWEST_SOURCES, FEWEST_THREADS, Alert

_LENGTH = 3
Shared = Mapping[Thread, set[str]]
"""Threads, and the new strings that each has in common with a given one."""


def alerts_by_wording(ticks: Sequence[Tick], settings: Mapping[str, int]) -> dict[str, list[Alert]]:
    """The alerts over a whole stream for each setting: how many new strings make a link."""
    wording = _Wording()
    chains = {name: _Chains(wording, shared) for name, shared in settings.items()}
    told: dict[str, list[Alert]] = {name: [] for name in settings}
    first_day = day_of(ticks[0].at) if ticks else 0
    for tick in ticks:
        touched = wording.advance(tick.at, tick.posts)
        if day_of(tick.at) - first_day >= LEARNING:
            for name, chain in chains.items():
                told[name] += [(tick.at, alert) for thread in touched if (alert := chain.around(thread))]
    return told


class _Wording:
    """The strings of the last 24 hours by thread, and when each string was first written."""

    def __init__(self) -> None:
        self._at = 0
        self._first: dict[str, int] = {}
        self._queue: list[tuple[int, int, Reading]] = []
        self._threads: dict[str, Counter[Thread]] = {}  # posts by string and thread
        self._shared: dict[Thread, Shared] = {}  # of this tick
        self._number = 0
        self.said: dict[Thread, dict[str, Reading]] = {}

    def advance(self, at: int, posts: Sequence[Reading]) -> list[Thread]:
        """Move the clock; returns the threads in which something was said, sorted."""
        self._at = at
        self._shared.clear()
        for post in posts:
            self._enter(post)
        while self._queue and self._queue[0][0] <= at - SPAN:
            self._leave(heapq.heappop(self._queue)[2])
        return sorted({post.thread for post in posts if post.thread in self.said})

    def shared(self, thread: Thread) -> Shared:
        """What each other thread has in common with `thread`, of strings never seen before the last 24 hours."""
        if thread not in self._shared:
            common: dict[Thread, set[str]] = {}
            for gram in {gram for post in self.said[thread].values() for gram in _strings(post)}:
                if self._first[gram] > self._at - SPAN:
                    for other in self._threads[gram]:
                        common.setdefault(other, set()).add(gram)
            common.pop(thread, None)
            self._shared[thread] = common
        return self._shared[thread]

    def _enter(self, post: Reading) -> None:
        self._number += 1
        heapq.heappush(self._queue, (post.moment, self._number, post))
        self.said.setdefault(post.thread, {})[post.id] = post
        for gram in _strings(post):
            self._first[gram] = min(self._first.get(gram, post.moment), post.moment)
            self._threads.setdefault(gram, Counter())[post.thread] += 1

    def _leave(self, post: Reading) -> None:
        said = self.said[post.thread]
        del said[post.id]
        if not said:
            del self.said[post.thread]
        for gram in _strings(post):
            threads = self._threads[gram]
            threads[post.thread] -= 1
            if not threads[post.thread]:
                del threads[post.thread]
            if not threads:
                del self._threads[gram]


class _Chains:
    """Chains of threads in which each shares `fewest` new strings with another."""

    def __init__(self, wording: _Wording, fewest: int) -> None:
        self._wording = wording
        self._fewest = fewest
        self._told: set[Thread] = set()

    def around(self, start: Thread) -> list[str]:
        """The posts of the chain through `start`, when it is long enough and new; else nothing."""
        chain, links = [start], set[str]()
        for thread in chain:
            for other, strings in self._links(thread):
                links |= strings
                if other not in chain:
                    chain.append(other)
        if len(chain) < FEWEST_THREADS or len({source for source, _ in chain}) < FEWEST_SOURCES:
            return []
        old = not self._told.isdisjoint(chain)
        self._told.update(chain)
        said = [post for thread in chain for post in self._wording.said[thread].values() if links & post.grams]
        return [] if old else [post.id for post in sorted(said, key=lambda post: (post.moment, post.id))]

    def _links(self, thread: Thread) -> list[tuple[Thread, set[str]]]:
        found = self._wording.shared(thread).items()
        return sorted((other, strings) for other, strings in found if len(strings) >= self._fewest)


def _strings(post: Reading) -> Iterator[str]:
    return (gram for gram in post.grams if len(gram) == _LENGTH)
