"""The write-ahead log beside a database."""

from __future__ import annotations

from pathlib import Path


def wal_of(path: Path) -> Path:
    """The log of the database at `path`."""
    return path.with_name(f"{path.name}-wal")


def is_merged(path: Path) -> bool:
    """Whether everything is in the database file itself: its log is absent or empty."""
    try:
        return wal_of(path).stat().st_size == 0
    except FileNotFoundError:
        return True
