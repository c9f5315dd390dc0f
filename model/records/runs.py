"""What a stage notes about itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Severity(StrEnum):
    """How bad an `Issue` is."""

    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """Something went wrong and was written down. `kind` is a stable word such as ``no-date`` or ``robots``."""

    run_id: int | None
    source: str | None
    severity: Severity
    kind: str
    message: str
    at: datetime
    id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run of one job. `ok` is None while it runs (or when it was killed)."""

    id: int
    job: str
    started_at: datetime
    finished_at: datetime | None
    ok: bool | None
    counts: Mapping[str, int]
