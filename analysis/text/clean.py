"""The text as programs compare it: one form for every character, nothing invisible, and the way back.

Removed: zero-width, bidirectional and variation marks, controls, NUL, lone surrogates, private-use characters.
Changed: NFKC (full-width letters, ligatures), traditional to simplified Chinese, every line break to ``\\n``.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

_TABLE = Path(__file__).resolve().parents[2] / "data" / "lexicons" / "simplified.txt"

# Invisible although their category says letter, mark or symbol.
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\u2800")
_VARIATION = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))
# White letters on black discs and squares, and those of flags: Unicode gives them no plain form.
_BOXED = {chr(first + i): chr(ord("A") + i) for first in (0x1F150, 0x1F170, 0x1F1E6) for i in range(26)}
_LINE_BREAKS = frozenset("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")
# Marks stacked on one character; CPython's normalisation is quadratic in them, no script needs more.
_MOST_MARKS = 6
# ﷺ becomes 18 letters: nothing that we compare, and a way to make one megabyte many.
_LONGEST_FORM = 4


@dataclass(frozen=True, slots=True)
class Cleaned:
    """`text` cleaned; character ``text[i]`` came from ``source[offsets[i]:ends[i]]`` of the original text."""

    text: str
    offsets: Sequence[int]
    ends: Sequence[int]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original text that gave ``text[start:end]`` (an empty span stays empty)."""
        if end <= start:
            at = self.offsets[start] if start < len(self.text) else (self.ends[-1] if self.text else 0)
            return at, at
        return self.offsets[start], self.ends[end - 1]


def clean(text: str) -> Cleaned:
    """`text` in the form used for comparing. Never raises; linear in the length of `text`."""
    forms = {char: _form(char) for char in set(text)}
    if any(unicodedata.combining(char) for char in forms):
        return _collect(_clusters(text))
    if all(len(form) == 1 for form in forms.values()):
        same = range(len(text)), range(1, len(text) + 1)
        return Cleaned("".join(map(forms.__getitem__, text)), *same)
    return _collect((i, i + 1, forms[char]) for i, char in enumerate(text))


def _collect(pieces: Iterator[tuple[int, int, str]]) -> Cleaned:
    parts: list[str] = []
    offsets: list[int] = []
    ends: list[int] = []
    for start, end, form in pieces:
        if form:
            parts.append(form)
            offsets += [start] * len(form)
            ends += [end] * len(form)
    return Cleaned("".join(parts), offsets, ends)


def _clusters(text: str) -> Iterator[tuple[int, int, str]]:
    """Each character with the combining marks after it, as (start, end, cleaned form)."""
    start, marks, form = 0, 0, ""
    for i, char in enumerate(text):
        if unicodedata.combining(char):
            marks += 1
            form += _form(char) if marks <= _MOST_MARKS else ""
            continue
        if i:
            yield start, i, _composed(form)
        start, marks, form = i, 0, _form(char)
    if text:
        yield start, len(text), _composed(form)


@lru_cache(maxsize=4096)
def _composed(form: str) -> str:
    return form if len(form) < 2 else unicodedata.normalize("NFKC", form)


@lru_cache(maxsize=65536)
def _form(char: str) -> str:
    """What one character becomes: '' (removed), itself, or its plain form."""
    if char in _LINE_BREAKS:
        return "\n"
    if char == "\t":
        return char
    if char in _BLANK or any(ord(char) in span for span in _VARIATION) or _unseen(char):
        return ""
    form = _BOXED.get(char) or unicodedata.normalize("NFKC", char)
    if len(form) > _LONGEST_FORM:
        return char
    return "".join(simplified().get(c, c) for c in form if not _unseen(c))


def _unseen(char: str) -> bool:
    if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Me"}:
        return True
    return ord(char) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(char) <= 0xFDEF  # noncharacters


@cache
def simplified() -> dict[str, str]:
    """Traditional character → simplified one."""
    lines = _TABLE.read_text(encoding="utf-8").splitlines()
    return {line[0]: line[1] for line in lines if not line.startswith("#")}
