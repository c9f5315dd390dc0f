"""The last 24 hours: which threads are alive, what they say, and which threads share a feature."""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from dataclasses import dataclass

from analysis.emergence.baseline import TOPIC, day_of
from analysis.emergence.reading import Reading, Thread

SPAN = 24 * 3600
_NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Vote:
    """What one thread said on one day, as it becomes part of the past."""

    day: int
    grams: frozenset[str]
    words: frozenset[str]
    new_thread: bool


class Window:
    """Posts by thread, and an index from feature to threads. Grams and words share the index.

    They cannot be mixed up: a gram is three Han characters, and a word of three Han characters is that same gram.
    """

    def __init__(self) -> None:
        self._posts: dict[str, Reading] = {}
        self._threads: dict[Thread, dict[str, Reading]] = {}
        self._index: dict[str, set[Thread]] = {}
        self._queue: list[tuple[int, str]] = []
        self._said: dict[Thread, int] = {}  # grams over all posts
        self._said_by_all = 0
        self._features: dict[Thread, frozenset[str]] = {}
        self._ordered: dict[Thread, tuple[Reading, ...]] = {}
        self._muted: dict[str, Thread] = {}

    def __len__(self) -> int:
        """How many threads are alive."""
        return len(self._threads)

    def __contains__(self, identifier: object) -> bool:
        return identifier in self._posts

    def add(self, post: Reading) -> None:
        """Take in a post, or its new version. A mute one is only held until its time is over."""
        if post.id in self._posts:
            self._leave(self._posts[post.id])
        self._posts[post.id] = post
        heapq.heappush(self._queue, (post.moment, post.id))
        if post.mute:
            self._muted[post.id] = post.thread
            return
        self._threads.setdefault(post.thread, {})[post.id] = post
        for feature in _features(post):
            self._index.setdefault(feature, set()).add(post.thread)
        self._count(post, len(post.grams))

    def expire(self, limit: int) -> tuple[list[Vote], list[str]]:
        """Let go of what was said at or before `limit`: the votes it gives the past, and the posts' ids."""
        votes: list[Vote] = []
        gone: list[str] = []
        while self._queue and self._queue[0][0] <= limit:
            moment, identifier = heapq.heappop(self._queue)
            post = self._posts.get(identifier)
            if post is None or post.moment != moment:
                continue
            grams, words = self._leave(post)
            gone.append(identifier)
            if not post.mute:
                votes.append(Vote(day_of(moment), grams, words, post.thread not in self._threads))
        return votes, gone

    def _leave(self, post: Reading) -> tuple[frozenset[str], frozenset[str]]:
        """Remove a post; returns the features that its thread no longer has."""
        del self._posts[post.id]
        if self._muted.pop(post.id, None):
            return _NOTHING, _NOTHING
        rest = self._threads[post.thread]
        del rest[post.id]
        kept = _NOTHING.union(*(_features(other) for other in rest.values()))
        if not rest:
            del self._threads[post.thread]
        self._count(post, -len(post.grams))
        grams, words = post.grams - kept, _terms(post) - kept
        for feature in grams | words:
            threads = self._index.get(feature)
            if threads is not None:
                threads.discard(post.thread)
                if not threads:
                    del self._index[feature]
        return grams, words

    def _count(self, post: Reading, grams: int) -> None:
        self._said[post.thread] = self._said.get(post.thread, 0) + grams
        self._said_by_all += grams
        self._features.pop(post.thread, None)
        self._ordered.pop(post.thread, None)
        if post.thread not in self._threads:
            del self._said[post.thread]

    def talk(self, thread: Thread) -> float:
        """How many times as much is said in `thread` as in a usual one; at least 1."""
        return max(1.0, self._said.get(thread, 0) * len(self._threads) / max(1, self._said_by_all))

    def posts(self, thread: Thread) -> tuple[Reading, ...]:
        """The thread's posts, oldest first."""
        if thread not in self._ordered:
            posts = self._threads.get(thread, {}).values()
            self._ordered[thread] = tuple(sorted(posts, key=lambda post: (post.moment, post.source, post.key)))
        return self._ordered[thread]

    def threads(self) -> list[Thread]:
        """The threads that have posts in the window."""
        return list(self._threads)

    def muted(self) -> dict[str, Thread]:
        """The mute posts that are held, by id, each with its thread."""
        return self._muted

    def one_source_only(self) -> bool:
        """Whether everything in the window comes from one source: a town with a single board."""
        first = next(iter(self._threads), None)
        return first is not None and all(source == first[0] for source, _ in self._threads)

    def alive(self, thread: Thread) -> bool:
        return thread in self._threads

    def threads_with(self, feature: str) -> set[Thread]:
        """The threads in which `feature` occurs; do not change the set."""
        return self._index.get(feature, set())

    def features(self, thread: Thread) -> frozenset[str]:
        """Every feature of the thread's posts."""
        if thread not in self._features:
            posts = self._threads.get(thread, {}).values()
            self._features[thread] = _NOTHING.union(*(_features(post) for post in posts))
        return self._features[thread]


def _terms(post: Reading) -> frozenset[str]:
    return post.words.union(TOPIC + topic for topic in post.topics) if post.topics else post.words


def _features(post: Reading) -> frozenset[str]:
    return post.grams | _terms(post)


def votes_of_the_past(posts: Iterable[Reading]) -> list[Vote]:
    """The votes of posts that are older than the window on arrival: one a thread and day."""
    days: dict[tuple[int, Thread], list[Reading]] = {}
    for post in posts:
        if post.mute:
            continue
        days.setdefault((day_of(post.moment), post.thread), []).append(post)
    return [_vote(day, same) for (day, _), same in sorted(days.items(), key=lambda item: item[0])]


def _vote(day: int, posts: list[Reading]) -> Vote:
    grams = _NOTHING.union(*(post.grams for post in posts))
    words = _NOTHING.union(*(_terms(post) for post in posts))
    return Vote(day, grams, words, True)
