"""The usual slips of somebody who has never written YAML, found where the parser only says “expected ':'”."""

from __future__ import annotations

import re
from dataclasses import dataclass

_KEY = r"\s*(?:-\s+)?[\w-]+"
_SLIPS = (
    ("tab", re.compile(r" *\t")),
    ("wide_colon", re.compile(rf"{_KEY}：")),
    ("no_space", re.compile(rf"{_KEY}:[^\s/]")),
)
_REACH = 60  # lines: a quotation mark that is never closed is noticed far below


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """`kind` is a message ``config.slip.<kind>``; `line` counts from 1."""

    kind: str
    line: int


def slip(text: str, at: int) -> Slip | None:
    """The likely cause of what the parser noticed in line `at` (from 0): the nearest slip at or above it."""
    lines = text.splitlines()
    for number in range(min(at, len(lines) - 1), max(-1, at - _REACH), -1):
        kind = _kind(lines[number])
        if kind == "empty_list" and not _goes_on(lines[number + 1 : at + 1]):
            kind = None
        if kind:
            return Slip(kind=kind, line=number + 1)
    return Slip(kind="indent", line=at + 1) if at < len(lines) else None


def _kind(line: str) -> str | None:
    bare = re.sub(r"(^|\s)#.*", "", line)
    if not bare.strip():
        return None
    for kind, pattern in _SLIPS:
        if pattern.match(bare):
            return kind
    if re.match(rf"{_KEY}:\s*(\[\]|\{{\}})\s*$", bare):
        return "empty_list"
    return "quote" if bare.count('"') % 2 else None


def _goes_on(below: list[str]) -> bool:
    """Whether the next line that says anything is indented: it was meant to stand inside the list."""
    said = [line for line in below if line.strip() and not line.lstrip().startswith("#")]
    return bool(said) and said[0][0] in " -"
