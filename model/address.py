"""Whether a text is the address of a public web page."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_LONGEST = 500


def is_web(address: str) -> bool:
    """Whether `address` is http(s) with a host, without a password, blanks or control characters in it."""
    try:
        parts = urlsplit(address)
        plain = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.username is None
    except ValueError:
        return False
    return plain and len(address) <= _LONGEST and not re.search(r"[\s<>\"\x00-\x20\x7f]", address)
