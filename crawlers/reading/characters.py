"""Characters that no text should hold and that no database or JSON writer takes gladly."""

from __future__ import annotations

import re

_BAD = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def scrub(text: str) -> tuple[str, bool]:
    """`text` without NUL, other control characters, lone surrogates, non-characters; and whether any was there."""
    clean = _BAD.sub("", text)
    return clean, len(clean) != len(text)
