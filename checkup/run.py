"""The whole look: every check, one after the other. One that crashes is told and never stops the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from checkup import channels, clock, configuration, database, disk, fonts, jobs, program, sources, voices, words
from checkup.case import Case
from checkup.finding import Finding
from model.catalogue import Catalogue
from model.errors import StoreError
from model.logs import way_to

Check = Callable[[Case], Iterable[Finding]]

# In the order in which a person would look. The names are those of data/messages/doctor.toml, `group.<name>`.
GROUPS: tuple[tuple[str, tuple[Check, ...]], ...] = (
    ("configuration", configuration.CHECKS),
    ("database", database.CHECKS),
    ("sources", sources.CHECKS),
    ("channels", channels.CHECKS),
    ("jobs", jobs.CHECKS),
    ("disk", disk.CHECKS),
    ("clock", clock.CHECKS),
    ("words", words.CHECKS),
    ("voices", voices.CHECKS),
    ("fonts", fonts.CHECKS),
    ("program", program.CHECKS),
)


@dataclass(frozen=True, slots=True)
class Group:
    """The findings of one group, in the order of its checks."""

    name: str
    findings: tuple[Finding, ...]


def look(case: Case, groups: tuple[tuple[str, tuple[Check, ...]], ...] = GROUPS) -> Iterator[Group]:
    """Every group as it is done. What several checks meet (a damaged database) is said once."""
    said: set[Finding] = set()
    for name, checks in groups:
        findings = dict.fromkeys(finding for check in checks for finding in _checked(case, check))
        yield Group(name, tuple(finding for finding in findings if finding not in said))
        said.update(findings)


def _checked(case: Case, check: Check) -> list[Finding]:
    try:
        return list(check(case))
    except StoreError as error:
        return [case.fault("database.refused", why=error.said(Catalogue(case.language)))]
    except Exception as error:  # noqa: BLE001 - the boundary of one check: the others still look
        return [
            case.fault("crashed", where=f"{check.__module__}.{check.__name__}", error=way_to(error))
        ]  # not its text: that may hold an address
