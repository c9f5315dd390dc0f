"""A font with Chinese characters: pictures need one, texts and web pages do not."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

from checkup.case import Case
from checkup.finding import Finding

_NAME = re.compile(
    r"wqy|cjk|source.?han|sim(?:sun|hei|fang|kai)|msyh|pingfang|ukai|uming|droid.?sans.?fallback|hiragino|stheiti"
    r"|heiti|songti|fangzheng|sarasa|lxgw|unifont",
    re.IGNORECASE,
)
_SUFFIXES = {".ttf", ".ttc", ".otf", ".otc"}
_SECONDS = 10


def places(environment: Mapping[str, str]) -> list[Path]:
    """Where Debian, other Linux systems and macOS keep fonts."""
    home = environment.get("HOME", "")
    own = [Path(home) / ".fonts", Path(home) / ".local/share/fonts", Path(home) / "Library/Fonts"] if home else []
    return [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path("/System/Library/Fonts"), *own]


def chinese(case: Case) -> Iterator[Finding]:
    """Asks fontconfig, else looks at file names."""
    found = _asked() or _seen(places(case.environment))
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


def _seen(folders: list[Path]) -> str:
    for folder in folders:
        for path in folder.rglob("*") if folder.is_dir() else ():
            if path.suffix.lower() in _SUFFIXES and _NAME.search(path.name):
                return str(path)
    return ""


CHECKS = (chinese,)
