"""Weights files of the hashed scorer: a line of JSON, then two bytes a feature and head, compressed.

A weight is a half-precision number of which five binary digits are kept: the rest is noise that does not compress
(data/weights/posts.md has what it costs). The same weights give the same bytes.
"""

from __future__ import annotations

import gzip
import json
import os
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

import numpy as np
from numpy.typing import NDArray

from analysis.tone.features import DIMENSIONS, Rows
from analysis.tone.logistic import Fitted, Vector, log_odds

_FORM = "huisheng-tone-1"
_DROPPED = 5  # of the ten binary digits of a half-precision number
_WEIGHT = np.dtype("<f2")


@dataclass(frozen=True, slots=True)
class Head:
    """One scorer over hashed features, and the log odds that it gives an empty text."""

    weights: NDArray[np.float16]
    intercept: float


@dataclass(frozen=True, slots=True)
class Table:
    """A weights file: its `heads` by name, and `lines`, the coefficients of small formulas, by name."""

    name: str
    heads: Mapping[str, Head]
    lines: Mapping[str, tuple[float, ...]]

    def log_odds(self, rows: Rows, head: str) -> Vector:
        """The log odds that the head `head` gives each text."""
        chosen = self.heads[head]
        return log_odds(rows, chosen.weights, chosen.intercept)

    def line(self, name: str, *values: Vector) -> Vector:
        """``c0 + c1·v1 + c2·v2 + …`` with the coefficients `name`."""
        first, *rest = self.lines[name]
        total = np.full(len(values[0]), first)
        for coefficient, value in zip(rest, values, strict=True):
            total += coefficient * value
        return total


def rounded(fitted: Fitted) -> Head:
    """Fitted weights as a file holds them."""
    half = fitted.weights.astype(_WEIGHT).view(np.uint16)
    kept = ((half.astype(np.uint32) + (1 << (_DROPPED - 1))) >> _DROPPED << _DROPPED).astype(np.uint16)
    return Head(kept.view(_WEIGHT), fitted.intercept)


def write_table(path: Path, table: Table) -> None:
    """Put `table` at `path`, whole or not at all. Raises OSError."""
    header = {
        "form": _FORM,
        "name": table.name,
        "heads": {name: head.intercept for name, head in table.heads.items()},
        "lines": table.lines,
    }
    body = b"".join(head.weights.tobytes() for head in table.heads.values())
    packed = gzip.compress(json.dumps(header).encode() + b"\n" + body, compresslevel=9, mtime=0)
    put(path, packed)


def put(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, with folders as needed. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        try:
            file.write(content)
            file.flush()
            os.fchmod(file.fileno(), 0o644)  # weights are no secret; a temporary file is made as one
            os.fsync(file.fileno())
        except OSError:
            Path(file.name).unlink()
            raise
    Path(file.name).replace(path)


def read_table(path: Path) -> Table:
    """The table at `path`. Raises OSError, or ValueError when it is not one."""
    try:
        line, _, body = gzip.decompress(path.read_bytes()).partition(b"\n")
        header = json.loads(line)
        if header["form"] != _FORM or len(body) != _WEIGHT.itemsize * DIMENSIONS * len(header["heads"]):
            raise ValueError(f"{path}: not a weights file of this version")
        heads = {
            name: Head(_part(body, number), float(intercept))
            for number, (name, intercept) in enumerate(header["heads"].items())
        }
        lines = {name: tuple(map(float, values)) for name, values in header["lines"].items()}
        return Table(str(header["name"]), heads, lines)
    except (gzip.BadGzipFile, EOFError, zlib.error, KeyError, TypeError, UnicodeDecodeError) as error:
        raise ValueError(f"{path}: not a weights file: {error}") from error


def _part(body: bytes, number: int) -> NDArray[np.float16]:
    return np.frombuffer(body, _WEIGHT, count=DIMENSIONS, offset=number * DIMENSIONS * _WEIGHT.itemsize)


def evened(weighed: Vector) -> Vector:
    """A Bayes's log odds per root of the number of words, from rows of both."""
    shares: Vector = weighed[:, 0] / np.sqrt(2 * np.maximum(weighed[:, 1], 1))
    return shares
