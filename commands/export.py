"""`huisheng export`: stories, alerts, counts or digests as JSON Lines, CSV or XLSX. Never a post's text."""

from __future__ import annotations

import shutil
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import BinaryIO, cast

import click

from alerts.export.run import FORMATS, SUBJECTS, Order, export
from analysis.signs.distress import first_person_distress
from commands.files import whole_file
from commands.help import Command
from commands.options import config_option, database, now, settings
from commands.progress import progress
from model.catalogue import Catalogue
from model.config import Config
from model.errors import UsageError

_SMALL = 8_000_000


@click.command("export", cls=Command)
@click.argument("subject", type=click.Choice(SUBJECTS))
@click.option("--since", metavar="D")
@click.option("--format", "form", type=click.Choice(FORMATS))
@click.option("--out", type=click.Path(path_type=Path))
@config_option
def command(subject: str, since: str | None, form: str | None, out: Path | None, config_path: Path) -> None:
    """Exports figures and thread links; every export is put on record."""
    config = settings(config_path)
    catalogue = Catalogue(config.language)
    order = Order(subject=subject, form=form or _form(out), since=_day(since, catalogue))
    if out is None or str(out) == "-":
        if order.form == "xlsx" and sys.stdout.isatty():
            raise UsageError(catalogue.say("export.needs_out"))
        with tempfile.SpooledTemporaryFile(_SMALL) as file:
            _run(config, catalogue, order, cast(BinaryIO, file))
            file.seek(0)
            shutil.copyfileobj(file, sys.stdout.buffer)
            sys.stdout.buffer.flush()
        return
    with whole_file(out) as file:
        rows = _run(config, catalogue, order, file)
    what = catalogue.say(f"export.subject.{subject}")
    click.echo(catalogue.say("export.done", what=what, rows=rows, path=out), err=True)


def _run(config: Config, catalogue: Catalogue, order: Order, file: BinaryIO) -> int:
    task = catalogue.say("export.progress")
    with database(config) as store, progress(catalogue, every=10_000) as report:
        return export(
            store, config, order, file, now(), distress=first_person_distress,
            progress=lambda count: report(task, count, 0),
        )  # fmt: skip


def _form(out: Path | None) -> str:
    """By the ending of the file; JSON Lines otherwise."""
    ending = out.suffix.lower().removeprefix(".") if out is not None else ""
    return ending if ending in FORMATS else "jsonl"


def _day(value: str | None, catalogue: Catalogue) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise UsageError(catalogue.say("export.bad_date", value=value)) from None
