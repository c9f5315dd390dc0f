"""Who sends: one name per process, held by a lock that dies with it.

A lease alone would keep what a killed process held from the others for minutes. So a worker holds a lock on a file
of its name for as long as it lives; who can take that lock knows that the worker is dead and gives its messages
back. Where locks do not reach (another machine on the same file) the lease ends by itself.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from model.config import Config
from model.errors import StoreError
from store import sending
from store.database import Store

_NAME = r"\d+-[0-9a-f]{8}"
_TRIES = 20


@contextmanager
def working(store: Store, config: Config) -> Iterator[str]:
    """The name of this worker, for as long as it lasts; what dead ones held is free before."""
    database = config.path(config.database)
    try:
        database.parent.mkdir(parents=True, exist_ok=True)
        name, lock = _named(database)
    except OSError as error:
        raise StoreError("folder", place=database.parent, why=error) from error
    try:
        _bury(store, database, name)
        yield name
    finally:
        _file(database, name).unlink(missing_ok=True)  # while the lock is held: nobody takes over a dead name
        lock.release()


def _file(database: Path, name: str) -> Path:
    return database.with_suffix(f".sender-{name}.lock")


def _named(database: Path) -> tuple[str, FileLock]:
    """A fresh name whose lock is ours. Somebody may have taken the new file for a dead worker's and removed it."""
    for _ in range(_TRIES):
        name = f"{os.getpid()}-{secrets.token_hex(4)}"
        lock = FileLock(_file(database, name))
        try:
            lock.acquire(blocking=False)
        except Timeout:
            continue
        if _file(database, name).exists():
            return name, lock
        lock.release()
    raise OSError(f"{database.parent}: no lock can be held")


def _bury(store: Store, database: Path, own: str) -> None:
    """Give back what dead workers held, and remove their files."""
    pattern = re.compile(re.escape(f"{database.stem}.sender-") + rf"({_NAME})\.lock")
    left = {match[1] for path in database.parent.iterdir() if (match := pattern.fullmatch(path.name))}
    held = {name for name in sending.workers(store) if re.fullmatch(_NAME, name)}
    for name in sorted((left | held) - {own}):
        lock = FileLock(_file(database, name))
        try:
            lock.acquire(blocking=False)
        except Timeout:
            continue
        try:
            sending.give_back(store, name)
            _file(database, name).unlink(missing_ok=True)
        finally:
            lock.release()
