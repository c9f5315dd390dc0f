"""The pictures to take, and whether each page fits a narrow phone."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bench.screenshots.browser import Browser, Screen

NARROW = Screen(width=360)
"""The narrowest phone that is still common."""
_WIDER = "document.documentElement.scrollWidth - innerWidth"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """One picture: its name without ending, the page, the screen, and how much of the page at most (CSS pixels)."""

    name: str
    url: str
    screen: Screen
    tallest: int = 1400


class Album:
    """Takes pictures into a folder."""

    def __init__(self, browser: Browser, out: Path) -> None:
        self._browser, self._out = browser, out
        self.taken: list[Path] = []
        self.faults: list[str] = []

    def take(self, shot: Shot) -> None:
        """Look at the page on a narrow phone, then take its picture."""
        self._browser.open(shot.url, NARROW)
        if (wider := self._browser.value(_WIDER)) > 0:
            self.faults.append(f"{shot.name}: {wider} pixels wider than a phone of {NARROW.width}")
        self._browser.open(shot.url, shot.screen)
        path = self._out / f"{shot.name}.png"
        path.write_bytes(self._browser.picture(shot.tallest))
        self.taken.append(path)
