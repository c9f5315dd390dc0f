"""One job runs once at a time. The lock dies with its process; the file left behind means nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click
from filelock import FileLock, Timeout

from model.config import Config


@contextmanager
def job_lock(config: Config, job: str) -> Iterator[bool]:
    """Yield True while this process holds the lock of `job`, False (with a note) when another one does."""
    path = config.path(config.database).with_suffix(f".{job}.lock")
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(path)
    try:
        lock.acquire(blocking=False)
    except Timeout:
        click.echo(f"{job}: 已在别处运行,这次跳过 / already running elsewhere, skipped", err=True)
        yield False
        return
    try:
        yield True
    finally:
        lock.release()
