"""An HTTP reply as a visit sees it, and what may be kept of its address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An HTTP reply; header names in lower case, `url` the final address."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes


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
