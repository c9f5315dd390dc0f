"""A long text in parts that a channel takes, counted in its bytes. Pure.

A part ends between two paragraphs if it can, else between two lines, else behind a mark of punctuation, else
between two characters; inside a link only when the link alone is longer than a whole part.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

Size = Callable[[str], int]
"""How many bytes of a channel's limit a text takes."""

_LINK = re.compile(r"https?://[!-~]+")  # Chinese marks stand behind a link without a blank
_STOPS = "\u3002\uff01\uff1f\uff1b\uff0c\u3001\uff1a.!?;, "
_JOINERS = frozenset({"\u200d", "\ufe0f"})


def utf8(text: str) -> int:
    """Bytes of `text` in UTF-8."""
    return len(text.encode("utf-8", "replace"))


def split(text: str, limit: int, size: Size = utf8) -> list[str]:
    """`text` in parts of at most `limit` bytes each; put together, nothing but line ends is missing.

    Raises ValueError for a limit below 8 bytes: a single character may take six, escaped.
    """
    if limit < 8:
        raise ValueError("no text fits into so few bytes")
    parts: list[str] = []
    for paragraph in text.split("\n\n"):
        joined = f"{parts[-1]}\n\n{paragraph}" if parts else paragraph
        if size(joined) <= limit:
            parts[-1:] = [joined]
        elif size(paragraph) <= limit:
            parts.append(paragraph)
        else:
            _add_lines(parts, paragraph, limit, size)
    return [part for part in parts if part.strip()] or [""]


def _add_lines(parts: list[str], paragraph: str, limit: int, size: Size) -> None:
    """Put the lines of a paragraph that is too long behind what the last part holds."""
    between = "\n\n"
    for line in paragraph.split("\n"):
        left = limit - size(f"{parts[-1]}{between}") if parts else limit
        room = left if left >= limit // 2 else limit  # a heading does not stand alone for a long line's sake
        for piece in [line] if size(line) <= limit else _broken(line, room, limit, size):
            joined = f"{parts[-1]}{between}{piece}" if parts else piece
            if size(joined) <= limit:
                parts[-1:] = [joined]
            else:
                parts.append(piece)
            between = "\n"


def _broken(line: str, room: int, limit: int, size: Size) -> Iterator[str]:
    """A line that is too long, in pieces; the first takes at most `room` bytes."""
    rest = line
    while size(rest) > limit:
        end = _place(rest, _fitting(rest, room, size))
        yield rest[:end]
        rest, room = rest[end:], limit
    if rest:
        yield rest


def _fitting(text: str, limit: int, size: Size) -> int:
    """How many characters from the beginning take at most `limit` bytes."""
    low, high = 1, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if size(text[:middle]) <= limit else (low, middle - 1)
    return low


def _place(text: str, most: int) -> int:
    """Where to break within the first `most` characters."""
    for link in _LINK.finditer(text):
        if link.start() < most < link.end():
            if link.start() > 0:
                return link.start()
            return most  # the link alone is too long
    stops = [place + 1 for place in range(most // 2, most) if text[place] in _STOPS and not _in_link(text, place)]
    return stops[-1] if stops else _between_characters(text, most)


def _in_link(text: str, place: int) -> bool:
    return any(link.start() <= place < link.end() - 1 for link in _LINK.finditer(text))


def _between_characters(text: str, most: int) -> int:
    """Not before what belongs to the character in front: an accent, the next figure of a family of emoji."""
    place = most
    while place > max(1, most - 20) and _belongs(text, place):
        place -= 1
    return place if not _belongs(text, place) else most


def _belongs(text: str, place: int) -> bool:
    here, before = text[place], text[place - 1]
    return bool(unicodedata.combining(here)) or here in _JOINERS or before == "\u200d"
