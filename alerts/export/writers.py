"""Frames to the bytes of a file: JSON Lines, CSV that Excel opens, or an XLSX workbook without one formula."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import BinaryIO
from zoneinfo import ZoneInfo

import pandas as pd
import xlsxwriter
from xlsxwriter.exceptions import XlsxWriterException
from xlsxwriter.worksheet import Worksheet

from alerts.export.tables import Table, harmless
from model.errors import OutputError

MOST_ROWS = 1_048_575  # of a sheet, besides the titles
_STAMP = "%Y-%m-%d %H:%M:%S"


def write_lines(frames: Iterable[pd.DataFrame], out: BinaryIO, zone: ZoneInfo) -> int:
    """One JSON object a row, keys as in columns.py, times in ISO form with the town's zone; returns how many."""
    count = 0
    for frame in frames:
        for values in frame.itertuples(index=False, name=None):
            record = dict(zip(frame.columns, values, strict=True))
            text = json.dumps(record, ensure_ascii=False, default=lambda value: _plain(value, zone))
            out.write(text.encode("utf-8", "replace") + b"\n")
            count += 1
    return count


def write_csv(frames: Iterable[pd.DataFrame], out: BinaryIO, table: Table) -> int:
    """Comma-separated, with a byte-order mark, or Excel on Windows garbles Chinese. Returns how many rows."""
    out.write(b"\xef\xbb\xbf")
    count = 0
    for number, frame in enumerate(frames):
        cells = table.cells(frame).map(_stamped)
        text = cells.to_csv(index=False, header=table.titles if number == 0 else False, lineterminator="\r\n")
        out.write(text.encode("utf-8", "replace"))
        count += len(frame)
    return count


def write_xlsx(frames: Iterable[pd.DataFrame], out: BinaryIO, table: Table, *, name: str, made_at: datetime) -> int:
    """One sheet `name`, titles frozen, dates as dates; returns how many rows. Memory does not grow with them.

    Texts are written as texts whatever they look like. Raises `OverflowError` for more rows than a sheet can hold.
    """
    with tempfile.TemporaryDirectory(prefix="huisheng-") as folder:
        options = {
            "constant_memory": True, "tmpdir": folder, "strings_to_formulas": False, "strings_to_urls": False,
            "strings_to_numbers": False,
        }  # fmt: skip
        book = xlsxwriter.Workbook(out, options)
        book.set_properties({"created": made_at.astimezone(UTC).replace(tzinfo=None)})
        try:
            count = _fill(_Sheet(book, book.add_worksheet(name), table), frames)
            book.close()
        except XlsxWriterException as error:
            raise OutputError(str(error)) from None
    return count


class _Sheet:
    """One sheet, written row by row."""

    def __init__(self, book: xlsxwriter.Workbook, sheet: Worksheet, table: Table) -> None:
        self._sheet, self._table = sheet, table
        bold = book.add_format({"bold": True, "bottom": 1})
        self._moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        self._day = book.add_format({"num_format": "yyyy-mm-dd"})
        self._wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        sheet.freeze_panes(1, 0)
        for place, (column, title) in enumerate(zip(table.columns, table.titles, strict=True)):
            sheet.set_column(place, place, column.width)
            sheet.write_string(0, place, title, bold)

    def add(self, number: int, frame: pd.DataFrame) -> None:
        """Write the rows of `frame`, the first one at row `number` below the titles."""
        for offset, values in enumerate(self._table.cells(frame).itertuples(index=False, name=None), number + 1):
            for place, value in enumerate(values):
                self._put(offset, place, value)

    def _put(self, row: int, place: int, value: object) -> None:
        if isinstance(value, str):
            if value:
                self._sheet.write_string(row, place, value, self._wrapped if "\n" in value else None)
        elif isinstance(value, datetime):
            self._sheet.write_datetime(row, place, value, self._moment)
        elif isinstance(value, date):
            self._sheet.write_datetime(row, place, value, self._day)
        elif isinstance(value, int | float):
            self._sheet.write_number(row, place, value)


def _fill(sheet: _Sheet, frames: Iterable[pd.DataFrame]) -> int:
    count = 0
    for frame in frames:
        if count + len(frame) > MOST_ROWS:
            raise OverflowError("more rows than a sheet can hold")
        sheet.add(count, frame)
        count += len(frame)
    return count


def _stamped(cell: object) -> object:
    return cell.strftime(_STAMP) if isinstance(cell, datetime) else harmless(cell)


def _plain(value: object, zone: ZoneInfo) -> str:
    if isinstance(value, datetime):
        return value.astimezone(zone).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in an export")
