"""Cleaned text in lower case, without what people put between the characters of a word to hide it.

``跳 楼``, ``跳*楼`` and ``跳😱楼`` all read 跳楼. The end of a sentence stays: ``去跳。楼下`` is two things.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.text.clean import Cleaned, clean

# At most four characters that are no letters or digits, between two Han characters, or one and a letter (K*粉).
_HAN, _LATIN, _BETWEEN = r"[\u3400-\u9fff]", "[a-z0-9]", r"(?:[^\w\n。!?;]|_)"
_GAP = re.compile(
    rf"(?<={_HAN}){_BETWEEN}{{1,4}}(?:(?={_HAN})|(?={_LATIN}))|(?<={_LATIN}){_BETWEEN}{{1,4}}(?={_HAN})"
)


@dataclass(frozen=True, slots=True)
class Squeezed:
    """`text` to search in; ``text[i]`` is ``lowered[index[i]]``; `lowered` has one character per cleaned one."""

    text: str
    index: Sequence[int]
    lowered: str
    cleaned: Cleaned

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original text that gave ``text[start:end]``, which is not empty."""
        return self.cleaned.original(self.index[start], self.index[end - 1] + 1)

    def gapped(self, start: int, end: int) -> bool:
        """Whether something was taken out inside ``text[start:end]``."""
        return self.index[end - 1] - self.index[start] != end - 1 - start


def squeeze(text: str) -> Squeezed:
    """`text` cleaned, in lower case, gaps between Han characters closed. Linear in the length of `text`."""
    cleaned = clean(text)
    lowered = cleaned.text.lower()
    if len(lowered) != len(cleaned.text):  # İ becomes two characters
        lowered = "".join(char.lower() if len(char.lower()) == 1 else char for char in cleaned.text)
    parts: list[str] = []
    index: list[int] = []
    at = 0
    for gap in _GAP.finditer(lowered):
        parts.append(lowered[at : gap.start()])
        index += range(at, gap.start())
        at = gap.end()
    if not parts:
        return Squeezed(lowered, range(len(lowered)), lowered, cleaned)
    parts.append(lowered[at:])
    index += range(at, len(lowered))
    return Squeezed("".join(parts), index, lowered, cleaned)


def is_han(char: str) -> bool:
    """Whether a gap may stand beside `char`."""
    return re.match(_HAN, char) is not None


def is_latin(char: str) -> bool:
    """Whether a gap may stand between `char` and a Han character."""
    return re.match(_LATIN, char.lower()) is not None


def is_gap(char: str) -> bool:
    """Whether `char` may be part of a gap."""
    return re.match(_BETWEEN, char) is not None
