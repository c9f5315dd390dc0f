"""Log lines for every process of ours: one line each, with time and zone, and never the text of a page.

The message of an exception may quote what it choked on (``could not convert string …``), which may be a post: only
its type and the way to it are logged.
"""

from __future__ import annotations

import logging
import sys
import traceback
from pathlib import Path
from types import TracebackType
from typing import TypeAlias

LONGEST = 1_000
"""Characters of one line."""
_STEPS = 6

_ExcInfo: TypeAlias = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class PlainLine(logging.Formatter):
    """``2026-03-02T07:30:00+0800 WARNING huisheng.alerts: …`` on exactly one line."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s", "%Y-%m-%dT%H:%M:%S%z")

    def format(self, record: logging.LogRecord) -> str:
        record.exc_text = None  # another formatter may have left a traceback there
        line = " ".join(super().format(record).split())
        return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"

    def formatException(self, ei: _ExcInfo) -> str:
        return way_to(ei[1]) if ei[1] is not None else ""

    def formatStack(self, stack_info: str) -> str:
        return ""


def way_to(error: BaseException) -> str:
    """``ValueError, run.py:12 in analyse < cycle.py:60 in _analyse``: the type, then the steps, innermost first."""
    steps = traceback.extract_tb(error.__traceback__)[: -_STEPS - 1 : -1]
    places = [f"{Path(step.filename).name}:{step.lineno} in {step.name}" for step in steps]
    return ", ".join([type(error).__name__, " < ".join(places)] if places else [type(error).__name__])


def log_to_standard_error(level: int) -> logging.Handler:
    """From `level` on, every record of this process goes to standard error as a plain line; returns the handler.

    A library that gives its own loggers a lower level (Scrapy does) passes `level` by: set the handler's, too.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(PlainLine())
    logging.basicConfig(level=level, handlers=[handler])
    logging.captureWarnings(True)
    return handler
