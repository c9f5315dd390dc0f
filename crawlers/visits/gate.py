"""Which of the addresses that a page gave a visit may follow, and why not the others."""

from __future__ import annotations

from datetime import datetime

from crawlers.kinds.base import Fetch
from crawlers.manners.guard import Site, fault_of
from crawlers.manners.traps import trap_in

_LONGEST_URL = 2000


def fault_in(fetch: Fetch, site: Site, now: datetime) -> str | None:
    """A kind of trouble (data/messages/crawlers.toml), None when `fetch` may be followed.

    A long address is looked at no further: it is refused, or, where it grew from page to page, a trap.
    """
    if len(fetch.url) > _LONGEST_URL:
        return "bad-address"
    return fault_of(fetch.url, site) or trap_in(fetch.url, now)
