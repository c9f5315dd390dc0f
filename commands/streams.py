"""What the program stands on: the three standard streams as cron, a pipe or a full disk leaves them, and a folder.

What a command tells on the way (standard error) must never stop its work: a log on a full disk, a reader that went
away. What it was asked for (standard output) must not be lost without a word; see `cli.main`.
"""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path
from typing import TextIO

_SAMPLE = "回声"


class _Unfailing(io.FileIO):
    """Bytes that cannot be written are dropped."""

    def write(self, data: object) -> int:
        """Pretends to have written everything when the system refuses."""
        whole = memoryview(data).nbytes  # type: ignore[arg-type]
        try:
            super().write(data)  # type: ignore[arg-type]
        except OSError:
            return whole
        return whole


def prepare() -> None:
    """Make the streams usable, and the current folder one that exists; call once, before anything is printed."""
    _stand_somewhere()
    _open_all()
    for stream in (sys.stdin, sys.stdout):
        _able(stream)
    sys.stderr.flush()
    sys.stderr = io.TextIOWrapper(
        io.BufferedWriter(_Unfailing(2, "wb", closefd=False)), encoding=_encoding(sys.stderr),
        errors="backslashreplace", line_buffering=True, write_through=True,
    )  # fmt: skip


def give_up_output() -> None:
    """Standard output cannot be written: nothing more is tried, not even when the program ends."""
    sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - lives as long as the program


def _stand_somewhere() -> None:
    """Libraries ask for the current folder when they are loaded. In one that was removed no relative path leads
    anywhere, so nothing is lost by leaving it."""
    try:
        Path.cwd()
    except FileNotFoundError:
        os.chdir("/")


def _open_all() -> None:
    """A stream that was closed would hand its number to the next file, the database even, and text would follow."""
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest free number, which is this one
            os.set_inheritable(number, True)  # the crawler's process needs them as well
    if sys.stdin is None:
        sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
    if sys.stdout is None:
        sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
    if sys.stderr is None:
        sys.stderr = os.fdopen(2, "w", encoding="utf-8", closefd=False)


def _able(stream: TextIO) -> None:
    """Under a locale that knows no Chinese, write UTF-8: readable in most places, and never an error."""
    if isinstance(stream, io.TextIOWrapper):
        errors = "backslashreplace" if stream.writable() else "replace"
        stream.reconfigure(encoding=_encoding(stream), errors=errors)


def _encoding(stream: TextIO) -> str:
    try:
        _SAMPLE.encode(stream.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return "utf-8"
    return stream.encoding
