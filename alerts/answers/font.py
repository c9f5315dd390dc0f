"""A font with Chinese characters for pictures: the first that this machine has, the best known first."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

_ORDER = (
    "noto.?sans.?cjk", "source.?han", "wqy.?micro", "wqy", "cjk", "msyh", "pingfang", "hiragino",
    "sim(?:sun|hei|fang|kai)", "stheiti", "heiti", "droid.?sans.?fallback", "sarasa", "lxgw", "songti",
    "fangzheng", "ukai", "uming", "unifont",
)  # fmt: skip
"""Plain faces that read well on a phone come first."""
KNOWN = re.compile("|".join(_ORDER), re.IGNORECASE)
SUFFIXES = {".ttf", ".ttc", ".otf", ".otc"}
_BOLD = re.compile(r"bold|black|heavy|light|thin|medium|serif|mono", re.IGNORECASE)


def folders(environment: Mapping[str, str]) -> list[Path]:
    """Where Debian, other Linux systems and macOS keep fonts."""
    home = environment.get("HOME", "")
    own = [Path(home) / ".fonts", Path(home) / ".local/share/fonts", Path(home) / "Library/Fonts"] if home else []
    return [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path("/System/Library/Fonts"), *own]


def chinese(places: list[Path]) -> Path | None:
    """The file of the best Chinese font in these folders, by its name; None when there is none."""
    found = [
        path for place in places if place.is_dir() for path in place.rglob("*")
        if path.suffix.lower() in SUFFIXES and KNOWN.search(path.name)
    ]  # fmt: skip
    return min(found, key=_rank, default=None)


def _rank(path: Path) -> tuple[int, bool, str]:
    """Position in the list of known fonts; a plain cut before bold, serif and mono."""
    place = next(i for i, part in enumerate(_ORDER) if re.search(part, path.name, re.IGNORECASE))
    return place, _BOLD.search(path.name) is not None, str(path)
