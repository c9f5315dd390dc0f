"""Chinese texts have Chinese marks: one half-width comma among them looks like a slip, and breaks lines wrongly."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping

import pytest

from model.catalogue import FOLDER

HAN = r"[\u3400-\u4dbf\u4e00-\u9fff“”‘’《》（），。；：？！、…]"
# Code, addresses and placeholders keep their own marks.
APART = re.compile(r"`[^`]*`|mailto:|https?://[!-~]+|\{\{[^{}]*\}\}|\{[^{}]*\}")
HALF = re.compile(
    rf"{HAN}\s?[,;?!(]|{HAN}:|[,;]\s?{HAN}|:{HAN}|\){HAN}|\({HAN}|{HAN}\)"
)  # "topics: 下面" is a line of YAML in a sentence


def chinese() -> Iterator[tuple[str, str]]:
    """Name and Chinese text of every message."""

    def walk(name: str, table: Mapping[str, object]) -> Iterator[tuple[str, str]]:
        for key, value in table.items():
            if isinstance(value, Mapping):
                yield from walk(f"{name}.{key}", value)
            elif key == "zh":
                yield name, str(value)

    for path in sorted(FOLDER.glob("*.toml")):
        yield from walk(path.stem, tomllib.loads(path.read_text(encoding="utf-8")))


TEXTS = dict(chinese())


@pytest.mark.parametrize(
    "text", ["溺水,野泳", "来源:一个", "(见下)", "见下(一)", "好吗?", "a;见下", "警报 ,见", "{n} 天:是"]
)
def test_a_slip_would_be_found(text: str) -> None:
    assert HALF.search(APART.sub("", text))


@pytest.mark.parametrize(
    "text",
    [
        "时刻写成 07:30",
        "写 digest.picture: false",
        "加在 topics: 下面",
        "`a,b` 这样",
        "1,000 条",
        "mailto:邮箱",
        "（a, b）",
    ],
)
def test_code_numbers_and_times_are_no_slip(text: str) -> None:
    assert not HALF.search(APART.sub("", text))


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_a_message(name: str) -> None:
    assert not HALF.search(APART.sub("", TEXTS[name])), TEXTS[name]


def test_there_are_messages() -> None:
    assert len(TEXTS) > 1000
