"""Where the child puts what it found: the database, one transaction a page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from crawlers.visits.visiting import Memory
from store import crawling
from store.crawling import Batch, Saved
from store.database import Store


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
