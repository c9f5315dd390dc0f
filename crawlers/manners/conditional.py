"""Conditional requests (RFC 9110, 13): ask for a page only if it changed since its posts were stored."""

from __future__ import annotations

from collections.abc import Mapping

from store.crawling import Validators

_LONGEST = 1000  # a validator is a short opaque string; anything longer is not worth sending back


def request_headers(known: Validators | None) -> dict[str, str]:
    """The headers that ask "only if changed"; empty when nothing is known of the page."""
    if known is None:
        return {}
    pairs = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in pairs.items() if value}


def validators_of(headers: Mapping[str, str]) -> Validators | None:
    """What a reply's headers (names in lower case) say about its version, None when nothing usable."""
    etag, last_modified = (_usable(headers.get(name)) for name in ("etag", "last-modified"))
    return Validators(etag=etag, last_modified=last_modified) if etag or last_modified else None


def _usable(value: str | None) -> str | None:
    value = (value or "").strip()
    return value if value and len(value) <= _LONGEST and value.isascii() and value.isprintable() else None
