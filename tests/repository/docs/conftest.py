"""What counts as a document: everything that people read to use the program."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
_FENCE = re.compile(r"^( *)```(\w*)\n(.*?)^\1```", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"`([^`\n]+)`")


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def documents() -> Mapping[str, str]:
    """Path → text of both READMEs and of every page below docs/."""
    paths = [*ROOT.glob("README*.md"), *(ROOT / "docs").rglob("*.md")]
    assert len(paths) > 8
    return {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in sorted(paths)}


@pytest.fixture(scope="session")
def readmes(documents: Mapping[str, str]) -> Mapping[str, str]:
    """The English and the Chinese one."""
    return {name: documents[name] for name in ("README.md", "README.zh-CN.md")}


@pytest.fixture(scope="session")
def blocks() -> Callable[[str], list[tuple[str, str]]]:
    """(language, content) of each fenced block of a text."""
    return lambda text: [(match[2], match[3]) for match in _FENCE.finditer(text)]


@pytest.fixture(scope="session")
def spans() -> Callable[[str], list[str]]:
    """What stands between single back-ticks outside fenced blocks."""
    return lambda text: _SPAN.findall(_FENCE.sub("", text))
