"""A font with Chinese characters for pictures: the one that fontconfig names, else one that looks like it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

from PIL import ImageFont

_NAME = re.compile(
    r"wqy|cjk|source.?han|sim(?:sun|hei|fang|kai)|msyh|pingfang|ukai|uming|droid.?sans.?fallback|hiragino|stheiti"
    r"|heiti|songti|fangzheng|sarasa|lxgw|unifont",
    re.IGNORECASE,
)
_SUFFIXES = {".ttf", ".ttc", ".otf", ".otc"}
_SECONDS = 10
_PROOF = "回声"
_NOBODY = "\U0010fffd"  # private use: drawn as the box that stands for what a font does not have


def chinese(environment: Mapping[str, str] = os.environ) -> Path | None:
    """The first font found that really draws Chinese; None when there is none."""
    return next((path for path in _candidates(environment) if _draws(path)), None)


def places(environment: Mapping[str, str]) -> list[Path]:
    """Where Debian, other Linux systems and macOS keep fonts."""
    home = environment.get("HOME", "")
    own = [Path(home) / ".fonts", Path(home) / ".local/share/fonts", Path(home) / "Library/Fonts"] if home else []
    return [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path("/System/Library/Fonts"), *own]


def _candidates(environment: Mapping[str, str]) -> Iterator[Path]:
    yield from _asked()
    for folder in places(environment):
        for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
            if path.suffix.lower() in _SUFFIXES and _NAME.search(path.name):
                yield path


def _asked() -> list[Path]:
    program = shutil.which("fc-list")
    if program is None:
        return []
    try:
        said = subprocess.run(  # noqa: S603 - a fixed question
            [program, ":lang=zh-cn", "file"], capture_output=True, text=True, timeout=_SECONDS, check=False,
            encoding="utf-8", errors="replace",
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return []
    return sorted(Path(line.split(":")[0]) for line in said.stdout.splitlines() if line.strip())


def _draws(path: Path) -> bool:
    """Whether its characters are not the box of a missing one."""
    try:
        font = ImageFont.truetype(str(path), 20)
    except OSError:
        return False
    box = bytes(font.getmask(_NOBODY))
    return all(bytes(font.getmask(one)) not in {box, b""} for one in _PROOF)
