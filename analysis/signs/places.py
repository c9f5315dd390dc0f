"""Which towns, villages and spots of the configured town a post names.

Most village names are two everyday characters that many another village has too: a name counts only with its
ending (村, 社区), not in the middle of a word, not behind another city's name, and, when it is also a word, only
directly behind the town it lies in (东城平安社区, never 创建平安社区).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import ahocorasick

from analysis.signs.gazetteer import FOLDER, Name, gazetteer
from analysis.text.squeeze import Squeezed, squeeze
from model.config import Spot

# Characters that end a word, so that a two-character name may begin behind them: 在|夏溪村, 昨天|夏溪村.
_WORD_ENDS = frozenset(
    "在到去从是住往来离的和与及跟说讲过回由向对给把被将叫名为有这那我们你他她家了着吗呢吧里内外边近处区镇道市县年月日天"
    "晚早午前后今昨明时候个次趟老村得地也都又还就只才很同于至比像问找经路口旁带爱聊谈看见"
)
# Behind 村, these make another word of it: 村官, 村长, 村落.
_OTHER_WORDS = frozenset("官长医支干落校")
_NUMERALS = frozenset("一二三四五六七八九")
_BREAKS = frozenset(" \n。!?;,、:,.!?;:")
# How far before a name another city's name still speaks for it.
_REACH = 8
# More names than any post has; 100,000 characters of one name would take a second.
_MOST = 5_000


@dataclass(frozen=True, slots=True)
class _Hit:
    start: int
    end: int
    name: Name


class Places:
    """Finds the places of `town`; a town without a file in data/places/ has only those of `own`, if any."""

    def __init__(self, town: str, own: Sequence[Spot] = (), folder: Path = FOLDER) -> None:
        known = gazetteer(town, own, folder)
        self.words = known.words
        self._anchors = sorted(known.anchors.items(), key=lambda pair: -len(pair[0]))
        self._elsewhere = known.elsewhere
        self._automaton = ahocorasick.Automaton()
        for written, name in known.names.items():
            self._automaton.add_word(written, (len(written), name))
        self._empty = not known.names
        if not self._empty:
            self._automaton.make_automaton()

    @property
    def terms(self) -> frozenset[str]:
        """Every way to write a place that is searched for."""
        return frozenset(self._automaton.keys())

    def find(self, text: str) -> tuple[str, ...]:
        """The full names of the places in `text`, each once, in order of appearance."""
        if self._empty:
            return ()
        squeezed = squeeze(text)
        found: dict[str, None] = {}
        for hit in _longest(islice(self._hits(squeezed), _MOST)):
            for place in self._meant(squeezed, hit):
                found[place] = None
        return tuple(found)

    def _hits(self, squeezed: Squeezed) -> Iterator[_Hit]:
        for last, (length, name) in self._automaton.iter(squeezed.text):
            yield _Hit(last + 1 - length, last + 1, name)

    def _meant(self, squeezed: Squeezed, hit: _Hit) -> tuple[str, ...]:
        """The places that a hit stands for: none, itself, or the town before it as well."""
        text = squeezed.text
        if self._far(squeezed, hit.start):
            return ()
        if not hit.name.village:
            return (hit.name.place,)
        if not _ends_well(text, hit):
            return ()
        anchor = self._anchor(text, hit.start)
        if anchor is not None and anchor in {"", hit.name.town}:
            return (anchor, hit.name.place) if anchor else (hit.name.place,)
        if hit.name.careful or not _begins_well(squeezed, hit):
            return ()
        return (hit.name.place,)

    def _anchor(self, text: str, start: int) -> str | None:
        """The town written directly before `start` ("": the whole town); None when there is none."""
        before = text[max(0, start - 12) : start].removesuffix("的")
        return next((town for written, town in self._anchors if before.endswith(written)), None)

    def _far(self, squeezed: Squeezed, start: int) -> bool:
        """Whether another city's name stands shortly before, with none of ours behind it and no break between."""
        at = squeezed.index[start]
        before = squeezed.lowered[max(0, at - _REACH) : at]
        before = before[max((i for i, char in enumerate(before) if char in _BREAKS), default=-1) + 1 :]
        theirs = max((before.rfind(name) for name in self._elsewhere), default=-1)
        ours = max((before.rfind(written) for written, _ in self._anchors), default=-1)
        return theirs > ours


def _ends_well(text: str, hit: _Hit) -> bool:
    following = text[hit.end : hit.end + 1]
    if following in _OTHER_WORDS:
        return False
    # 河南一村民: a villager in Henan; 芝英五村民 might be either.
    return not (following == "民" and text[hit.end - 2] in _NUMERALS)


def _begins_well(squeezed: Squeezed, hit: _Hit) -> bool:
    if hit.start == 0 or len(hit.name.place.removesuffix("村").removesuffix("社区")) > 2:
        return True
    before = squeezed.lowered[squeezed.index[hit.start] - 1]  # what really stands there, a comma for example
    return not "\u4e00" <= before <= "\u9fff" or before in _WORD_ENDS


def _longest(hits: Iterator[_Hit]) -> list[_Hit]:
    """Hits that do not overlap, the leftmost first and of those the longest."""
    chosen: list[_Hit] = []
    for hit in sorted(hits, key=lambda h: (h.start, -h.end)):
        if not chosen or hit.start >= chosen[-1].end:
            chosen.append(hit)
    return chosen
