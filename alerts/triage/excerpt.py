"""The few words of a post that may leave the console: one line, at most 40 characters, no link, no trick."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urldefrag, urlsplit

LONGEST = 40
"""The most characters of a post that leave the console (ARCHITECTURE, promise 3)."""

_LINK = re.compile(r"(?:[a-z][a-z0-9+.\-]{1,20}://|www\.)[^\s〔〕]+", re.IGNORECASE)
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_JOINER = "\u200d"  # holds families of emoji together


def one_line(text: str) -> str:
    """`text` on one line, without links (one could lead to a reply) and without characters nobody can see."""
    visible = "".join(
        character if character == _JOINER or unicodedata.category(character) not in _INVISIBLE else " "
        for character in text
    )
    return " ".join(_LINK.sub("〔链接〕", visible).split())


def excerpt(text: str) -> str:
    """The beginning of `text`, at most `LONGEST` characters; a placeholder such as 〔电话〕 is never cut in two."""
    line = one_line(text)
    if len(line) <= LONGEST:
        return line
    cut = line[: LONGEST - 1]
    opened = cut.rfind("〔")
    if opened > cut.rfind("〕"):
        cut = cut[:opened]
    return cut.rstrip() + "…"


def thread_link(address: str) -> str:
    """The address of a thread without the fragment that would name one reply; empty when it is no web address."""
    try:
        parts = urlsplit(address)
        plain = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.username is None
    except ValueError:
        return ""
    return urldefrag(address).url if plain and not re.search(r"\s", address) else ""
