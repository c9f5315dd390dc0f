"""Links lead somewhere, every page can be found, every picture is shown, and Chinese is set as Chinese."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

_LINK = re.compile(r"\]\(<?([^)#:>]+)>?(?:#[^)]*)?\)|src=\"([^\":]+)\"")
_CODE = re.compile(r"```.*?```|`[^`\n]*`|\]\([^)]*\)|https?://\S+", re.DOTALL)
_HAN = "[\u4e00-\u9fff]"
_HALF = re.compile(rf"{_HAN}[,;:!?]|[,;!?]{_HAN}|{_HAN}\(|\){_HAN}")
_STOPS = "\u3001\u3002\uff01\uff0c\uff1a\uff1b\uff1f\uff09\u201d"
_MOST = 250_000  # bytes of one picture


def targets(name: str, text: str) -> set[str]:
    """What a page links to or shows, seen from the repository's root."""
    found = {first or second for first, second in _LINK.findall(text)}
    folder = Path(name).parent
    return {(Path("/") / folder / target).resolve().as_posix()[1:] for target in found}


def test_links_inside_the_repository_lead_somewhere(documents: Mapping[str, str], root: Path) -> None:
    found = {f"{name} → {target}" for name, text in documents.items() for target in targets(name, text)
             if not (root / target).exists()}  # fmt: skip
    assert found == set()


def test_every_page_can_be_found(documents: Mapping[str, str]) -> None:
    """From either README and from the handbook's front page."""
    for start in ("README.md", "README.zh-CN.md", "docs/README.md"):
        seen, waiting = set(), [start]
        while waiting:
            name = waiting.pop()
            if name in documents and name not in seen:
                seen.add(name)
                waiting += targets(name, documents[name])
        assert set(documents) - seen == set(), start


def test_every_picture_is_shown_and_small(documents: Mapping[str, str], root: Path) -> None:
    pictures = {path.relative_to(root).as_posix(): path for path in (root / "docs" / "images").iterdir()}
    shown = {target for name, text in documents.items() for target in targets(name, text)}
    assert len(pictures) > 6
    assert set(pictures) - shown == set()
    assert {name: size for name, path in pictures.items() if (size := path.stat().st_size) > _MOST} == {}


def test_both_readmes_show_the_same(readmes: Mapping[str, str]) -> None:
    """The same pictures, and the same commands in the same order."""
    english, chinese = readmes.values()
    pictures = [[t for t in re.findall(r"docs/images/([\w\-]+)\.png", text)] for text in (english, chinese)]
    assert pictures[0] == pictures[1] and pictures[0]
    rows = [re.findall(r"^\| `(huisheng [^`]+)` \|", text, re.MULTILINE) for text in (english, chinese)]
    assert rows[0] == rows[1] and rows[0]
    assert len(re.findall("^## ", english, re.MULTILINE)) == len(re.findall("^## ", chinese, re.MULTILINE))


def test_a_picture_says_what_it_shows(documents: Mapping[str, str]) -> None:
    for name, text in documents.items():
        assert not re.findall(r"!\[\]\(|<img(?![^>]*alt=\"[^\"]{6,}\")[^>]*>", text), name


@pytest.fixture(scope="module")
def chinese(documents: Mapping[str, str]) -> Mapping[str, str]:
    """The pages in Chinese, without code and addresses."""
    found = {name: text for name, text in documents.items() if len(re.findall(_HAN, text)) > len(text) / 4}
    assert len(found) > 5
    return {name: _CODE.sub("·", text) for name, text in found.items()}


def test_chinese_has_chinese_punctuation(chinese: Mapping[str, str]) -> None:
    assert {name: hits for name, text in chinese.items() if (hits := _HALF.findall(text))} == {}


def test_bold_is_bold(chinese: Mapping[str, str]) -> None:
    """A closing ** after a full stop and before a letter closes nothing (CommonMark 6.2): its stars are seen.

    Nor does an opening one between a letter and a stop open anything.
    """
    for name, text in chinese.items():
        for line in text.splitlines():
            parts = line.split("**")
            for bold, after in zip(parts[1::2], parts[2::2], strict=True):
                assert not (bold[-1] in _STOPS and re.match(r"\w", after)), f"{name}: {bold}"
            for before, bold in zip(parts[0::2], parts[1::2], strict=False):
                assert not (re.match(r"\W", bold) and re.search(r"\w$", before)), f"{name}: {bold}"
