"""What one visit counts: how much of what a source showed could be read, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass

from crawlers.kinds.base import Fetch, Outcome
from store.crawling import Saved


@dataclass(slots=True)
class Tally:
    """`lists`: list pages that were read; `listed`: items on them.

    `tried`: items and pages of items that were read; `gave`: those with a post. `bytes_read`: of pages as unpacked.
    """

    lists: int = 0
    listed: int = 0
    tried: int = 0
    gave: int = 0
    not_modified: int = 0
    bytes_read: int = 0
    posts_new: int = 0
    posts_edited: int = 0
    posts_gone: int = 0

    def page(self, fetch: Fetch, outcome: Outcome) -> None:
        """A page was read. One that only leads to others shows nothing; what is gone could not give anything."""
        if outcome.table:
            return
        if fetch.role != "list":
            self.tried += not outcome.gone
            self.gave += bool(outcome.reads)
        else:
            self.lists += 1
            self.listed += outcome.listed + outcome.entries
            self.tried += outcome.entries
            self.gave += len(outcome.reads)

    def refused(self, fetch: Fetch) -> None:
        """A page came and was not what it should be."""
        self.tried += fetch.role != "list"

    def stored(self, saved: Saved) -> None:
        """What a page gave is in the database."""
        self.posts_new += saved.new
        self.posts_edited += saved.edited
        self.posts_gone += saved.gone
