"""Names that the writing itself marks as such: @handles, and foreign ones with a dot in them."""

from __future__ import annotations

import re

from analysis.signs.company import GRAMMAR
from analysis.text.clean import clean
from analysis.text.lexicon import Kind, Lexicon

_HAN = r"[\u3400-\u4dbf\u4e00-\u9fff]"
_DOTTED = re.compile(rf"{_HAN}{{1,8}}(?:[·•・‧]{_HAN}{{1,8}})+")
_HANDLE = re.compile(r"@\s?([\w\-]{2,20})")


def names_marked(text: str) -> frozenset[str]:
    """Names that the writing itself marks: @handles, and foreign ones with a dot (阿依古丽·买买提), in parts."""
    if "@" not in text and "＠" not in text and not _DOTS.intersection(text):
        return frozenset()
    plain = clean(text).text.lower()
    found = {match[1] for match in _HANDLE.finditer(plain)}
    for match in _DOTTED.finditer(plain):
        parts = _DOT.split(match[0])
        parts[0], parts[-1] = _tail(parts[0]), _head(parts[-1])
        found |= {"·".join(parts), "".join(parts), *(part for part in parts if len(part) > 1)}
    return frozenset(found)


_DOTS = frozenset("·•・‧")
_DOT = re.compile("[·•・‧]")
_LEXICON = Lexicon()


def _tail(text: str) -> str:
    """The end of `text` that is no ordinary word: 阿依古丽 of 说要等阿依古丽."""
    words = _LEXICON.cut(text)
    kept = len(words) - 1
    while kept and _strange(words[kept - 1]):
        kept -= 1
    return "".join(words[kept:])


def _head(text: str) -> str:
    words = _LEXICON.cut(text)
    kept = 1
    while kept < len(words) and _strange(words[kept]):
        kept += 1
    return "".join(words[:kept])


def _strange(word: str) -> bool:
    return word not in GRAMMAR and (len(word) == 1 or _LEXICON.kind(word) is Kind.NAME)
