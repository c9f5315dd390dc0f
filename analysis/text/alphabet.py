"""What cleaning and squeezing make of each character, as arrays over code points: many posts in one go.

Nothing is decided here: every entry is what `analysis.text.clean` and `analysis.text.squeeze` say of that one
character, asked when it is first met. Texts with characters that cannot be judged alone (combining marks,
ligatures, rare scripts) are left to those two.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from analysis.text.clean import clean
from analysis.text.squeeze import is_gap, is_han, is_latin, squeeze

Codes = NDArray[np.uint32]
# No cleaned text has it, so it can stand between texts.
BREAK = "\x00"
# Characters beyond are rare (Han of the dictionaries, tags): the last entry stands for all of them.
_CODES = 0x20000
_MET, _ODD_TO_CLEAN, _ODD_TO_SQUEEZE, _HAN, _GAP, _LATIN = 1, 2, 4, 8, 16, 32
_LONGEST_GAP = 4


class _Alphabet:
    def __init__(self) -> None:
        self.kind = np.zeros(_CODES + 1, np.uint8)
        self.form = np.zeros(_CODES + 1, np.uint32)
        self.lower = np.zeros(_CODES + 1, np.uint32)
        self.kind[0] = _MET | _ODD_TO_CLEAN
        self.kind[_CODES] = _MET | _ODD_TO_CLEAN | _ODD_TO_SQUEEZE
        self.lower[_CODES] = 0xFFFD  # anything but a break; the text is squeezed alone afterwards

    def kinds(self, codes: Codes) -> NDArray[np.uint8]:
        """The kind of each character; learns those that were not met before."""
        kinds = self.kind.take(codes, mode="clip")
        if not kinds.all():
            for code in np.unique(codes[kinds == 0]).tolist():
                self._meet(code)
            kinds = self.kind.take(codes, mode="clip")
        return kinds

    def _meet(self, code: int) -> None:
        char = chr(code)
        form, lower = clean(char).text, char.lower()
        kind = _MET | _HAN * is_han(char) | _GAP * is_gap(char) | _LATIN * is_latin(char)
        if unicodedata.combining(char) or len(form) > 1:
            kind |= _ODD_TO_CLEAN
        # Sigma has another small form at the end of a word.
        if len(lower) != 1 or char == "\u03a3" or (kind & _HAN and kind & _GAP):
            kind |= _ODD_TO_SQUEEZE
        self.kind[code] = kind
        self.form[code] = ord(form) if len(form) == 1 else 0
        self.lower[code] = ord(lower[:1])


@cache
def _alphabet() -> _Alphabet:
    return _Alphabet()


def joined(texts: Sequence[str]) -> Codes:
    """The code points of `texts`, a `BREAK` after each."""
    text = BREAK.join(texts) + BREAK if texts else ""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def starts_of(texts: Sequence[str]) -> NDArray[np.int64]:
    """Where each text begins in what `joined` makes of them."""
    lengths = np.fromiter(map(len, texts), np.int64, len(texts)) + 1
    return np.cumsum(lengths) - lengths


def clean_all(texts: Sequence[str]) -> list[str]:
    """``clean(text).text`` of each text."""
    if not texts:
        return []
    texts = [text.replace("…", "...") for text in texts]  # by far the commonest that becomes several characters
    alphabet, codes, starts = _alphabet(), joined(texts), starts_of(texts)
    kinds = alphabet.kinds(codes)
    breaks = np.append(starts[1:], len(codes)) - 1
    forms = alphabet.form.take(codes, mode="clip")
    kept = forms != 0
    kept[breaks] = True
    odd = (kinds & _ODD_TO_CLEAN) != 0
    odd[breaks] = False
    cleaned = _split(forms[kept])
    for row in _rows(odd, starts):
        cleaned[row] = clean(texts[row]).text
    return cleaned


def squeeze_all(texts: Sequence[str]) -> list[str]:
    """``squeeze(text).text`` of each of `texts`, which are cleaned."""
    if not texts:
        return []
    alphabet, codes = _alphabet(), joined(texts)
    kinds = alphabet.kinds(codes)
    kinds[codes == 0] = 0
    squeezed = _split(alphabet.lower.take(codes, mode="clip")[_outside_gaps(kinds)])
    odd = (kinds & _ODD_TO_SQUEEZE) != 0
    if odd.any():
        for row in _rows(odd, starts_of(texts)):
            squeezed[row] = squeeze(texts[row]).text
    return squeezed


def _outside_gaps(kinds: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Which characters stay: all but runs of at most four gap characters between Han, or Han and Latin, ones."""
    gap = np.zeros(len(kinds) + 2, np.int8)
    gap[1:-1] = (kinds & _GAP) != 0
    turns = np.flatnonzero(np.diff(gap))
    begin, end = turns[::2], turns[1::2]
    beside = np.append(kinds, np.uint8(0))  # before the first stands the last: a break
    left, right = beside[begin - 1], beside[end]
    joins = ((left & _HAN) != 0) & ((right & (_HAN | _LATIN)) != 0)
    joins |= ((left & _LATIN) != 0) & ((right & _HAN) != 0)
    closed = (end - begin <= _LONGEST_GAP) & joins
    inside = np.zeros(len(kinds) + 1, np.int8)
    inside[begin[closed]] = 1
    inside[end[closed]] -= 1
    outside: NDArray[np.bool_] = np.cumsum(inside[:-1], dtype=np.int8) == 0
    return outside


def _split(codes: Codes) -> list[str]:
    return codes.astype("<u4", copy=False).tobytes().decode("utf-32-le").split(BREAK)[:-1]


def _rows(chosen: NDArray[np.bool_], starts: NDArray[np.int64]) -> list[int]:
    """The texts that hold one of the chosen characters."""
    found: list[int] = np.unique(np.searchsorted(starts, np.flatnonzero(chosen), side="right") - 1).tolist()
    return found
