"""The export: read, write, and note in the audit that it happened, before anybody can hold the file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import BinaryIO

import pandas as pd

from alerts.export import rows
from alerts.export.columns import COLUMNS
from alerts.export.frames import frames
from alerts.export.measured import measured
from alerts.export.rows import Judge, Row
from alerts.export.tables import Table
from alerts.export.writers import MOST_ROWS, write_csv, write_lines, write_xlsx
from model.catalogue import Catalogue
from model.config import Config
from model.errors import UsageError
from store import audit
from store.audit import Entry
from store.database import Store

SUBJECTS = tuple(COLUMNS)
FORMATS = ("jsonl", "csv", "xlsx")
_EVER = date(1971, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What to export. `since`: only what changed on that day (in the town) or later; None: everything."""

    subject: str
    form: str
    since: date | None


def export(
    store: Store,
    config: Config,
    order: Order,
    out: BinaryIO,
    now: datetime,
    *,
    distress: Judge,
    progress: Callable[[int], None] = lambda count: None,
) -> int:
    """Write `order` to `out`, which can be sought in, and add a row to the audit; returns how many were written.

    Left out: stories about persons alone, and stories that were dismissed. `distress` tells a cry for help.
    Raises `UsageError` when a sheet cannot hold the rows, `StoreError` when the audit cannot be written.
    """
    source = _counted(_rows(store, config, order, distress), progress)
    chunks = frames(source, COLUMNS[order.subject])
    count = _written(chunks, config, order, out, now)
    detail = {
        "what": order.subject, "format": order.form, "rows": count,
        "since": order.since.isoformat() if order.since else None,
    }  # fmt: skip
    audit.note(store, Entry(at=now, action="export", detail=detail))
    return count


def _rows(store: Store, config: Config, order: Order, distress: Judge) -> Iterator[Row]:
    first, zone = order.since or _EVER, config.zone
    if order.subject == "counts":
        return rows.counts(store, first, zone, distress)
    subjects = {"stories": rows.stories, "alerts": rows.alerts, "digests": rows.digests, "measures": measured}
    return subjects[order.subject](store, first, zone)


def _written(chunks: Iterable[pd.DataFrame], config: Config, order: Order, out: BinaryIO, now: datetime) -> int:
    if order.form == "jsonl":
        return write_lines(chunks, out, config.zone)
    catalogue = Catalogue(config.language)
    table = Table(COLUMNS[order.subject], catalogue, config.zone, config.topics)
    if order.form == "csv":
        return write_csv(chunks, out, table)
    try:
        name = catalogue.say(f"export.subject.{order.subject}")
        return write_xlsx(chunks, out, table, name=name, made_at=now)
    except OverflowError:
        raise UsageError(catalogue.say("export.too_many", limit=MOST_ROWS)) from None


def _counted(source: Iterator[Row], progress: Callable[[int], None]) -> Iterator[Row]:
    for count, row in enumerate(source, 1):
        progress(count)
        yield row
