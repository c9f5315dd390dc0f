"""The wording of a text: its rare-able pieces, three Han characters long, and how alike two texts are.

A new rumour travels as copied or half-copied wording; three characters in a row that nobody wrote before are its
strongest single trace, and need no dictionary (jieba does not know 牙签弩).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from analysis.text.clean import clean

LENGTHS = (2, 3)
LENGTH = 3
_NOISE = re.compile(r"https?://\S+|www\.\S+|@[\w\-·]{1,20}|\[[^\[\]]{1,8}\]|回复\s*@?\S{0,12}[::]")
_SYMBOL = re.compile(r"[^\w\s,。.!?;:、…()《》“”\"'\n]+|_+")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+")


def normalise(text: str) -> str:
    """Lower case, one form per character; addresses, handles and emoticons cut out, ornaments dropped.

    Ornaments between two Han characters (免★费) only disguise; sentence marks stay, they end a run of wording.
    """
    return _SYMBOL.sub("", _NOISE.sub(" ", clean(text).text)).lower()


def han_runs(text: str) -> list[str]:
    """The stretches of Han characters in a normalised text."""
    return _HAN.findall(text)


def grams(text: str) -> frozenset[str]:
    """Every two and every three Han characters in a row, each once."""
    return frozenset(
        run[i : i + length] for run in han_runs(text) for length in LENGTHS for i in range(len(run) - length + 1)
    )


def pack(gram: str) -> int:
    """A gram as a stable number below 2**63: three code points side by side. Never Python's salted hash()."""
    value = 0
    for char in gram:
        value = value << 21 | ord(char)
    return value


def longest_strings(text: str, wanted: Iterable[str]) -> list[str]:
    """The stretches of `text` that consist of overlapping `wanted` grams, in order."""
    chosen = frozenset(wanted)
    found: list[str] = []
    for run in han_runs(text):
        start = None
        for i in range(len(run) - LENGTH + 2):
            inside = run[i : i + LENGTH] in chosen and i + LENGTH <= len(run)
            if inside and start is None:
                start = i
            elif not inside and start is not None:
                found.append(run[start : i + LENGTH - 1])
                start = None
    return found
