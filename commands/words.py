"""A place for jieba's dictionary in commands that store nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory


@contextmanager
def words_folder() -> Iterator[Path | None]:
    """A folder that is gone afterwards; None on a machine where no temporary file can be made."""
    with ExitStack() as stack:
        try:
            folder = stack.enter_context(TemporaryDirectory(prefix="huisheng-", ignore_cleanup_errors=True))
        except OSError:
            yield None
            return
        yield Path(folder) / "words"
