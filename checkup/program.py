"""The program itself: the Python it runs on and the parts it was made with."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import metadata

from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import SpecifierSet

from checkup.case import Case
from checkup.finding import Finding

_NAME = "huisheng"


def python(case: Case) -> Iterator[Finding]:
    """The version that pyproject.toml asks for."""
    try:
        own = metadata.metadata(_NAME)
    except metadata.PackageNotFoundError:
        yield case.hint("program.not-installed")
        return
    version = ".".join(map(str, sys.version_info[:3]))
    wanted = own["Requires-Python"] or ""
    if SpecifierSet(wanted).contains(version, prereleases=True):
        yield case.ok("program.python", version=version, release=own["Version"])
    else:
        yield case.fault("program.old-python", where=sys.executable, version=version, wanted=wanted)


def parts(case: Case) -> Iterator[Finding]:
    """Every required part is installed in a version that fits."""
    try:
        lines = metadata.requires(_NAME) or []
    except metadata.PackageNotFoundError:
        return
    wrong = [found for found in (_judged(case, line) for line in lines) if found is not None]
    yield from wrong
    if not wrong:
        yield case.ok("program.parts", n=sum(_is_required(line) for line in lines))


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
