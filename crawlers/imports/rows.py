"""JSON Lines and CSV as numbered rows; what is no row is a fault with its line, and reading goes on."""

from __future__ import annotations

import csv
import json
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from crawlers.imports.bytes import Bytes, Line
from crawlers.imports.columns import KNOWN, normal

_LONGEST_RECORD = 4_000_000  # characters of one CSV record that runs over several lines
_DELIMITERS = ",;\t"
_OPEN = "unexpected end of data"  # what csv says when a quoted field has not ended


@dataclass(frozen=True, slots=True)
class Row:
    """`values` by normal column name."""

    number: int
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Fault:
    """A line that cannot be imported. `reason` is a message of data/messages/imports.toml, `values` fill it."""

    number: int
    reason: str
    values: Mapping[str, object]


def fault(number: int, reason: str, **values: object) -> Fault:
    """A `Fault`, written shortly."""
    return Fault(number, reason, values)


def json_rows(data: Bytes) -> Iterator[Row | Fault]:
    """One object a line; blank lines are skipped."""
    for line in data.lines():
        if line.text is None or not line.whole:
            yield _unreadable(line, data.encoding)
        elif line.text.strip():
            yield _object(line.number, line.text)


def json_columns(data: Bytes) -> Iterator[str]:
    """The keys of every line, each once."""
    seen: set[str] = set()
    for row in json_rows(data):
        if isinstance(row, Row):
            for name in row.values:
                if name not in seen:
                    seen.add(name)
                    yield name


def _object(number: int, text: str) -> Row | Fault:
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        return fault(number, "not_json", why=error.msg, at=error.pos + 1)
    except (ValueError, RecursionError):  # a number of thousands of digits, or nested too deeply
        return fault(number, "not_json", why="-", at=1)
    if not isinstance(value, dict):
        return fault(number, "no_object")
    return Row(number, {normal(key) if normal(key) in KNOWN else key: entry for key, entry in value.items()})


def csv_columns(data: Bytes) -> list[str]:
    """The names in the first line, as they are written there."""
    first = next((line.text for line in data.lines() if line.text), "")
    try:
        return next(csv.reader([first], delimiter=_delimiter(first)), [])
    except csv.Error:
        return []


def csv_rows(data: Bytes) -> Iterator[Row | Fault]:
    """One record a row, which may run over several lines inside quotes; empty records are skipped."""
    csv.field_size_limit(2 * _LONGEST_RECORD)
    names = [normal(name) for name in csv_columns(data)]
    lines = _Lines(data)
    head = lines.take()
    while head is not None and not head.text:
        head = lines.take()
    delimiter = _delimiter(head.text or "") if head else ","
    while (line := lines.take()) is not None:
        found = _record(line, lines, delimiter, data.encoding)
        if isinstance(found, Fault):
            yield found
        elif not any(value.strip() for value in found):
            continue
        elif len(found) != len(names):
            yield fault(line.number, "fields", found=len(found), wanted=len(names))
        else:
            yield Row(line.number, dict(zip(names, found, strict=True)))


class _Lines:
    """Lines that can be put back: a quote that never ends must not swallow the rest of the file."""

    def __init__(self, data: Bytes) -> None:
        self._source = data.lines()
        self._back: deque[Line] = deque()

    def take(self) -> Line | None:
        return self._back.popleft() if self._back else next(self._source, None)

    def put_back(self, lines: list[Line]) -> None:
        self._back.extendleft(reversed(lines))


def _record(first: Line, lines: _Lines, delimiter: str, encoding: str) -> list[str] | Fault:
    """The fields of the record that begins with `first`. After a fault the next line begins a record."""
    taken: list[Line] = []
    parts, length, quotes, line = list[str](), 0, 0, first
    while True:
        if line.text is None or not line.whole:
            lines.put_back(taken)
            return _unreadable(line, encoding) if line is first else fault(first.number, "open_quote")
        parts.append(line.text)
        length += len(line.text)
        quotes += line.text.count('"')
        if line is first or quotes % 2 == 0:  # only then can it be whole
            try:
                return next(csv.reader(["\n".join(parts)], delimiter=delimiter, strict=True), [])
            except csv.Error as error:
                if _OPEN not in str(error):
                    lines.put_back(taken)
                    return fault(first.number, "not_csv", why=str(error))
        following = lines.take() if length <= _LONGEST_RECORD else None
        if following is None:
            lines.put_back(taken)
            return fault(first.number, "open_quote")
        taken.append(following)
        line = following


def _unreadable(line: Line, encoding: str) -> Fault:
    return (
        fault(line.number, "too_long") if line.text is None else fault(line.number, "encoding", encoding=encoding)
    )


def _delimiter(header: str) -> str:
    """The one that finds most of our columns in the header; Excel writes what the country's settings say."""
    return max(_DELIMITERS, key=lambda mark: sum(normal(part.strip('"')) in KNOWN for part in header.split(mark)))
