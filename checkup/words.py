"""jieba's cache: it is believed unread, so it must be ours alone."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from analysis.text.segment import CACHE, dictionary
from checkup.case import Case
from checkup.finding import Finding


def folder_of(case: Case) -> Path:
    """Where analysis keeps it: beside the database."""
    return case.database.parent / "words"


def private(case: Case) -> Iterator[Finding]:
    """A plain folder of our own, mode 0700, and nobody can put another in its place."""
    folder = folder_of(case)
    if not folder.is_symlink() and not folder.exists():
        return
    facts = folder.lstat()
    if not stat.S_ISDIR(facts.st_mode):
        yield case.fault("words.no-folder", where=folder)
    elif facts.st_uid != os.getuid():
        yield case.fault("words.owner", where=folder, owner=facts.st_uid, user=os.getuid())
    elif stat.S_IMODE(facts.st_mode) != 0o700:
        yield case.fault("words.open", where=folder, mode=f"{stat.S_IMODE(facts.st_mode):04o}", repair="words")
    above = folder.parent.stat().st_mode
    if above & stat.S_IWOTH and not above & stat.S_ISVTX:
        yield case.fault("words.above", where=folder.parent)


def fresh(case: Case) -> Iterator[Finding]:
    """There, ours, and newer than the dictionary it was made of."""
    path = folder_of(case) / CACHE
    if not path.exists():
        yield case.ok("words.none", where=path)
        return
    facts = path.stat()
    if facts.st_uid != os.getuid() or facts.st_mode & 0o022:
        yield case.fault("words.foreign", where=path, repair="words")
    elif facts.st_mtime <= dictionary().stat().st_mtime:
        yield case.hint("words.stale", where=path, repair="words")
    else:
        yield case.ok("words.well", where=path)


CHECKS = (private, fresh)
