"""Which release this is."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

YEAR = 2026
"""The year of this release: a clock before it is wrong."""


def release() -> str:
    """The installed version, ``?`` when the program runs without having been installed."""
    try:
        return version("huisheng")
    except PackageNotFoundError:
        return "?"
