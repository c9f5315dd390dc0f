"""What jieba's dictionary knows of a word, and text cut into such words without guessing at unknown ones.

jieba itself guesses: it cuts 牙签弩 well and 喝白酒 into 喝白 and 酒. Where a torn piece would be shown to people,
only words that stand in a dictionary count, and everything else stays single characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import IntEnum
from functools import cache
from math import log

import jieba

_TOTAL = log(60_000_000)  # words that jieba's dictionary has counted
_LONGEST = 5
_OWN = 400
"""How often a word of our own counts as seen: as an ordinary noun."""
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+")
_OTHER = re.compile(r"[a-z0-9][a-z0-9.\-]*|.", re.DOTALL)


class Kind(IntEnum):
    """What sort of word the dictionary takes one for."""

    OTHER = 0
    NAME = 1
    SMALL = 2  # adverbs, pronouns, prepositions, particles, times, numbers: never what a story is about
    THING = 3  # nouns and names of places and works


class Lexicon:
    """jieba's dictionary with words of our own (places, products, watch words) added."""

    def __init__(self, own: Iterable[str] = ()) -> None:
        self._own = frozenset(word for word in own if len(word) > 1 and _HAN.fullmatch(word))
        self._longest = max([_LONGEST, *map(len, self._own)])

    def kind(self, word: str) -> Kind | None:
        """What `word` is; None when it is in no dictionary."""
        if word in self._own:
            return Kind.THING
        packed = _dictionary().get(word)
        return None if packed is None else Kind(packed & 3)

    def frequency(self, word: str) -> int:
        """How often the dictionary has seen it; 0 when it does not know it."""
        return max(_OWN if word in self._own else 0, _dictionary().get(word, 0) >> 2)

    def cut(self, text: str) -> list[str]:
        """`text` in dictionary words; Latin words whole, other characters one by one. Joined they are `text`."""
        found: list[str] = []
        at = 0
        for run in _HAN.finditer(text):
            found += _OTHER.findall(text[at : run.start()])
            found += self._cut_run(run[0])
            at = run.end()
        return found + _OTHER.findall(text[at:])

    def _cut_run(self, run: str) -> list[str]:
        """The most likely way through a stretch of Han characters, by the words' frequencies alone."""
        best: list[tuple[float, int]] = [(0.0, len(run))] * (len(run) + 1)
        for start in range(len(run) - 1, -1, -1):
            best[start] = (log(max(1, self.frequency(run[start]))) - _TOTAL + best[start + 1][0], start + 1)
            for end in range(start + 2, min(len(run), start + self._longest) + 1):
                seen = self.frequency(run[start:end])
                if seen and (worth := log(seen) - _TOTAL + best[end][0]) > best[start][0]:
                    best[start] = (worth, end)
        words: list[str] = []
        at = 0
        while at < len(run):
            words.append(run[at : best[at][1]])
            at = best[at][1]
        return words


@cache
def _dictionary() -> dict[str, int]:
    """Words of up to five Han characters → how often seen, times four, plus their kind."""
    with jieba.get_dict_file() as file:
        entries = re.findall(r"^([\u3400-\u9fff]{1,5}) (\d+) (\S+)$", file.read().decode(), re.MULTILINE)
    return {word: (max(1, int(seen)) << 2) | _kind(tag) for word, seen, tag in entries}


@cache
def _kind(tag: str) -> Kind:
    if tag.startswith("nr"):
        return Kind.NAME
    if tag[0] in "drpcutmqfyoehkg" or tag in {"zg", "ud", "vd", "ad"}:
        return Kind.SMALL
    return Kind.THING if tag[0] == "n" else Kind.OTHER
