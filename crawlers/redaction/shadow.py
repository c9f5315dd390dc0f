"""The text as a hunter of digits and letters sees it, character for character, so that offsets stay.

Full-width, circled and mathematical digits and letters become ASCII; a second shadow also reads Chinese numerals
(一三八 …, 壹, 幺) as digits.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_NUMERALS = {
    **dict(zip("〇零○一二三四五六七八九", "000123456789", strict=True)),
    **dict(zip("壹贰叁肆伍陆柒捌玖幺", "1234567891", strict=True)),
}
NUMERALS = "".join(_NUMERALS)
_LOOKALIKES = {**_NUMERALS, "o": "0", "l": "1", "i": "1", "|": "1"}
_NUMERAL = re.compile(f"[{NUMERALS}]")
_LOOKALIKE = re.compile(f"[{NUMERALS}oli|]")
# Neither ASCII but for its capitals, nor an ordinary Chinese character: what may have a plainer equivalent.
_MAY_FOLD = re.compile("[^\x00-@\\[-\x7f、。\u4e00-\u9fff]")


def folded(text: str) -> str:
    """Same length as `text`; every character with a plain single lower-case equivalent is replaced by it."""
    return _MAY_FOLD.sub(_folded, text)


def with_numerals(shadow: str) -> str:
    """`shadow` with Chinese numerals as digits; same length."""
    return _NUMERAL.sub(lambda match: _NUMERALS[match[0]], shadow)


def with_lookalikes(shadow: str) -> str:
    """`shadow` with numerals, and the letters o, l, i as the digits they are often written for; same length."""
    return _LOOKALIKE.sub(lambda match: _LOOKALIKES[match[0]], shadow)


def _folded(match: re.Match[str]) -> str:
    return _fold(match[0])


@cache
def _fold(character: str) -> str:
    value = unicodedata.digit(character, -1)  # ⑧, ⒏ and the digits of every script
    if value >= 0:
        return str(value)
    plain = unicodedata.normalize("NFKC", character).lower()
    return plain if len(plain) == 1 else character
