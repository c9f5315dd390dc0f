"""Bytes to text when nobody can be believed: the header, the page and the guessers are all wrong at times.

Chinese sites serve GBK under ``charset=utf-8`` or ``ISO-8859-1`` headers, or declare nothing. UTF-8 is tried first,
because other encodings hardly ever look like it; then what the source's settings, the header and the page say;
then GB18030, if the result is made of ordinary characters. Otherwise None: mojibake is never stored.
"""

from __future__ import annotations

import codecs
import re

_LABELS = {
    "gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030",
    "cp936": "gb18030", "utf-8": "utf-8", "utf8": "utf-8", "utf-16": "utf-16", "utf-16le": "utf-16-le",
    "utf-16be": "utf-16-be", "big5": "big5hkscs", "big5-hkscs": "big5hkscs", "shift_jis": "shift_jis",
    "euc-jp": "euc_jp", "euc-kr": "euc_kr",
}  # fmt: skip
_WESTERN = {"iso-8859-1", "iso8859-1", "latin-1", "latin1", "windows-1252", "cp1252", "us-ascii", "ascii"}
_DECLARATION = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,20})""", re.IGNORECASE)
_SURROGATE = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]")
_BROKEN = re.compile("[\ufffd\x80-\x9f\ue000-\uf8ff]")
_FOREIGN = re.compile("[^\x00-\x7f]")
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def decode(body: bytes, *, declared: str = "", configured: str | None = None) -> str | None:
    """`body` as text, or None when no reading of it makes sense.

    `declared` is the charset of the HTTP header ('' when none), `configured` the one in the source's settings.
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body.decode(name, "replace")
    if configured and (text := _try(body, _label(configured), 0.05)) is not None:
        return text
    if (text := _utf8(body)) is not None:
        return text
    inside = _DECLARATION.search(body[:2048])
    for label in (declared, inside[1].decode("ascii") if inside else ""):
        name = _label(label)
        if (text := _try(body, name, 0.05)) is not None and (name != "gb18030" or ordinary(text) > 0.4):
            return text
    text = _try(body, "gb18030", 0.05)
    if text is not None and ordinary(text) > 0.7:
        return text
    return _western(body, declared)


def broken(text: str) -> float:
    """The share of the non-ASCII characters of `text` that no reader would see: U+FFFD, C1 and private use."""
    foreign = len(_FOREIGN.findall(text))
    return len(_BROKEN.findall(text)) / foreign if foreign else 0.0


def ordinary(text: str) -> float:
    """The share of the non-ASCII characters of `text` that GB 2312 (1980, the 6,763 common characters) knows."""
    foreign = "".join(_FOREIGN.findall(text[:200_000]))
    return len(foreign.encode("gb2312", "ignore").decode("gb2312")) / len(foreign) if foreign else 1.0


def _label(name: str) -> str:
    """Python's name of a declared charset, or '' for unknown, Western and unsafe ones (punycode, zlib …)."""
    return _LABELS.get(name.strip().strip("\"'").lower(), "")


def _try(body: bytes, name: str, limit: float) -> str | None:
    if not name:
        return None
    text = body.decode(name, "replace")
    return text if broken(text) <= limit or _one_slip(text) else None


def _one_slip(text: str) -> bool:
    """A single broken character, as when a title was cut in the middle of one, in a text that has more."""
    return len(_BROKEN.findall(text)) == 1 and len(_FOREIGN.findall(text)) > 8


def _utf8(body: bytes) -> str | None:
    try:
        # Half an emoji, cut by an old database, arrives as one encoded surrogate: a small wound, scrubbed later.
        return body.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        text = _SURROGATE.sub(b"", body).decode("utf-8", "replace")
    return text if broken(text) <= 0.2 else None


def _western(body: bytes, declared: str) -> str | None:
    if declared.strip().lower() not in _WESTERN:
        return None
    text = body.decode("cp1252", "replace")
    few = len(_FOREIGN.findall(text)) * 5 < len(text)
    return text if few and broken(text) <= 0.05 else None
