"""`huisheng redact`: JSON Lines in, the same without personal data out; stores nothing."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import BinaryIO

import click

from commands.help import Command
from commands.options import as_line, config_option
from crawlers.redaction import redact

_Id = str | int


@dataclass(frozen=True, slots=True)
class _Item:
    name: _Id
    text: str


@dataclass(frozen=True, slots=True)
class _Fault:
    line: int
    error: str


@click.command("redact", cls=Command)
@click.argument("file", type=click.File("rb"), default="-", metavar="[FILE|-]")
@config_option
@click.pass_context
def command(context: click.Context, file: BinaryIO, config_path: str) -> None:
    """Replaces personal data in JSON Lines, line by line."""
    failed = False
    with _progress(_parsed(file)) as items:
        for item in items:
            if isinstance(item, _Fault):
                failed = True
                click.echo(json.dumps({"line": item.line, "error": item.error}, ensure_ascii=False), err=True)
            else:
                click.echo(_redacted(item))
    context.exit(1 if failed else 0)


def _redacted(item: _Item) -> str:
    found = redact(item.text)
    spans = [{"start": span.start, "end": span.end, "kind": span.kind.value} for span in found.spans]
    return as_line({"id": item.name, "text": found.text, "spans": spans})


def _parsed(stream: BinaryIO) -> Iterator[_Item | _Fault]:
    for number, raw in enumerate(stream, 1):
        content = raw.removeprefix(b"\xef\xbb\xbf") if number == 1 else raw
        if not content.strip():
            continue
        try:
            yield _item(content.decode("utf-8"))
        except UnicodeDecodeError:
            yield _Fault(number, "not UTF-8; save the file as UTF-8")
        except (ValueError, RecursionError) as error:
            yield _Fault(number, str(error))


def _item(text: str) -> _Item:
    """One line as an item; ValueError says in plain words what is wrong with it."""
    try:
        record = json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON: {error.msg} at character {error.pos + 1}") from None
    if not isinstance(record, dict):
        raise ValueError('not an object; write {"id": "…", "text": "…"}')
    name, body = record.get("id"), record.get("text")
    if not isinstance(name, str) and type(name) is not int:
        raise ValueError("id: a text or a whole number is required")
    if not isinstance(body, str):
        raise ValueError("text: a text is required")
    return _Item(name, body)


def _progress(items: Iterator[_Item | _Fault]) -> AbstractContextManager[Iterable[_Item | _Fault]]:
    """Counts along on a terminal, unless the results themselves go there."""
    hidden = not sys.stderr.isatty() or sys.stdout.isatty()
    return click.progressbar(items, label="redact", file=sys.stderr, show_pos=True, hidden=hidden)
