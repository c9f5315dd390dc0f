"""The shape of the house: short files, short functions, no drawers named after nothing."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = (
    "model", "store", "crawlers", "analysis", "alerts", "console", "checkup", "commands", "demo", "deploy", "bench",
    "tests",
)  # fmt: skip
FILES = sorted(
    [path for room in ROOMS for path in (ROOT / room).rglob("*.py")]
    + [ROOT / name for name in ("cli.py", "replay.py", "schedules.py")]
)
NAMELESS = {"utils", "util", "common", "helpers", "helper", "manager", "misc"}


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_file_can_be_understood(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 300, "over 300 lines: look for a better cut"
    assert path.stem not in NAMELESS
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno is not None:
            assert node.end_lineno - node.lineno < 50, f"{node.name} has 50 lines or more"


def test_the_promised_places_exist() -> None:
    promised = (
        "crawlers analysis alerts schedules.py config.yaml data pyproject.toml tests model store console cli.py "
        "replay.py bench docs README.md Makefile CHANGELOG.md LICENSE .ci/run"
    )
    missing = [name for name in promised.split() if not (ROOT / name).exists()]
    assert not missing
