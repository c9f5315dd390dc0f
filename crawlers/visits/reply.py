"""An HTTP reply as a visit sees it, and what may be kept of its address."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """What drawing a page in a browser took: `bytes` of what its scripts asked for.

    `incomplete`: scripts or data did not come, so that the page may lack something. `kept_out`: how many of them on
    the page's own site; `fault` and `url` are those of the first. `inner`: how many led into this machine or its
    network. `wall`: the page is one (a word of reading/walls.py).
    """

    bytes: int = 0
    inner: int = 0
    incomplete: bool = False
    kept_out: int = 0
    fault: str = ""
    url: str = ""
    wall: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An HTTP reply; header names in lower case, `url` the final address. `drawn`: a browser was needed."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    drawn: Drawn | None = None


def notes_on(drawn: Drawn) -> Iterator[tuple[str, dict[str, str]]]:
    """What people should know of it: kinds of trouble, with what fills their messages."""
    if drawn.inner:
        yield "javascript-inner", {"count": str(drawn.inner)}
    if drawn.kept_out:
        yield "javascript-kept-out", {"count": str(drawn.kept_out)}


def content_type_of(header: str) -> tuple[str, str]:
    """Media type and charset of a Content-Type header, both lower case and '' when not said."""
    kind, *parameters = [part.strip() for part in header.split(";")]
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            return kind.lower(), value.strip().strip("\"'").lower()
    return kind.lower(), ""


def storable_url(url: str) -> str:
    """An address as it may stand in an issue: printable, at most 300 characters."""
    return "".join(c if c.isprintable() else "?" for c in url[:300])
