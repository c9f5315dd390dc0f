"""A font with Chinese characters: pictures need one, texts and web pages do not. Judged by who draws them."""

from __future__ import annotations

from collections.abc import Iterator

from alerts.digest import fonts
from checkup.case import Case
from checkup.finding import Finding


def chinese(case: Case) -> Iterator[Finding]:
    """Whether the font that the pictures would be drawn with is there."""
    found = fonts.chinese(case.environment)
    if found is not None:
        yield case.ok("fonts.found", where=found.name)
    else:
        yield case.hint("fonts.none")


CHECKS = (chinese,)
