"""Every way a character may be written in a post so that cleaning reads it as that one: 學 for 学, Ａ for a.

For looking up stored texts, which are kept as they were written, before the watch words are searched in earnest.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from analysis.text.clean import simplified
from analysis.text.squeeze import squeeze

# Where characters live that have a plainer form: symbols and letters, compatibility forms, mathematical letters,
# letters in boxes. Traditional characters have a table of their own.
_SPANS = (range(0x21, 0x3400), range(0xF900, 0xFFFE), range(0x1D400, 0x1D800), range(0x1F100, 0x1F300),
          range(0x2F800, 0x2FA20))  # fmt: skip


def spellings(term: str, similar: Mapping[str, str] = MappingProxyType({})) -> tuple[str, ...]:
    """For each letter and digit of `term`, as the matcher sees it, every character that is read as it.

    `similar`: the near-forms of a topic, character → those that stand for it.

    A text in which the matcher finds `term` holds at least one character of each. Empty when the term has none.
    """
    table = _table()
    return tuple(
        "".join(one + table.get(one, "") for one in char + similar.get(char, ""))
        for char in dict.fromkeys(squeeze(term).text)
        if char.isalnum()
    )


def indexed(char: str) -> bool:
    """Whether the search index holds this character: unicode61 keeps letters and digits of old Unicode."""
    return unicodedata.ucd_3_2_0.category(char)[0] in "LN"


@cache
def _table() -> Mapping[str, str]:
    """Plain character → the others that are read as it."""
    found: dict[str, str] = {}
    for char in (*simplified(), *(chr(code) for span in _SPANS for code in span)):
        for plain in set(squeeze(char).text) - {char}:
            found[plain] = found.get(plain, "") + char
    return found
