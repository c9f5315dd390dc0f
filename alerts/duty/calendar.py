"""The public holidays that come with the program (data/calendar/)."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from alerts.duty.roster import Days, with_own
from model.config import Config

FOLDER = Path(__file__).resolve().parents[2] / "data" / "calendar"


def days_of(config: Config) -> Days:
    """The shipped days with the association's own over them."""
    return with_own(shipped(), config.duty.calendar)


@cache
def shipped(folder: Path = FOLDER) -> Days:
    """Every file of the folder: ``[[holiday]]`` (name, first, last), ``workdays``, ``[[yearly]]`` (name, day)."""
    holidays: dict[date, str] = {}
    workdays: set[date] = set()
    yearly: dict[str, str] = {}
    for path in sorted(folder.glob("*.toml")):
        found = tomllib.loads(path.read_text(encoding="utf-8"))
        for one in found.get("holiday", []):
            for n in range((one["last"] - one["first"]).days + 1):
                holidays[one["first"] + timedelta(days=n)] = str(one["name"])
        workdays |= set(found.get("workdays", []))
        yearly |= {str(one["day"]): str(one["name"]) for one in found.get("yearly", [])}
    return Days(holidays=holidays, workdays=frozenset(workdays), terms={}, yearly=yearly)
