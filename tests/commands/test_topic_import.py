"""`huisheng topic import`: a TrendRadar keyword file becomes watch topics that mean the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from analysis.signs.watch import Watch
from analysis.text.segment import Segmenter
from cli import huisheng
from model.config import load_topics
from model.errors import UsageError

FILE = """\
# 注释
[GLOBAL_FILTER]
抽奖

[WORD_GROUPS]
[校园安全]
牙签弩
/激光笔|烟卡/ => 危险玩具
+学校
!新闻发布会
@5

溺水
落水 => 落水

+直播间
+退款
张伟明
/第[一二]批/

溺水
"""


def run(tmp_path: Path, text: str | bytes) -> tuple[int, str, str]:
    path = tmp_path / "words.txt"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    result = CliRunner().invoke(huisheng, ["topic", "import", str(path)])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def watch(tmp_path: Path) -> Watch:
    code, out, _ = run(tmp_path, FILE)
    assert code == 0
    (tmp_path / "topics.yaml").write_text(out, encoding="utf-8")
    topics = load_topics(tmp_path / "topics.yaml")
    assert list(topics) == ["校园安全", "落水", "直播间", "溺水"]
    return Watch(topics, Segmenter(tmp_path / "words", ["牙签弩"]))


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("学校门口卖牙签弩", {"校园安全"}),
        ("小店卖牙签弩", set()),  # without the word that must be there
        ("学校门口卖激光笔", {"校园安全"}),
        ("学校就牙签弩开新闻发布会", set()),
        ("有人溺水", {"落水", "溺水"}),
        ("溺水抽奖", set()),  # excluded everywhere
        ("直播间买的不给退款", {"直播间"}),
        ("直播间好热闹", set()),
    ],
)
def test_the_topics_mean_what_the_file_means(watch: Watch, text: str, topics: set[str]) -> None:
    assert {hit.topic for hit in watch.hits("", text)} == topics


def test_a_word_that_must_be_there_may_stand_in_the_title(watch: Watch) -> None:
    assert {hit.topic for hit in watch.hits("学校门口", "卖牙签弩")} == {"校园安全"}


def test_what_is_left_out_is_named_with_its_line(tmp_path: Path) -> None:
    _, _, told = run(tmp_path, FILE)
    lines = told.splitlines()
    assert [line.split("：")[0] for line in lines[:3]] == ["第 11 行", "第 18 行", "第 19 行"]
    assert "张伟明" in lines[1] and "人名" in lines[1]
    assert "正则" in lines[2]


@pytest.mark.parametrize("text", [b"", b"# \xe6\xb3\xa8\n", b"\xff\xfe\x00", "@3\n张伟明\n".encode()])
def test_nothing_to_take_over_is_a_usage_error(tmp_path: Path, text: bytes) -> None:
    with pytest.raises(UsageError):
        run(tmp_path, text)
