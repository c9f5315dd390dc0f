"""A font with Chinese characters: pictures need one, texts and web pages do not."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator

from alerts.answers import font
from checkup.case import Case
from checkup.finding import Finding

_SECONDS = 10


def chinese(case: Case) -> Iterator[Finding]:
    """Asks fontconfig, else looks at file names."""
    found = _asked() or str(font.chinese(font.folders(case.environment)) or "")
    if found:
        yield case.ok("fonts.found", where=found)
    else:
        yield case.hint("fonts.none")


def _asked() -> str:
    """The first font that fontconfig calls Chinese, '' when there is none or no fontconfig."""
    program = shutil.which("fc-list")
    if program is None:
        return ""
    try:
        said = subprocess.run(  # noqa: S603 - a fixed question
            [program, ":lang=zh-cn", "family"], capture_output=True, text=True, timeout=_SECONDS, check=False,
            encoding="utf-8", errors="replace",
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return min(said.stdout.splitlines(), default="").split(",")[0].strip()


CHECKS = (chinese,)
