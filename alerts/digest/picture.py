"""The hours of a digest as a picture for mail: bars in a PNG, made of an array and zlib. Pure.

Words and figures stand in the mail around it, so that it needs no font and a reader without pictures misses
nothing. Format: PNG (ISO/IEC 15948), eight bits a channel, no filter.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping, Sequence

import numpy as np

NAME = "hours.png"
WIDTH, HEIGHT = 576, 120
_PAPER, _BAR, _LINE = (255, 255, 255), (92, 159, 146), (217, 214, 203)
_LOWEST = 6  # pixels; one thread must be seen beside a hundred


def together(hourly: Mapping[int, Sequence[int]]) -> tuple[int, ...]:
    """Threads an hour over all alerts, oldest first; empty when there are none."""
    return tuple(sum(column) for column in zip(*hourly.values(), strict=True))


def bars(counts: Sequence[int]) -> bytes:
    """A PNG of `WIDTH` × `HEIGHT` pixels with one bar a figure; b"" when there is nothing to see."""
    top = max(counts, default=0)
    if not top:
        return b""
    pixels = np.full((HEIGHT, WIDTH, 3), _PAPER, dtype=np.uint8)
    step = WIDTH // len(counts)
    for place, count in enumerate(counts):
        if count:
            height = max(_LOWEST, round((HEIGHT - 2) * count / top))
            pixels[HEIGHT - 1 - height : HEIGHT - 1, place * step + 2 : (place + 1) * step - 2] = _BAR
    pixels[HEIGHT - 1] = _LINE
    rows = np.concatenate([np.zeros((HEIGHT, 1), np.uint8), pixels.reshape(HEIGHT, -1)], axis=1)
    head = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    chunks = [_chunk(b"IHDR", head), _chunk(b"IDAT", zlib.compress(rows.tobytes(), 9)), _chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
