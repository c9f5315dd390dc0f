"""Several files that appear together or not at all."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path


def replace_all(contents: Mapping[Path, bytes]) -> None:
    """Write all beside their places, then rename: a reader never sees half a digest, nor parts of two.

    Folders are made. Raises OSError; then the files are as they were.
    """
    drafts = {path: path.with_name(f".{path.name}.{os.getpid()}.partial") for path in contents}
    try:
        for path, content in contents.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            _whole(drafts[path], content)
        for path, draft in drafts.items():
            draft.replace(path)
    finally:
        for draft in drafts.values():
            draft.unlink(missing_ok=True)


def _whole(path: Path, content: bytes) -> None:
    """On the disk before it is renamed: after a power cut a new name must not stand for an empty file."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
