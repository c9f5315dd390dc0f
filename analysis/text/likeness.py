"""How much of one text stands in another: the measure behind near-duplicates. Pure arithmetic on character 3-grams.

A cut, a call in front, an emoji or a few changed characters leave long pieces of the wording whole; so the measure
is the share of the shorter text's characters that stand in a common 3-gram (containment: half of a notice is all in
the notice). Forms filled in differently (寻人, 出租), other news above the same signature and other posts below the
same notice share much wording as well; what tells them from copies is that *both* texts have words of their own at
the same place. A cut leaves such words to one of the two, and so does a comment that is put in front.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.text.clean import simplified

Grams = NDArray[np.uint32]
_Flags = NDArray[np.bool_]
_A, _B, _C = np.uint32(0x9E3779B1), np.uint32(0x85EBCA77), np.uint32(0xC2B2AE3D)  # odd: nothing is lost
_SHIFT, _DIGIT, _ZERO, _NINE = np.uint32(15), np.uint32(1), np.uint32(48), np.uint32(9)
_FIRST_HAN, _HAN = np.uint32(0x4E00), np.uint32(0x5200)
_SLOT = np.uint32(2**16 - 1)
_LONGEST_FORM = 4
LONGEST = 20_000
_LINK = re.compile(r"〔[^〔〕]{1,6}〕|(?:[a-z][a-z0-9+.\-]{1,20}://|www\.)[!-~]+", re.IGNORECASE)
_LINK_SIGNS = ("〔", "://", "www.")
_TOPIC = re.compile(r"#[^#\n]{2,40}#|//@")

COVERED = 0.45
"""A copy has at least this share of the shorter text's characters in common pieces."""
TAGGED_COVERED = 0.62
"""The same when both carry a #topic# or a chain of //@handles, which other posts on the matter have as well."""
UNEQUAL, UNEQUAL_COVERED = 3.0, 0.9
"""A short text inside one of many times its length: much of it may be everyday phrases."""
BETWEEN, BETWEEN_SHARE = 7, 0.2
"""Characters of its own that both texts may have between common pieces, and their share of the whole stretch."""
AROUND = 20
"""Characters of its own that both texts may have before the common pieces, or behind them."""
LEFT_OF_FIRST = 0.3
"""The share of the first post that a copy of its copies must still have."""
DIGITS = 2
"""So many digits of its own between common pieces in both: other ages, prices, dates in the same form."""


class _Forms(dict[int, str]):
    """Code point → what is compared: simplified, lower case, marks and everything but letters and digits gone."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        form = unicodedata.normalize("NFKD", char)
        plain = "" if len(form) > _LONGEST_FORM else "".join(simplified().get(c, c) for c in form)
        self[code] = kept = "".join(filter(str.isalnum, plain.lower()))
        return kept


_FORMS = _Forms()


def canonical(text: str) -> str:
    """Letters and digits of `text` only: copies differ first in punctuation, spaces and emoji."""
    return text.translate(_FORMS)


def without_links(text: str) -> str:
    """`text` without links and redaction's placeholders: they are the same, or not, whatever is said."""
    return _LINK.sub(" ", text) if any(sign in text for sign in _LINK_SIGNS) else text


def tagged(text: str) -> bool:
    """Whether `text` carries a #topic# or a chain of //@handles."""
    return ("#" in text or "//@" in text) and _TOPIC.search(text) is not None


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """A canonical text as its 3-grams in order. `first` marks those not met before, None when all are.

    The lowest bit of a gram says whether its first character is a digit, the others are a hash of our own: Python's
    hash() differs from process to process. `size`: characters, repetitions (哈哈哈哈) counted once; `han`: those
    that are Han.
    """

    grams: Grams
    first: _Flags | None
    size: int
    han: int
    tagged: bool


@dataclass(frozen=True, slots=True)
class _Own:
    """What one of two texts has for itself: characters before, between and behind the common pieces."""

    before: int
    between: int
    behind: int
    digits: int  # between


class Likeness:
    """Compares texts. Keeps two scratch tables; not thread-safe."""

    def __init__(self) -> None:
        self._inside: _Flags = np.zeros(int(_SLOT) + 1, dtype=np.bool_)
        self._order = np.arange(LONGEST, dtype=np.int16)
        self._place: NDArray[np.int16] = np.zeros(int(_SLOT) + 1, dtype=np.int16)

    def said(self, text: str, *, tagged: bool = False) -> Said:
        """The 3-grams of a canonical text of 3 to `LONGEST` characters."""
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        grams = codes[:-2] * _A
        grams += codes[1:-1]
        grams *= _B
        grams += codes[2:]
        grams ^= grams >> _SHIFT
        grams *= _C
        grams ^= grams >> _SHIFT
        grams |= _DIGIT
        grams -= (codes[:-2] - _ZERO) > _NINE
        slots = (grams >> _DIGIT) & _SLOT
        order = self._order[: len(grams)]
        self._place[slots[::-1]] = order[::-1]
        first = self._place[slots] == order
        distinct = int(np.count_nonzero(first))
        han = int(np.count_nonzero((codes - _FIRST_HAN) < _HAN))
        return Said(grams, None if distinct == len(grams) else first, distinct + 2, han, tagged)

    def shares(self, text: Said, others: Sequence[Said]) -> list[float]:
        """`share` with each of `others`; quick where they have little in common."""
        slots = (text.grams >> _DIGIT) & _SLOT
        self._inside[slots] = True
        common = [int(np.count_nonzero(self._inside[(other.grams >> _DIGIT) & _SLOT])) for other in others]
        self._inside[slots] = False
        # A common 3-gram covers three characters at most.
        return [
            self.share(text, other) if 3 * count >= COVERED * min(text.size, other.size) else 0.0
            for count, other in zip(common, others, strict=True)
        ]

    def covered(self, a: Said, b: Said) -> float:
        """The share of the shorter text's characters that stand in common pieces."""
        short, long = (a, b) if a.size <= b.size else (b, a)
        return _covered(short, self._common(short, long)) / short.size

    def share(self, a: Said, b: Said) -> float:
        """The share of the shorter text that stands in the other one; 0 when that makes no copy of it."""
        short, long = (a, b) if a.size <= b.size else (b, a)
        flags = self._common(short, long)
        share = _covered(short, flags) / short.size
        if share < _enough(short, long):
            return 0.0
        one, other = _own(short, flags), _own(long, self._common(long, short))
        stretch = len(flags) - one.before - one.behind
        differs = (
            min(one.between, other.between) > max(BETWEEN, BETWEEN_SHARE * stretch)
            or min(one.before, other.before) + min(one.behind, other.behind) > AROUND
            or min(one.digits, other.digits) >= DIGITS
        )
        return 0.0 if differs else share

    def _common(self, text: Said, other: Said) -> _Flags:
        """For each character of `text` whether it stands in a 3-gram that the other text has."""
        slots = (other.grams >> _DIGIT) & _SLOT
        self._inside[slots] = True
        common = self._inside[(text.grams >> _DIGIT) & _SLOT]
        self._inside[slots] = False
        flags = np.zeros(len(common) + 2, dtype=np.bool_)
        flags[:-2] = common
        flags[1:-1] |= common
        flags[2:] |= common
        return flags


def _enough(short: Said, long: Said) -> float:
    if long.size > UNEQUAL * short.size:
        return UNEQUAL_COVERED
    return TAGGED_COVERED if short.tagged and long.tagged else COVERED


def _covered(text: Said, flags: _Flags) -> int:
    if text.first is None:
        return int(np.count_nonzero(flags))
    return int(np.count_nonzero(flags[:-2] & text.first)) + int(np.count_nonzero(flags[-2:]))


def _own(text: Said, flags: _Flags) -> _Own:
    before, behind = int(flags.argmax()), int(flags[::-1].argmax())
    inner = ~flags[before : len(flags) - behind]
    digits = (text.grams[before : len(flags) - behind] & _DIGIT).astype(np.bool_)
    return _Own(before, int(np.count_nonzero(inner)), behind, int(np.count_nonzero(inner[: len(digits)] & digits)))
