"""The same content under ever-new addresses: noticed within one visit, so that it does not go on for ever."""

from __future__ import annotations

import re
from collections import Counter
from hashlib import blake2b
from urllib.parse import urlsplit

from crawlers.kinds.base import Fetch, Outcome

_MOST = 5  # pages that say the same; a portal shows one notice in three columns
_SHORTEST = 40  # characters; shorter texts are the same by chance


class Sameness:
    """The item pages of one visit: what they said, and of which shape their addresses are."""

    def __init__(self) -> None:
        self._said: Counter[bytes] = Counter()
        self._pages = 0
        self._trapped: set[str] = set()

    def is_trap(self, fetch: Fetch, outcome: Outcome) -> bool:
        """Does this page say what most pages so far said, under so many addresses? Remembers its shape then."""
        if fetch.role != "item" or fetch.page != 1 or not outcome.reads:
            return False
        self._pages += 1
        text = "\0".join(part for read in outcome.reads for part in (read.post.title, read.post.body))
        if len(text) < _SHORTEST:
            return False
        said = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
        self._said[said] += 1
        if self._said[said] < _MOST or 2 * self._said[said] <= self._pages:
            return False
        self._trapped.add(shape_of(fetch.url))
        return True

    def leads_there(self, fetch: Fetch) -> bool:
        """Has `fetch` an address of a shape that turned out to be a trap?"""
        return bool(self._trapped) and fetch.role == "item" and shape_of(fetch.url) in self._trapped


def shape_of(url: str) -> str:
    """`url` with numbers and values left out: ``/t/12?a=1`` and ``/t/7?a=b`` are of one shape."""
    parts = urlsplit(url)
    names = sorted(field.partition("=")[0] for field in parts.query.split("&") if field)
    path = re.sub(r"\d+|[0-9a-f]{8,}", "0", parts.path)
    return f"{parts.netloc}{path}?{'&'.join(names)}"
