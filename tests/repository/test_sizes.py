"""docs/dependencies.md names every installed part over 10 MB, and no other."""

from __future__ import annotations

import re
from pathlib import Path

from bench.parts import LIMIT_MB, asked_for_by, environment, name_of, size_mb

ROOT = Path(__file__).resolve().parents[2]


def needed() -> dict[str, float]:
    """Sizes of what an installation without the tools of the checks holds."""
    installed = {name_of(found): found for found in environment(None)}
    asking = {name: set(asked_for_by(name, installed.values())) for name in installed}
    kept = {"huisheng"}
    while more := {name for name, by in asking.items() if by & kept} - kept:
        kept |= more
    return {name: size_mb(installed[name]) for name in kept}


def test_every_part_over_10_mb_is_explained() -> None:
    text = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([\w-]+)` \| (\d+) \| [^|]{2,} \| [^|]{10,} \|$", text, re.MULTILINE)
    told = {name: int(size) for name, size in rows}
    found = {name: size for name, size in needed().items() if size > LIMIT_MB}
    assert set(told) == set(found)
    off = {name: (told[name], round(size)) for name, size in found.items() if abs(told[name] - size) > 0.3 * size}
    assert off == {}, "run python -m bench.parts"
