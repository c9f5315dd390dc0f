"""Can this machine draw pages? Looks for the parts without loading them."""

from __future__ import annotations

import shutil
from importlib.util import find_spec

PROGRAMS = ("chromium", "chromium-browser")
"""Debian's name, then that of others."""


def chromium() -> str | None:
    """The browser's path, None when the machine has none."""
    return next((found for found in map(shutil.which, PROGRAMS) if found), None)


def lacking() -> str | None:
    """``javascript-extra`` or ``javascript-chromium`` (messages of data/messages/crawlers.toml), None: nothing."""
    if find_spec("scrapy_playwright") is None:
        return "javascript-extra"
    return "javascript-chromium" if chromium() is None else None
