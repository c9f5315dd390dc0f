"""The bytes of a file as numbered lines of text, whatever wrote it: UTF-8, UTF-16, GBK from a Chinese Excel."""

from __future__ import annotations

import codecs
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from crawlers.reading.charset import ordinary

ENCODINGS = ("utf-8", "gb18030", "gbk", "big5", "utf-16")
_ALIASES = {"gbk": "gb18030"}  # a superset, and what Excel means by it
LONGEST_LINE = 16_000_000  # bytes
_SAMPLE = 200_000
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CHINESE = 0.7
_SMALL = 8_000_000


@dataclass(frozen=True, slots=True)
class Line:
    """`text` is None when the line is too long; `whole` is False when some of its bytes are no characters."""

    number: int
    text: str | None
    whole: bool = True


class Bytes:
    """A file that can be read again from its start. Close it; what came through a pipe is then gone."""

    def __init__(self, stream: IO[bytes], encoding: str | None = None) -> None:
        self._file = stream if stream.seekable() else _kept(stream)
        head = self.head()
        if encoding == "utf-16" or (encoding is None and head.startswith(_UTF16)):
            self._file, encoding = _as_utf8(self._file), "utf-8"
        self.size = self._file.seek(0, 2)
        self.encoding = _ALIASES.get(encoding or "", encoding) or self._told()

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def head(self) -> bytes:
        """The first bytes."""
        self._file.seek(0)
        return self._file.read(4096)

    def position(self) -> int:
        """How many bytes were read."""
        return self._file.tell()

    def lines(self) -> Iterator[Line]:
        """Every line, from the first one, without its line break."""
        for number, raw in self._raw():
            yield Line(number, None) if raw is None else _decoded(number, raw, self.encoding)

    def _raw(self) -> Iterator[tuple[int, bytes | None]]:
        self._file.seek(0)
        number = 0
        while raw := self._file.readline(LONGEST_LINE):
            number += 1
            if number == 1:
                raw = raw.removeprefix(codecs.BOM_UTF8)
            if len(raw) == LONGEST_LINE and not raw.endswith(b"\n"):
                while (more := self._file.readline(LONGEST_LINE)) and not more.endswith(b"\n"):
                    pass
                yield number, None
            else:
                yield number, raw.rstrip(b"\r\n")

    def _told(self) -> str:
        """UTF-8, unless some line is none and all of them read as ordinary Chinese in GB 18030."""
        if all(_decoded(0, raw, "utf-8").whole for _, raw in self._raw() if raw is not None):
            return "utf-8"
        sample = ""
        for line in (_decoded(0, raw, "gb18030") for _, raw in self._raw() if raw is not None):
            if not line.whole:
                return "utf-8"
            if len(sample) < _SAMPLE:
                sample += line.text or ""
        return "gb18030" if ordinary(sample) > _CHINESE else "utf-8"


def _decoded(number: int, raw: bytes, encoding: str) -> Line:
    """UTF-8 may hold half an emoji as old programs write it; cleaning takes it out later."""
    try:
        return Line(number, raw.decode(encoding, "surrogatepass" if encoding == "utf-8" else "strict"))
    except UnicodeDecodeError:
        return Line(number, raw.decode(encoding, "replace"), whole=False)


def _kept(stream: IO[bytes]) -> IO[bytes]:
    """What comes through a pipe, in memory, or in a file without a name when it is large."""
    kept = tempfile.SpooledTemporaryFile(_SMALL)  # noqa: SIM115 - closed by whoever reads it
    shutil.copyfileobj(stream, kept)
    return kept


def _as_utf8(file: IO[bytes]) -> IO[bytes]:
    """A copy in UTF-8; `file` is closed."""
    file.seek(0)
    kept = tempfile.SpooledTemporaryFile(_SMALL)  # noqa: SIM115 - closed by whoever reads it
    decoder = codecs.getincrementaldecoder("utf-16")("replace")
    while part := file.read(1_000_000):
        kept.write(decoder.decode(part).encode("utf-8", "replace"))
    kept.write(decoder.decode(b"", final=True).encode("utf-8", "replace"))
    file.close()
    return kept
