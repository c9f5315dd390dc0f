"""The disks: room, rights, and what the database's growth means in days."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from analysis.text.segment import drafts
from checkup.amounts import size
from checkup.case import Case
from checkup.finding import Finding
from checkup.words import folder_of
from store import checkup

LITTLE, TOO_LITTLE = 500 * 1024 * 1024, 50 * 1024 * 1024  # bytes
_FEW_INODES = 1000
_SOON = 30.0  # days
_LONG = 3650  # days; beyond, a figure only looks exact
_STALE = 3600.0  # seconds


def folders(case: Case) -> dict[str, Path]:
    """The folders that are written to, by what for."""
    found = {"database": case.database.parent}
    if case.config is not None:
        found["digests"] = case.config.path(case.config.digest.folder)
    return found


def _existing(path: Path) -> Path:
    """`path`, or the nearest folder above it that there is."""
    return next((one for one in (path, *path.absolute().parents) if one.is_dir()), Path("/"))


def rights(case: Case) -> Iterator[Finding]:
    """Each folder is there and may be written."""
    for what, path in folders(case).items():
        if not path.is_dir() and os.access(_existing(path), os.W_OK):
            if what != "database":  # its own group says so
                yield case.hint("disk.no-folder", where=path, repair="folders")
        elif not os.access(_existing(path), os.W_OK):
            yield case.fault("disk.read-only", where=path, user=os.getuid())


def room(case: Case) -> Iterator[Finding]:
    """Free space and free inodes, once for each file system."""
    seen: set[int] = set()
    for path in map(_existing, folders(case).values()):
        facts = os.statvfs(path)
        device = path.stat().st_dev
        if device in seen:
            continue
        seen.add(device)
        free = facts.f_bavail * facts.f_frsize
        if facts.f_files and facts.f_favail < _FEW_INODES:
            yield case.fault("disk.inodes", where=path, n=facts.f_favail)
        if free < TOO_LITTLE:
            yield case.fault("disk.full", where=path, free=size(free))
        elif free < LITTLE:
            yield case.hint("disk.little", where=path, free=size(free))
        else:
            yield case.ok("disk.room", where=path, free=size(free))


def days_left(case: Case) -> Iterator[Finding]:
    """How long the free space lasts if posts keep coming as they did."""
    growth = checkup.growth(case.store) if case.store is not None and case.current else None
    if growth is None or growth.last - growth.first < timedelta(days=2):
        return
    days = (growth.last - growth.first) / timedelta(days=1)
    a_day = case.database.stat().st_size / days
    facts = os.statvfs(case.database.parent)
    left = facts.f_bavail * facts.f_frsize / a_day
    give = case.hint if left < _SOON else case.ok
    name = "disk.days-few" if left < _SOON else "disk.days" if left < _LONG else "disk.years"
    yield give(name, where=case.database.parent, a_day=size(a_day), days=f"{min(left, _LONG):.0f}")


def leftovers(case: Case) -> Iterator[Finding]:
    """What a killed command or a full disk left half-written."""
    found = left_behind(case)
    if found:
        total = sum(path.stat().st_size for path in found)
        yield case.hint("disk.leftovers", where=found[0].parent, n=len(found), size=size(total), repair="leftovers")


def left_behind(case: Case) -> list[Path]:
    """Drafts of ours, older than an hour: nobody is still writing them."""
    places = folders(case)
    found = set(drafts(folder_of(case)))
    if "digests" in places:
        found |= set(places["digests"].glob(".????-??-??.*.partial"))
        found |= set(places["digests"].glob(".week-????-??-??.*.partial"))
    return sorted(path for path in found if path.is_file() and time.time() - path.stat().st_mtime > _STALE)


CHECKS = (rights, room, days_left, leftovers)
