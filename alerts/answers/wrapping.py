"""Chinese text in lines of a width: no line begins with a closing mark or ends with an opening one. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable

# W3C, Requirements for Chinese Text Layout, 3.1.3: what may not begin and what may not end a line.
_NO_START = frozenset(
    "\u3001\u3002\uff0c\uff0e\uff01\uff1f\uff1a\uff1b\uff09\u300b\u300d\u300f\u3011\u201d\u2019\u2026\u2014,.!?:;)]%"
    "\u2460\u2461\u2462\u2463\u2464\u2465\u2466\u2467\u2468\u2469"
)
_NO_END = frozenset("\uff08\u300a\u300c\u300e\u3010\u201c\u2018([")
_WORD = re.compile(r"[\uff08(][^\uff09)]{1,4}[\uff09)]|[A-Za-z0-9][A-Za-z0-9.:/\-_%+@]*|\s+|.", re.DOTALL)


def wrap(text: str, width: float, measure: Callable[[str], float]) -> list[str]:
    """`text` in lines no wider than `width` as `measure` sees them; Latin words stay whole if they fit."""
    return [line for part in text.split("\n") for line in _paragraph(part, width, measure)]


def _paragraph(text: str, width: float, measure: Callable[[str], float]) -> list[str]:
    lines, line = list[str](), ""
    for piece in _pieces(text, width, measure):
        if not line or measure((line + piece).rstrip()) <= width:
            line += piece if line or not piece.isspace() else ""
            continue
        carried = _carried(line, piece)
        lines.append(line[: len(line) - len(carried)].rstrip())
        line = (carried + piece).lstrip()
    return [*lines, line.rstrip()] if line.strip() else lines


def _pieces(text: str, width: float, measure: Callable[[str], float]) -> list[str]:
    """Words and characters; a word wider than a line in its characters."""
    found = _WORD.findall(text)
    return [part for word in found for part in (word if measure(word) > width else [word])]


def _carried(line: str, piece: str) -> str:
    """What of the line's end goes on to the next line, so that neither breaks the rules."""
    cut = len(line)
    while cut > 1 and (line[cut - 1] in _NO_END or _starts_badly(line[cut:] + piece)):
        cut -= 1
    return line[cut:] if cut > 1 else ""


def _starts_badly(text: str) -> bool:
    return text[:1] in _NO_START
