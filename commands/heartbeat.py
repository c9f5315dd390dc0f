"""Tells the watchman of a job how it ended."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import click

from alerts.delivery.heartbeat import visit
from model.catalogue import Catalogue
from model.config import Config


@dataclass
class Beat:
    """`ok` is what will be told; a job that raises has failed, whatever stands here."""

    ok: bool = False


@contextmanager
def beating(config: Config, job: str, url: str | None) -> Iterator[Beat]:
    """Visit `url` when the block ends, however it ends. What the visit meets is said, and stops nothing."""
    beat, raised = Beat(), True
    try:
        yield beat
        raised = False
    finally:
        _tell(config, job, url, ok=beat.ok and not raised)


def _tell(config: Config, job: str, url: str | None, *, ok: bool) -> None:
    trouble = visit(url, ok=ok) if url else ""
    if trouble:
        name, _, status = trouble.partition(" ")
        catalogue = Catalogue(config.language)
        why = catalogue.say(f"delivery.heartbeat.{name}", status=status)
        click.echo(catalogue.say("delivery.heartbeat.lost", job=job, why=why), err=True)
