"""The clock: everything here rests on when something was said."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from datetime import timedelta

from checkup.amounts import at, span
from checkup.case import Case
from checkup.finding import Finding
from model.release import YEAR
from store import checkup

_SLACK = timedelta(minutes=10)
_SECONDS = 5


def year(case: Case) -> Iterator[Finding]:
    """A machine without a battery wakes up in 1970."""
    if case.now.year < YEAR:
        yield case.fault("clock.past", now=at(case, case.now), year=YEAR)
    else:
        yield case.ok("clock.now", now=at(case, case.now), zone=case.config.timezone if case.config else "UTC")


def behind(case: Case) -> Iterator[Finding]:
    """Something was written down at a time that is still to come."""
    newest = checkup.newest_moment(case.store) if case.store is not None and case.current else None
    if newest is not None and newest > case.now + _SLACK:
        yield case.fault("clock.behind", newest=at(case, newest), by=span(case, newest - case.now))


def kept_right(case: Case) -> Iterator[Finding]:
    """What systemd says about the network's time; machines without it are not judged."""
    program = shutil.which("timedatectl")
    if program is None:
        return
    line = [program, "show", "--property=NTPSynchronized", "--value"]
    try:
        said = subprocess.run(line, capture_output=True, text=True, timeout=_SECONDS, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return
    if said.returncode == 0 and said.stdout.strip() == "no":
        yield case.hint("clock.alone")


CHECKS = (year, behind, kept_right)
