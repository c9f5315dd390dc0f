"""Words as claims and posts are compared: one word for many that mean the same, none that any talk has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

_FOLDER = Path(__file__).resolve().parents[2] / "data" / "lexicons"
WINDOW, STEP = 45, 22
"""Words of a long post that are compared at a time: a claim is one or two sentences of a long story."""
_SPARE = 10


def alike(words: Iterable[str]) -> list[str]:
    """The words in their order, each as the first of its group (小孩 → 孩子)."""
    return [_groups().get(word, word) for word in words]


def contents(words: Iterable[str]) -> list[str]:
    """The different words that say something, in the order in which they first stand."""
    return [word for word in dict.fromkeys(words) if word not in _talk()]


def pairs(words: Iterable[str]) -> list[str]:
    """The different pairs of neighbouring characters of `words` written together.

    Not those within talk (是什么): they are no wording of a claim, and questions are full of them.
    """
    talk = _talk()
    marked = [(character, word in talk) for word in words for character in word]
    return list(dict.fromkeys(a + b for (a, in_talk), (b, still) in pairwise(marked) if not (in_talk and still)))


def windows(words: Sequence[str]) -> Iterator[Sequence[str]]:
    """Overlapping parts of a long post, or the whole of a short one."""
    if len(words) <= WINDOW + _SPARE:
        yield words
        return
    for start in range(0, len(words) - STEP, STEP):
        yield words[start : start + WINDOW]


def _lines(name: str) -> Iterator[list[str]]:
    for line in (_FOLDER / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split()


@cache
def _groups() -> dict[str, str]:
    found: dict[str, str] = {}
    for group in _lines("alike.txt"):
        for word in group:
            found.setdefault(word, group[0])
    return found


@cache
def _talk() -> frozenset[str]:
    return frozenset(word for line in _lines("talk.txt") for word in line)
