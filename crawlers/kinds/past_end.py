"""Page numbers past the end. Some sites answer one with their last page, some with an empty one, and go on offering
a next page for ever; a page that shows what the one before it showed is the end.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from crawlers.kinds.base import Fetch, Refusal

_HINT = "shown"


def shown(things: Iterable[str]) -> dict[str, str]:
    """For the hint of the next page: what this one shows, by the addresses or keys of `things`."""
    return {_HINT: hashlib.sha256("\n".join(things).encode()).hexdigest()[:32]}


def again(fetch: Fetch, here: dict[str, str]) -> bool:
    """True when the page of `fetch` shows `here` what the page before it had shown."""
    return fetch.page > 1 and fetch.hint.get(_HINT) == here[_HINT]


def empty(fetch: Fetch, refusal: Refusal) -> bool:
    """True when a later page lacks its structure and is no wall: `refusal` only says that it is empty."""
    return fetch.page > 1 and refusal.kind in {"page-changed", "missing"}
