"""The slips of a first hour with config.yaml: each is named in plain words, at the line where it was made."""

from __future__ import annotations

from pathlib import Path

import pytest

from model.config import load
from model.errors import ConfigError

HEAD = "association: {name: 协会, town: 永康, contact: mailto:help@xiehui.cn}\n"


def faults(tmp_path: Path, text: str) -> list[str]:
    path = tmp_path / "config.yaml"
    path.write_text(HEAD + text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load(path, {})
    return [line.removeprefix(f"{path}:") for line in str(caught.value).splitlines()]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("sources: []\n  - name: a\n    kind: feed\n", "2:1: 下面已经写了内容，这一行末尾的 [] 或 {} 要删掉"),
        ("topics: {}\n  t:\n    words: [a]\n", "2:1: 下面已经写了内容"),
        ("sources: []   # 来源\n# 例如\n  - name: a\n", "2:1: 下面已经写了内容"),
        ("crawl:\n  delay： 3s\n  timeout: 9s\n", "3:1: 冒号是中文的"),
        ("crawl:\n  delay:3s\n  timeout: 9s\n", "3:1: 冒号后面要空一格"),
        ("crawl:\n\tdelay: 3s\n", "3:1: 行首是制表符"),
        ('digest:\n  folder: "data\nconsole:\n  port: 1\nlanguage: zh\ntopics: {a: "b"}\n', "3:1: 引号没有成对"),
        ("crawl:\n  delay: 3s\n   timeout: 9s\n", "4:1: 这一行附近不是合法的 YAML"),
    ],
)
def test_what_the_parser_only_calls_unexpected(tmp_path: Path, text: str, said: str) -> None:
    (fault,) = faults(tmp_path, text)
    assert fault.startswith(said) and "expected" not in fault


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("sources: [{name: a, kind: Discuz, url: 'http://a.cn'}]\n", "2:21: sources.0.kind: 只能是 feed、discuz、"),
        ("sources: [{name: a, url: 'http://a.cn'}]\n", "sources.0.kind: 必须写上"),
        ("language: 中文\n", "2:1: language: 只能是 zh、en / must be one of zh, en"),
        ("analysis: {sentiment: quick}\n", "analysis.sentiment: 只能是 posts、shipped、snownlp、own"),
        ("topics: {a: {words: [溺水，野泳]}}\n", "topics.a.words.0: 词里有中文的逗号"),
    ],
)
def test_what_may_be_written_is_named(tmp_path: Path, text: str, said: str) -> None:
    (fault,) = faults(tmp_path, text)
    assert said in fault and " or " not in fault.split(" / ")[0]


def test_an_address_that_is_not_set_is_one_fault_with_what_to_do(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, "channels: [{name: c, kind: apprise, url: '${GROUP}'}]\n")
    assert "${GROUP} 没有设置" in fault and "export GROUP='地址'" in fault


def test_the_example_contact_is_pointed_at(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    text = "association:\n  name: 协会\n  town: 永康\n  contact: mailto:help@example.org\n"
    path.write_text(text + "sources: [{name: 论坛, kind: feed, url: 'http://a.cn'}]\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r":4:3: association\.contact: 还是示例地址"):
        load(path, {})
