"""`huisheng train`: tried in folds, refused when too little, written whole, and the way back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli import huisheng
from model.errors import UsageError

# A town that says 嘎啦板 for good and 呜哩冻 for bad, which the default cannot know. Too short for near-copies.
PLACES = ["东街", "西街", "南门", "北门", "菜场", "车站", "学校", "医院", "公园", "河边", "超市", "邮局"]
THINGS = ["早饭", "修路", "公交", "物业", "快递", "路灯", "停车"]


def posts(number: int) -> list[dict[str, str]]:
    pairs = [(place, thing) for place in PLACES for thing in THINGS][:number]
    good = [{"text": f"{place}{thing}嘎啦板", "label": "positive"} for place, thing in pairs]
    bad = [{"text": f"{place}{thing}呜哩冻", "label": "negative"} for place, thing in pairs]
    return [*good, *bad]


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "config.yaml"
    path.write_text(
        "association: {name: 测试, town: 永康, contact: 'mailto:a@example.org'}\n"
        "language: zh\ndatabase: var/h.db\nanalysis: {sentiment: own, own_weights: var/own.gz}\n",
        encoding="utf-8",
    )
    return path


def train(config: Path, lines: list[dict[str, str]], *more: str) -> Result:
    text = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
    return CliRunner().invoke(huisheng, ["train", "--config", str(config), *more], input=text)


def score(config: Path, text: str) -> dict[str, object]:
    result = CliRunner().invoke(
        huisheng, ["score", "--config", str(config)], input=json.dumps({"id": "a", "text": text})
    )
    assert result.exit_code == 0, result.output
    found: dict[str, object] = json.loads(result.stdout)
    return found


def test_own_posts_teach_the_town_its_words(config: Path) -> None:
    before = score(config, "广场路灯呜哩冻")
    result = train(config, posts(60))
    assert result.exit_code == 0, result.output
    assert result.stdout.count("份（") == 5
    assert "95 % 区间" in result.stdout and str(config.parent / "var" / "own.gz") in result.stdout
    after = score(config, "广场路灯呜哩冻")
    assert (before["engine"], after["engine"]) == ("posts-1", "posts-1+own-1")
    assert after["label"] == "negative" and after["sentiment"] < before["sentiment"]  # type: ignore[operator]
    assert set(after["scores"]) == {"posts-1-bayes", "posts-1-hashed", "posts-1"}  # type: ignore[call-overload]
    assert score(config, "广场路灯嘎啦板")["label"] == "positive"
    assert score(config, "😂")["label"] == "unscorable"


def test_the_same_posts_give_the_same_file_and_one_can_go_back(config: Path) -> None:
    weights = config.parent / "var" / "own.gz"
    assert train(config, posts(60)).exit_code == 0
    first = weights.read_bytes()
    assert train(config, posts(60)).exit_code == 0
    assert weights.read_bytes() == first
    assert train(config, posts(70)).exit_code == 0
    second = weights.read_bytes()
    assert second != first
    assert train(config, [], "--back").exit_code == 0
    assert weights.read_bytes() == first
    assert train(config, [], "--back").exit_code == 0
    assert weights.read_bytes() == second
    assert sorted(path.name for path in weights.parent.glob("*own*")) == ["own.gz", "own.gz.previous"]


def test_nothing_of_the_posts_is_kept(config: Path) -> None:
    lines = [{**line, "text": line["text"] + ",电话13800005678"} for line in posts(60)]
    assert train(config, lines).exit_code == 0
    for path in config.parent.rglob("*"):
        if path.is_file() and path.name != "jieba.cache":
            content = path.read_bytes()
            assert "嘎啦板".encode() not in content and b"13800005678" not in content, path


def test_too_few_posts_are_refused_and_it_is_said_why(config: Path) -> None:
    repeated = posts(30) * 3  # a post repeated is one post
    result = train(config, repeated)
    assert isinstance(result.exception, UsageError)  # exit status 2
    assert "30" in str(result.exception) and "50" in str(result.exception)
    assert not (config.parent / "var" / "own.gz").exists()


def test_a_bad_line_is_named_and_the_rest_is_used(config: Path) -> None:
    result = train(config, [{"text": "好", "label": "great"}, {"label": "positive"}, *posts(60)])
    assert result.exit_code == 1
    assert "第 1 行" in result.stderr and "great" in result.stderr and "第 2 行" in result.stderr
    assert (config.parent / "var" / "own.gz").exists()


def test_there_is_nothing_to_go_back_to(config: Path) -> None:
    result = train(config, [], "--back")
    assert isinstance(result.exception, UsageError)
    assert "own.gz.previous" in str(result.exception)


def test_several_files(config: Path, tmp_path: Path) -> None:
    names = []
    for number, part in enumerate((posts(60)[:60], posts(60)[60:])):
        path = tmp_path / f"{number}.jsonl"
        path.write_text("\n".join(json.dumps(line) for line in part), encoding="utf-8")
        names.append(str(path))
    result = CliRunner().invoke(huisheng, ["train", *names, "--config", str(config)])
    assert result.exit_code == 0, result.output
    assert "负面 60 条，正面 60 条" in result.stdout
