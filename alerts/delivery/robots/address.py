"""A robot's address: short (``wecom://KEY``) or the long one that the chat shows, to be pasted as it is. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import parse_qs, quote, unquote, urlsplit

from alerts.delivery.parcel import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where to POST, and what the robot's security settings ask for. Never printed: both are secrets."""

    url: str = field(repr=False)
    secret: str = field(default="", repr=False)
    keyword: str = ""


def address(url: str, official: str, *, secret: str = "", keyword: str = "") -> Address:
    """`url` as the robot's own: `official` with the key behind it, or an http(s) address as it is.

    ``scheme://KEY?secret=…&keyword=…`` and ``scheme://SECRET@KEY`` are understood; `secret` and `keyword` go first.
    Raises `Refused` when there is no key.
    """
    try:
        parts = urlsplit(url)
        if parts.scheme in {"http", "https"}:
            return Address(url=url, secret=secret, keyword=keyword)
        query = parse_qs(parts.query)
        before, _, key = parts.netloc.rpartition("@")
    except ValueError:
        raise Refused("address", halts=True) from None
    key = unquote(key)
    if not key:
        raise Refused("address", halts=True)
    return Address(
        url=f"{official}{quote(key, safe='-_.~')}",
        secret=secret or query.get("secret", [""])[0] or unquote(before),
        keyword=keyword or query.get("keyword", [""])[0],
    )
