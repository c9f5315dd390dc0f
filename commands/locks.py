"""One job runs once at a time. The lock dies with its process; the file left behind means nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click
from filelock import FileLock, Timeout

from model.catalogue import Catalogue
from model.config import Config
from model.errors import StoreError


@contextmanager
def job_lock(config: Config, job: str) -> Iterator[bool]:
    """Yield True while this process holds the lock of `job`, False (with a note) when another one does."""
    path = config.path(config.database).with_suffix(f".{job}.lock")
    lock = FileLock(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire(blocking=False)
    except Timeout:
        click.echo(Catalogue(config.language).say("commands.elsewhere", job=job), err=True)
        yield False
        return
    except OSError as error:  # after Timeout, which is one of its kinds
        raise StoreError("folder", place=path.parent, why=error) from error
    try:
        yield True
    finally:
        lock.release()
