"""A file that a command writes appears whole or not at all: a full disk or a kill leaves the old one as it was."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from model.catalogue import both
from model.errors import OutputError, UsageError


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """Write beside `path` and rename at the end; on any error nothing of it stays.

    Raises `UsageError` when the place cannot be written at all, `OutputError` when writing fails half-way.
    """
    if path.exists() and not path.is_file():
        raise UsageError(both("files.no_file", path=path))
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        file = partial.open("wb")
    except OSError as error:
        raise UsageError(both("files.no_place", path=path, reason=error)) from None
    try:
        with file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except OSError as error:
        raise OutputError(both("files.not_written", path=path, reason=error)) from None
    finally:
        partial.unlink(missing_ok=True)
