"""The open stories, and whether a group of threads is one of them: the same event must not alarm twice."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from analysis.emergence.evidence import Evidence
from analysis.emergence.links import Link
from analysis.emergence.reading import Thread
from analysis.emergence.story import Tracked

QUIET = 72 * 3600
"""A story to which nothing was added for so long is no longer followed."""
_SAME_WORDS = 6


class Book:
    """Stories by id, and which story each thread belongs to."""

    def __init__(self, stories: Iterable[Tracked] = ()) -> None:
        self._stories: dict[str, Tracked] = {}
        self._owner: dict[Thread, str] = {}
        for story in stories:
            self.put(story)

    def put(self, story: Tracked) -> None:
        """Add a story, or its grown form."""
        self._stories[story.id] = story
        for thread in story.threads:
            self._owner.setdefault(thread, story.id)

    def close_quiet(self, at: int) -> list[str]:
        """Forget the stories that have been quiet; returns their ids."""
        closed = sorted(s.id for s in self._stories.values() if s.updated <= at - QUIET)
        for identifier in closed:
            self.drop(identifier)
        return closed

    def drop(self, identifier: str) -> None:
        """Forget one story."""
        for thread in self._stories.pop(identifier).threads:
            if self._owner.get(thread) == identifier:
                del self._owner[thread]

    def resting_on(self, posts: Collection[str]) -> list[Tracked]:
        """The stories that rest on any of these posts, by id."""
        found = (story for story in self._stories.values() if posts and not set(posts).isdisjoint(story.posts))
        return sorted(found, key=lambda story: story.id)

    def owner(self, thread: Thread) -> Tracked | None:
        """The open story that `thread` belongs to."""
        identifier = self._owner.get(thread)
        return None if identifier is None else self._stories[identifier]

    def watching(self, topic: str) -> Tracked | None:
        """The open story of a watch topic."""
        found = [story for story in self._stories.values() if story.topic == topic]
        return max(found, key=lambda story: (story.opened, story.id), default=None)

    def home(self, thread: Thread, near: Sequence[Link]) -> Tracked | None:
        """The story of `thread`, else of the strongest link that has one."""
        for candidate in (thread, *(link.thread for link in near)):
            story = self.owner(candidate)
            if story is not None:
                return story
        return None

    def told(self, evidence: Evidence, fewest: int) -> bool:
        """Whether a group is old news: half of its threads have a story, or fewer than `fewest` have none.

        A stray link to an old story must neither swallow a new one nor tie its threads to the old.
        """
        owned = sum(thread in self._owner for thread in evidence.threads)
        return 2 * owned >= len(evidence.threads) or len(evidence.threads) - owned < fewest

    def candidate(self, evidence: Evidence) -> bool:
        """Whether a group that opens no story may be told as one that nearly did: none of it has a story."""
        return all(thread not in self._owner for thread in evidence.threads) and self.same(evidence) is None

    def same(self, evidence: Evidence) -> Tracked | None:
        """The story that a new group tells again with other threads: it has several of its new features."""
        words = {term.feature for term in evidence.terms if term.new}
        found = [
            (len(words.intersection(story.vocabulary)), story.opened, story.id, story)
            for story in self._stories.values()
        ]
        best = max(found, key=lambda item: item[:3], default=None)
        return best[3] if best is not None and best[0] >= _SAME_WORDS else None
