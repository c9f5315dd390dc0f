"""What a check found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Grade(StrEnum):
    """How grave a finding is. Only a fault changes the exit status."""

    OK = "ok"
    HINT = "hint"
    FAULT = "fault"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """`name` is a table of data/messages/doctor.toml: ``what`` is said of it, and ``mend``, what to do about it.

    `where`: the file, folder, key or source. `repair`: the name of what `--repair` would do, '' for nothing.
    """

    grade: Grade
    name: str
    what: str
    where: str = ""
    mend: str = ""
    repair: str = ""
