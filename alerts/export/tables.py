"""A frame as a person reads it: translated words, local times, lists on one line, no cell that runs.

A cell that begins with ``= + - @``, a tab or a line break is a formula to Excel and LibreOffice even in a CSV file
(OWASP, "CSV Injection"); an apostrophe in front makes it text. Numbers are numbers and need none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import pandas as pd

from alerts.export.columns import AS_FEWER, Column, Kind
from model.catalogue import Catalogue
from model.config import Topic

LONGEST_CELL = 32_000
"""Excel's own limit is 32,767; a longer text would be dropped without a word."""
_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "|", "%")


class Table:
    """Turns the values of an export into cells: str, int, float, date, naive datetime (local) or None."""

    def __init__(
        self, columns: Sequence[Column], catalogue: Catalogue, zone: ZoneInfo, topics: Mapping[str, Topic]
    ) -> None:
        self.columns = columns
        self._say, self._zone, self._topics = catalogue.say, zone, topics
        self._shown: dict[Kind, Callable[[Column, object], object]] = {
            Kind.TEXT: self._text, Kind.WORD: self._word, Kind.COUNT: self._count, Kind.MOMENT: self._moment,
            Kind.LIST: self._list, Kind.LINES: self._lines,
        }  # fmt: skip

    @property
    def titles(self) -> list[str]:
        """The column titles."""
        return [self._say(f"export.column.{column.key}") for column in self.columns]

    def cells(self, frame: pd.DataFrame) -> pd.DataFrame:
        """`frame` with cells in place of values."""
        shown = {column.key: self._column(column, frame[column.key]) for column in self.columns}
        return pd.DataFrame(shown, columns=[column.key for column in self.columns], dtype=object)

    def _column(self, column: Column, values: pd.Series) -> list[object]:
        show = self._shown.get(column.kind)
        return [None if value is None else show(column, value) if show else value for value in values]

    def _text(self, column: Column, value: object) -> str:
        topic = self._topics.get(str(value)) if column.key == "topic" else None
        return str(value) if topic is None else topic.title or str(value)

    def _word(self, column: Column, value: object) -> str:
        return self._say(f"export.{column.key}.{value}")

    def _count(self, column: Column, value: object) -> object:
        return self._say("export.fewer") if value == AS_FEWER else value

    def _moment(self, column: Column, value: object) -> object:
        return value.astimezone(self._zone).replace(tzinfo=None) if isinstance(value, datetime) else value

    def _list(self, column: Column, value: object) -> str:
        return self._joined(value, self._say("export.list_separator"))

    def _lines(self, column: Column, value: object) -> str:
        return self._joined(value, "\n")

    def _joined(self, value: object, separator: str) -> str:
        """As many whole parts as fit into one cell."""
        parts: list[str] = []
        for part in value if isinstance(value, tuple) else ():
            if sum(map(len, parts)) + len(parts) + len(part) > LONGEST_CELL:
                break
            parts.append(part)
        return separator.join(parts)


def harmless(cell: object) -> object:
    """The cell as a CSV file may hold it: a text that a spreadsheet would run gets an apostrophe in front."""
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip(" \u3000").startswith(_STARTS) else cell
