"""The key with which voices are counted: it lives in memory only and is new every day."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator

from checkup.case import Case
from checkup.finding import Finding
from crawlers.voices import MOUNTS, TMPFS, is_tmpfs


def in_memory(case: Case) -> Iterator[Finding]:
    """A folder of our own on tmpfs; without one, each run counts for itself."""
    try:
        there = is_tmpfs(TMPFS, MOUNTS.read_text(encoding="utf-8", errors="replace")) and os.access(TMPFS, os.W_OK)
    except OSError:
        there = False
    if not there:
        yield case.hint("voices.no-tmpfs", where=TMPFS)
        return
    folder = TMPFS / f"huisheng-{os.getuid()}"
    if folder.is_symlink() or folder.exists():
        facts = folder.lstat()
        if not stat.S_ISDIR(facts.st_mode) or facts.st_uid != os.getuid() or facts.st_mode & 0o077:
            yield case.fault("voices.open", where=folder)
            return
    yield case.ok("voices.well", where=TMPFS)


CHECKS = (in_memory,)
