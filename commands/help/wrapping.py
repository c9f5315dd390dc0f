"""Lines that fit a terminal: a Chinese character takes two columns, and a closing mark may not begin a line."""

from __future__ import annotations

import re
import unicodedata

_CLOSING = "，。、；：？！”’）》】」』,.;:!?)\\]}"
# A run that stays together: a word with the closing marks behind it, or a single wide character with them.
_PIECES = re.compile(rf"\s+|[\x21-\x7e]+[{_CLOSING}]*|[^\s\x21-\x7e][{_CLOSING}]*")


def columns(text: str) -> int:
    """How many columns of a terminal `text` takes."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text if not unicodedata.combining(c))


def wrap(text: str, width: int) -> list[str]:
    """`text` in lines of at most `width` columns where its words allow it; line ends in `text` are kept."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for piece in _PIECES.findall(paragraph):
            if line and columns(line) + columns(piece.rstrip()) > width:
                lines.append(line.rstrip())
                line = ""
            line += piece if line else piece.lstrip()
        lines.append(line.rstrip())
    return lines
