"""What is left of a story when its people are taken out: a matter of the town, or only talk about somebody."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from analysis.emergence.naming import Name, Wording

_LIST = Path(__file__).resolve().parents[2] / "data" / "lexicons" / "private_life.txt"
_MOSTLY = 0.5  # of the threads name somebody: the story is about them
_SHARED = 0.4  # of the threads speak of a matter that is told


def matters(wording: Wording, names: list[Name]) -> list[Name]:
    """`names`, or nothing when the story is about people and none of its terms is a matter of its own.

    Where most threads name somebody, a matter must be said in two of five, and 出轨 or 离婚 is none.
    """
    if len(wording.peopled) < _MOSTLY * len(wording.threads):
        return names
    least = max(2.0, _SHARED * len(wording.threads))
    return names if any(len(name.threads) >= least and not private(name.text) for name in names) else []


def private(term: str) -> bool:
    """Whether a term only concerns the persons it is said of (data/lexicons/private_life.txt)."""
    rest = term
    for word in sorted(_words(), key=len, reverse=True):
        rest = rest.replace(word, "")
    return len(rest) < 2


@cache
def _words() -> frozenset[str]:
    lines = _LIST.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
