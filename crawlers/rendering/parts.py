"""What the scripts of one page may ask for, and what came of it. Pure but for the counting."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from crawlers.visits.reply import Drawn

MOST_PARTS = 100  # of one page
MOST_TIMES = 5  # the same address, whatever stands behind its "?": a page that asks again and again
_READ = frozenset(("script", "xhr", "fetch"))
# What our request takes over from the page's. No cookie, no key, and no page is told where we came from.
_HEADERS = frozenset(("accept", "origin", "x-requested-with"))
_BACK = ("content-type", "access-control-")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The answer to one request of a page. `fault` is a word of `failures.py`, '' when the site answered.

    `passing`: it may well work next time.
    """

    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    fault: str = ""
    passing: bool = False
    retry_after: str | None = None


@dataclass(slots=True)
class Ledger:
    """The parts of one page so far. `is_own`: is an address on the page's own site?"""

    most_bytes: int
    is_own: Callable[[str], bool]
    asked: int = 0
    bytes: int = 0
    inner: int = 0
    incomplete: bool = False
    kept_out: list[tuple[str, str]] = field(default_factory=list)
    _times: Counter[str] = field(default_factory=Counter)

    def wants(self, kind: str, method: str, url: str) -> bool:
        """Whether this is to be fetched; a script or data that is not, leaves the page incomplete."""
        if kind not in _READ:
            return False
        self._times[url.partition("?")[0]] += 1
        if method != "GET":
            return self.keep_out("not-read-only", url)
        if self._times[url.partition("?")[0]] > MOST_TIMES:
            return False
        if self.asked >= MOST_PARTS or self.bytes > self.most_bytes:
            return self.keep_out("too-many", url)
        self.asked += 1
        return True

    def keep_out(self, fault: str, url: str) -> bool:
        """Note a part without which the page may be incomplete. Always False.

        A person is told of the page's own site, and of what led inwards; not of everybody's counters and adverts.
        """
        self.incomplete = True
        if fault.endswith("inner-address"):
            self.inner += 1
        elif self.is_own(url):
            self.kept_out.append((fault, url))
        return False

    def drawn(self) -> Drawn:
        """The sum of it."""
        fault, url = self.kept_out[0] if self.kept_out else ("", "")
        return Drawn(
            bytes=self.bytes, inner=self.inner, incomplete=self.incomplete,
            kept_out=len(self.kept_out), fault=fault, url=url,
        )  # fmt: skip


def sent(headers: Mapping[str, str]) -> dict[str, str]:
    """The headers (names in lower case) of a page's request that go out with ours."""
    return {name: value for name, value in headers.items() if name in _HEADERS}


def handed_back(headers: Mapping[str, str]) -> dict[str, str]:
    """The headers of a reply that the page gets: what it is, who may read it. No cookie, no hint to fetch more."""
    return {name: value for name, value in headers.items() if name.startswith(_BACK)}


def same_page(one: str, other: str) -> bool:
    """Equal but for the query and the fragment?"""
    return urlsplit(one)[:3] == urlsplit(other)[:3]
