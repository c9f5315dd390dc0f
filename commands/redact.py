"""`huisheng redact`: JSON Lines in, the same without personal data out; stores nothing."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import BinaryIO

import click

from commands.help import Command
from commands.help.language import reader
from commands.lines import Fault, read_lines
from commands.options import as_line, config_option
from commands.progress import counted
from crawlers.redaction import redact
from model.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class _Item:
    name: str | int
    text: str


@click.command("redact", cls=Command)
@click.argument("file", type=click.File("rb"), default="-", metavar="[FILE|-]")
@config_option
@click.pass_context
def command(context: click.Context, file: BinaryIO, config_path: str) -> None:
    """Replaces personal data in JSON Lines, line by line."""
    failed = False
    catalogue = reader()
    items = read_lines(file, lambda record: _item(record, catalogue), catalogue)
    for item in counted(items, catalogue, catalogue.say("commands.progress.redact"), every=20_000):
        if isinstance(item, Fault):
            failed = True
            click.echo(as_line(asdict(item)), err=True)
        else:
            click.echo(_redacted(item))
    context.exit(1 if failed else 0)


def _redacted(item: _Item) -> str:
    found = redact(item.text)
    spans = [{"start": span.start, "end": span.end, "kind": span.kind.value} for span in found.spans]
    return as_line({"id": item.name, "text": found.text, "spans": spans})


def _item(record: dict[str, object], catalogue: Catalogue) -> _Item:
    """One line as an item; ValueError says in plain words what is wrong with it."""
    name, body = record.get("id"), record.get("text")
    if not isinstance(name, str) and type(name) is not int:
        raise ValueError(catalogue.say("commands.line.id_either"))
    if not isinstance(body, str):
        raise ValueError(catalogue.say("commands.line.text", key="text", found=type(body).__name__))
    return _Item(name, body)
