"""The database: there, whole, of this release, and in good order."""

from __future__ import annotations

from collections.abc import Iterator

from checkup.amounts import size
from checkup.case import Case
from checkup.finding import Finding
from model.catalogue import Catalogue
from store import checkup
from store.versions import ours
from store.wal import wal_of

LARGE_LOG = 64 * 1024 * 1024  # bytes; SQLite merges its log at 4 MB unless a reader keeps it from doing so
_MUCH_FREE = 0.5


def there(case: Case) -> Iterator[Finding]:
    """A file to look at."""
    if not case.database.parent.is_dir():
        yield case.hint("database.no-folder", where=case.database.parent, repair="folders")
    elif not case.database.exists():
        yield case.hint("database.none", where=case.database)
    elif case.database.is_file() and case.database.stat().st_size == 0:
        yield case.hint("database.empty", where=case.database)


def opens(case: Case) -> Iterator[Finding]:
    """SQLite accepts it, and its structure is that of this release."""
    if case.refusal is not None:
        yield case.fault("database.refused", why=case.refusal.said(Catalogue(case.language)))
    later = [name for name in case.versions if name not in ours()]
    if later:
        yield case.fault("database.newer", where=case.database, theirs=later[-1], ours=ours()[-1])
    elif case.store is not None and case.versions and not case.current:
        yield case.hint("database.older", where=case.database, theirs=case.versions[-1], repair="migrations")


def whole(case: Case) -> Iterator[Finding]:
    """PRAGMA quick_check."""
    if case.store is None or not case.versions:
        return
    damage = checkup.damage(case.store)
    if damage:
        yield case.fault("database.damaged", where=case.database, damage=damage)
    else:
        yield case.ok("database.whole", where=case.database, size=size(case.database.stat().st_size))


def log(case: Case) -> Iterator[Finding]:
    """A log that grows means that something keeps it from being merged."""
    path = wal_of(case.database)
    if path.exists() and path.stat().st_size > LARGE_LOG:
        yield case.hint("database.log", where=path, size=size(path.stat().st_size), repair="log")


def free_pages(case: Case) -> Iterator[Finding]:
    """Room inside the file is used again, so this is only worth knowing."""
    if case.store is None or not case.versions:
        return
    found = checkup.pages(case.store)
    if found.free > LARGE_LOG and found.free > _MUCH_FREE * (found.used + found.free):
        yield case.hint("database.free", where=case.database, free=size(found.free))


def index(case: Case) -> Iterator[Finding]:
    """Search finds only what the index holds."""
    if case.store is None or not case.current:
        return
    posts, indexed = checkup.index_gap(case.store)
    if posts != indexed:
        yield case.fault("database.index", where=case.database, posts=posts, indexed=indexed, repair="index")


CHECKS = (there, opens, whole, log, free_pages, index)
