"""Files that are packed by themselves (``sitemap.xml.gz``), not by HTTP: unpacked up to a bound."""

from __future__ import annotations

import zlib

_MAGIC = b"\x1f\x8b"
_GZIP = 16 + zlib.MAX_WBITS


def unpacked(body: bytes, limit: int) -> tuple[bytes, str]:
    """`body`, unpacked if it is gzip, and '' or why not: ``too-large`` (over `limit` bytes), ``broken-gzip``.

    A few hundred bytes can unpack to gigabytes: no more than `limit` is ever made of them.
    """
    if not body.startswith(_MAGIC):
        return (b"", "too-large") if len(body) > limit else (body, "")
    parts, left = [], limit
    while body.startswith(_MAGIC):
        unpacker = zlib.decompressobj(_GZIP)
        try:
            part = unpacker.decompress(body, left + 1)
        except zlib.error:
            return b"", "broken-gzip"
        left -= len(part)
        if left < 0:
            return b"", "too-large"
        if not unpacker.eof:
            return b"", "broken-gzip"
        parts.append(part)
        body = unpacker.unused_data  # a gzip file may have several members
    return b"".join(parts), ""
