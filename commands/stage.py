"""The boundary of a stage: what stops it is told, written down where that is possible, and stops nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from commands.options import database, now
from model.catalogue import Catalogue
from model.config import Config
from model.errors import HuishengError, StoreError, UsageError
from model.records import Issue, Severity
from store import runs


@contextmanager
def noted(config: Config, name: str) -> Iterator[None]:
    """What is raised on purpose inside also becomes an `Issue`, then goes on to whoever called."""
    try:
        yield
    except UsageError:
        raise  # somebody at the keyboard sees it
    except HuishengError as error:
        write_down(config, None, name, error.said(Catalogue(config.language)))
        raise


def attempted(config: Config, name: str, part: Callable[[], object]) -> bool:
    """Do a part that must not stop the rest; True when it failed, which is told and becomes an `Issue`."""
    try:
        part()
    except HuishengError as error:
        fault = error.said(Catalogue(config.language))
        click.echo(f"{name}: {fault}", err=True)
        write_down(config, None, name, fault)
        return True
    return False


def write_down(config: Config, run_id: int | None, name: str, fault: str) -> None:
    """An `Issue` that stage `name` failed; when even that cannot be stored, a line on standard error says so."""
    at = now()
    issue = Issue(
        run_id=run_id, source=None, severity=Severity.ERROR, kind=f"{name}-failed", message=fault, at=at
    )  # fmt: skip
    try:
        with database(config) as store:
            runs.add_issue(store, issue)
    except StoreError:
        words = Catalogue(config.language).say("store.unrecorded", stage=name)
        click.echo(words, err=True)
