"""Rows to pandas frames of a bounded size, with small counts taken out before any writer sees them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import pandas as pd

from alerts.export.columns import AS_FEWER, FEWEST, Column, Kind
from alerts.export.rows import Row

CHUNK = 1000


def frames(rows: Iterable[Row], columns: Sequence[Column]) -> Iterator[pd.DataFrame]:
    """At least one frame, perhaps empty. Values keep their types: a column of counts holds numbers and a word."""
    source = iter(rows)
    first = True
    while (chunk := list(islice(source, CHUNK))) or first:
        first = False
        frame = pd.DataFrame(chunk, columns=[column.key for column in columns], dtype=object)
        for column in columns:
            if column.kind is Kind.COUNT:
                frame[column.key] = _told(frame[column.key])
        yield frame


def _told(counts: pd.Series) -> pd.Series:
    """Counts below `FEWEST` as a word; None, not counted, stays."""
    small = counts.map(lambda count: count is not None and count < FEWEST).astype(bool)
    return counts.mask(small, AS_FEWER)
