"""The program itself: the Python it runs on and the parts it was made with."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import SpecifierSet

from checkup.case import Case
from checkup.finding import Finding
from model.release import release

_NAME = "huisheng"
PROJECT = Path(__file__).resolve().parent.parent / "pyproject.toml"


def python(case: Case) -> Iterator[Finding]:
    """The version that pyproject.toml asks for."""
    wanted, _ = needs()
    version = ".".join(map(str, sys.version_info[:3]))
    if SpecifierSet(wanted).contains(version, prereleases=True):
        yield case.ok("program.python", version=version, release=release())
    else:
        yield case.fault("program.old-python", where=sys.executable, version=version, wanted=wanted)


def parts(case: Case) -> Iterator[Finding]:
    """Every required part is installed in a version that fits."""
    _, lines = needs()
    wrong = [found for found in (_judged(case, line) for line in lines) if found is not None]
    yield from wrong
    if not wrong:
        yield case.ok("program.parts", n=sum(_is_required(line) for line in lines))


def needs() -> tuple[str, list[str]]:
    """The range of Python versions and the required parts.

    From pyproject.toml beside the code where there is one: after an update of the code alone, what was noted when
    it was installed is what the old code needed. Raises PackageNotFoundError when neither is there.
    """
    if PROJECT.is_file():
        project = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]
        return str(project["requires-python"]), [str(line) for line in project["dependencies"]]
    noted = metadata.metadata(_NAME)
    return noted["Requires-Python"] or "", metadata.requires(_NAME) or []


def _is_required(line: str) -> bool:
    """Whether a requirement belongs to every installation (and not to an extra)."""
    marker = Requirement(line).marker
    return marker is None or marker.evaluate({"extra": ""})


def _judged(case: Case, line: str) -> Finding | None:
    try:
        wanted = Requirement(line)
    except InvalidRequirement:
        return None
    if not _is_required(line):
        return None
    try:
        version = metadata.version(wanted.name)
    except metadata.PackageNotFoundError:
        return case.fault("program.missing", where=wanted.name, wanted=str(wanted.specifier) or "*")
    if wanted.specifier.contains(version, prereleases=True):
        return None
    return case.fault("program.unfit", where=wanted.name, version=version, wanted=str(wanted.specifier))


CHECKS = (python, parts)
