"""JSON Lines in: each line as an item, or as a fault that names it and lets the others pass."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from model.catalogue import Catalogue

Item = TypeVar("Item")
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Fault:
    """A line that cannot be used: its number (from 1) and why, in plain words."""

    line: int
    error: str


def read_lines(
    stream: Iterable[bytes], build: Callable[[dict[str, object]], Item], catalogue: Catalogue
) -> Iterator[Item | Fault]:
    """What `build` makes of each line's object, in order; `build` raises ValueError saying what is wrong with one.

    Empty lines are passed over; a byte-order mark at the start is, too.
    """
    for number, raw in enumerate(stream, 1):
        content = raw.removeprefix(_BOM) if number == 1 else raw
        if content.strip():
            try:
                yield build(_object(content, catalogue))
            except ValueError as error:
                yield Fault(number, str(error))


def _object(content: bytes, catalogue: Catalogue) -> dict[str, object]:
    try:
        record = json.loads(content.decode("utf-8"))
    except UnicodeDecodeError:
        raise ValueError(catalogue.say("commands.line.not_utf8")) from None
    except json.JSONDecodeError as error:
        raise ValueError(catalogue.say("commands.line.not_json", why=error.msg, at=error.pos + 1)) from None
    except RecursionError:
        raise ValueError(catalogue.say("commands.line.too_deep")) from None
    if not isinstance(record, dict):
        raise ValueError(catalogue.say("commands.line.no_object"))
    return record
