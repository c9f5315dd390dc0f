"""Where the child puts what it found: the database, one transaction a page."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from crawlers.visits.around import Memory
from model.errors import StoreError
from store import crawling, robots
from store.crawling import Batch, Saved
from store.database import Store
from store.robots import Copy


class StoreSink:
    """A `Sink` over the database; `clock` dates what is remembered."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self.store, self._clock = store, clock

    def commit(self, batch: Batch) -> Saved:
        """See `store.crawling.commit`."""
        return crawling.commit(self.store, batch, self._clock())

    def visited(self, source: str, *, ok: bool, not_before: datetime | None) -> None:
        """See `store.crawling.visited`."""
        crawling.visited(self.store, source, self._clock(), ok=ok, not_before=not_before)

    def memory(self, source: str) -> Memory:
        """What earlier visits remembered of `source`."""
        return Memory(
            markers=crawling.markers(self.store, source),
            validators=crawling.validators(self.store, source),
            unfinished=crawling.unfinished(self.store, source),
        )


class KeptRobots:
    """A `RobotsMemory` in the database. That it cannot be written to is told by the visit itself, if it lasts.

    `anew`: no copy is used, whatever its age.
    """

    def __init__(self, store: Store, clock: Callable[[], datetime], *, anew: bool) -> None:
        self._store, self._clock, self._anew = store, clock, anew

    def recall(self, root: str) -> Copy | None:
        """See `store.robots.recall`."""
        with suppress(StoreError):
            return None if self._anew else robots.recall(self._store, root, self._clock())
        return None

    def keep(self, root: str, copy: Copy) -> None:
        """See `store.robots.keep`."""
        with suppress(StoreError):
            robots.keep(self._store, root, copy, self._clock())
