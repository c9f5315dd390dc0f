"""What a site answers, before it becomes HTTP."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """The parts of a request that the town's sites look at; header names in lower case."""

    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """Status, headers and bytes."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


class Site(Protocol):
    """One web site. `robots` is its robots.txt, `forbidden(path)` what that keeps programs away from."""

    robots: str

    def answer(self, request: Request) -> Reply:
        """The page at this address."""

    def forbidden(self, request: Request) -> bool:
        """Whether robots.txt closes this address."""


def html(
    text: str, *, status: int = 200, charset: str = "utf-8", headers: Mapping[str, str] | None = None
) -> Reply:
    """A page in the charset that it declares."""
    kind = {"Content-Type": f"text/html; charset={charset}"}
    return Reply(body=text.encode(charset), status=status, headers={**(headers or {}), **kind})
