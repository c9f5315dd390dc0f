"""Characters that no text should hold and that no database or JSON writer takes gladly."""

from __future__ import annotations

import re

_BAD = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def scrub(text: str) -> tuple[str, bool]:
    """`text` without NUL, other control characters, lone surrogates, non-characters; and whether any was there."""
    if text.isprintable():  # most titles and addresses; none of the characters above is
        return text, False
    clean = _BAD.sub("", text)
    return clean, len(clean) != len(text)


_REFERENCE = re.compile(
    r"&#(?:[xX]([0-9a-fA-F]{1,12})|([0-9]{1,14}));"
    r"(?:&#(?:[xX]([dD][c-fC-F][0-9a-fA-F]{2})|(5[67][0-9]{3}));)?"  # perhaps the second half of an emoji
)


def mend_references(text: str) -> str:
    """`text` with numeric references that no character has taken out, and halves of an emoji joined.

    Old editors write 😂 as its two UTF-16 halves, ``&#55357;&#56834;``; XML forbids either, and feedparser gives up
    on the whole feed.
    """
    return _REFERENCE.sub(_mended, text) if "&#" in text else text


def _mended(match: re.Match[str]) -> str:
    first = _number(match[1], match[2])
    second = _number(match[3], match[4])
    if 0xD800 <= first < 0xDC00 and 0xDC00 <= second < 0xE000:
        return chr(0x10000 + (first - 0xD800) * 0x400 + second - 0xDC00)
    whole = match[0]
    cut = whole.index(";") + 1
    head, tail = whole[:cut], whole[cut:]
    return (head if _is_character(first) else "") + (tail if tail and _is_character(second) else "")


def _number(hexadecimal: str | None, decimal: str | None) -> int:
    if hexadecimal is not None:
        return int(hexadecimal, 16)
    return int(decimal) if decimal is not None else -1


def _is_character(number: int) -> bool:
    return number in (9, 10, 13) or (0x20 <= number <= 0x10FFFF and not 0xD800 <= number < 0xE000)
