"""`huisheng import`: posts from JSON Lines or CSV, cleaned and redacted like those of a site."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path

import click

from commands.help import Command
from commands.options import config_option, database, now, settings
from commands.progress import progress
from crawlers.imports.bytes import ENCODINGS, Bytes
from crawlers.imports.run import FORMATS, MOST_FAULTS, Import, Outcome
from model.catalogue import Catalogue
from model.config import Config
from model.errors import UsageError
from store.reading import open_for_reading

_PACKED = (b"PK\x03\x04", b"\x1f\x8b", b"\xd0\xcf\x11\xe0")  # xlsx and zip, gzip, old xls
_ENDINGS = {".csv": "csv", ".tsv": "csv", ".txt": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "jsonl"}


@click.command("import", cls=Command)
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE|-")
@click.option("--format", "form", type=click.Choice(FORMATS))
@click.option("--encoding", type=click.Choice(ENCODINGS))
@click.option("--dry-run", "rehearsal", is_flag=True)
@config_option
@click.pass_context
def command(
    context: click.Context, file: Path, form: str | None, encoding: str | None, rehearsal: bool, config_path: Path
) -> None:
    """Imports posts. Exit status 1 when lines were refused (each is named), 2 when the file as a whole is."""
    config = settings(config_path)
    catalogue = Catalogue(config.language)
    task = catalogue.say("imports.progress")
    with closing(_opened(file, encoding, catalogue)) as data, progress(catalogue, every=20_000) as report:
        coming = Import(
            config, data, now(), form=form or _form(file, data), tell=lambda words: click.echo(words, err=True),
            progress=lambda position: report(task, position // 1000, data.size // 1000),
        )  # fmt: skip
        coming.check_columns()
        outcome = _rehearsed(coming, config) if rehearsal else _stored(coming, config, file)
    _tell(outcome, catalogue)
    click.echo(catalogue.say("imports.would" if rehearsal else "imports.done", **outcome.counts))
    if outcome.counts["new"] and not rehearsal:
        click.echo(catalogue.say("imports.next"), err=True)
    if outcome.counts["refused"]:
        context.exit(1)


def _opened(file: Path, encoding: str | None, catalogue: Catalogue) -> Bytes:
    try:
        data = Bytes(sys.stdin.buffer if str(file) == "-" else file.open("rb"), encoding)
    except OSError as error:
        raise UsageError(catalogue.say("imports.no_file", path=file, reason=error)) from None
    if data.head().startswith(_PACKED):
        data.close()
        raise UsageError(catalogue.say("imports.workbook", path=file))
    return data


def _form(file: Path, data: Bytes) -> str:
    """By the file's name, else by its first character."""
    start = data.head().removeprefix(b"\xef\xbb\xbf").lstrip()
    return _ENDINGS.get(file.suffix.lower()) or ("jsonl" if start.startswith(b"{") or not start else "csv")


def _stored(coming: Import, config: Config, file: Path) -> Outcome:
    with database(config) as store:
        return coming.store(store, file.name)


def _rehearsed(coming: Import, config: Config) -> Outcome:
    store = open_for_reading(config.path(config.database))
    if store is None:
        return coming.rehearse(None)
    with store:
        return coming.rehearse(store)


def _tell(outcome: Outcome, catalogue: Catalogue) -> None:
    unnamed = outcome.counts["refused"] - MOST_FAULTS
    if unnamed > 0:
        click.echo(catalogue.say("imports.more_lines", count=unnamed), err=True)
    for kind, (count, line) in sorted(outcome.notes.items()):
        click.echo(catalogue.say(f"imports.note.{kind}", count=count, line=line), err=True)
    for source, count in sorted(outcome.sources.items()):
        click.echo(catalogue.say("imports.unknown_source", source=source, count=count), err=True)
    if not outcome.counts["read"]:
        click.echo(catalogue.say("imports.nothing"), err=True)
