"""Threads that a visit reads from first page to last: what was stored of them and is missing was deleted."""

from __future__ import annotations

from collections.abc import Mapping

from crawlers.kinds.base import Fetch, Outcome


class Whole:
    """The threads of one visit, with the keys of the posts seen on their pages so far."""

    def __init__(self) -> None:
        self._seen: dict[str, set[str]] = {}
        self._spoiled: set[str] = set()

    def spoil(self, thread: str) -> None:
        """A page of `thread` may lack posts that are there: nothing follows from what was not seen."""
        self._spoiled.add(thread)

    def completed(self, fetch: Fetch, outcome: Outcome) -> Mapping[str, tuple[str, ...]]:
        """The thread that this page completes, with the keys of all its posts; empty while pages are to come, and
        when the visit did not begin with its first page."""
        if (
            fetch.role != "item"
            or not fetch.thread
            or fetch.thread in outcome.gone
            or fetch.thread in self._spoiled
        ):
            return {}
        if fetch.page == 1:
            self._seen[fetch.thread] = set()
        seen = self._seen.get(fetch.thread)
        if seen is None:
            return {}
        seen.update(read.post.key for read in outcome.reads if read.post.thread == fetch.thread)
        return {fetch.thread: tuple(sorted(seen))} if fetch.thread in outcome.markers and seen else {}
