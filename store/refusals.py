"""What SQLite refuses, in words of ours."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from model.errors import StoreBusy, StoreError

# Primary result codes (sqlite.org/rescode.html); the extended ones carry them in their lowest byte.
_MESSAGES = {
    3: "readonly",  # SQLITE_PERM
    8: "readonly",  # SQLITE_READONLY
    10: "disk",  # SQLITE_IOERR: also a quota or a size limit (EDQUOT, EFBIG)
    11: "damaged",  # SQLITE_CORRUPT
    13: "full",  # SQLITE_FULL
    14: "unopened",  # SQLITE_CANTOPEN
    26: "damaged",  # SQLITE_NOTADB
}
_BUSY, _CANNOT_OPEN = {5, 6}, 14


def refusal(error: sqlite3.Error, path: Path | None = None) -> StoreError:
    """The error to raise instead of `error`."""
    place = ":memory:" if path is None else str(path)
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in _BUSY:
        return StoreBusy("busy", place=place)
    name = _MESSAGES.get(code, "refused")
    if code == _CANNOT_OPEN and path is not None and _is_read_only(path):
        name = "readonly"
    return StoreError(name, place=place, why=str(error))


def _is_read_only(path: Path) -> bool:
    """A file that may not be written, or whose folder may not? SQLite only says that it cannot be opened."""
    return path.is_file() and not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK))
