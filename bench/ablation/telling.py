"""From words that stand out to alerts: the same for every baseline that counts words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analysis.emergence.reading import Reading, Thread
from bench.ablation.counts import Counts

Alert = tuple[int, list[str]]
"""The tick, and the posts that the alert rests on."""
QUIET = 72 * 3600
"""A word or a thread that alarmed does not alarm again for so long."""
FEWEST_THREADS, FEWEST_SOURCES = 3, 2


class Telling:
    """Words that stand out in the same threads are one story, told once; it needs three threads in two sources."""

    def __init__(self, counts: Counts) -> None:
        self._counts = counts
        self._words: dict[str, int] = {}
        self._threads: dict[Thread, int] = {}

    def tell(self, at: int, words: Mapping[str, float]) -> list[Alert]:
        """The alerts at `at`; `words` that stand out, each with how much."""
        told = []
        for group in self._groups(sorted(words, key=lambda word: (-words[word], word))):
            posts = self._posts(group)
            threads = {post.thread for post in posts}
            if len(threads) < FEWEST_THREADS or len({source for source, _ in threads}) < FEWEST_SOURCES:
                continue
            old = self._old(at, group, threads)
            self._words.update((word, at) for word in group)
            self._threads.update((thread, at) for thread in threads)
            if not old:
                told.append((at, [post.id for post in posts]))
        return told

    def _groups(self, words: Sequence[str]) -> list[list[str]]:
        """Words by the threads they share: a word joins the first group that has half of its threads."""
        found: list[tuple[set[Thread], list[str]]] = []
        for word in words:
            threads = set(self._counts.threads(word))
            home = next((group for group in found if 2 * len(threads & group[0]) >= len(threads)), None)
            if home is None:
                found.append((threads, [word]))
            else:
                home[0].update(threads)
                home[1].append(word)
        return [words for _, words in found]

    def _posts(self, words: Sequence[str]) -> list[Reading]:
        found = {post.id: post for word in words for posts in self._counts.threads(word).values() for post in posts}
        return sorted(found.values(), key=lambda post: (post.moment, post.id))

    def _old(self, at: int, words: Sequence[str], threads: set[Thread]) -> bool:
        recent = sum(self._words.get(word, -QUIET) > at - QUIET for word in words)
        seen = sum(self._threads.get(thread, -QUIET) > at - QUIET for thread in threads)
        return 2 * recent >= len(words) or 2 * seen >= len(threads)
