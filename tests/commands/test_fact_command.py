"""`huisheng fact` as a volunteer and a program meet it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from commands.fact import command
from model.config.factfile import load_facts
from model.errors import ConfigError, UsageError
from store import facts
from store.database import open_store

FACTS = """桥:
  claim: 北门大桥桥墩开裂，要塌了
  verdict: "false"
  answer: 交通局查过，没有这回事。
  sources: [{name: 交通局, url: "https://jt.example.org/1", date: 2026-01-02}]
旧:
  claim: 城东停水三天，要储水
  verdict: "true"
  answer: 水厂检修。
  valid_until: 2020-01-01
"""


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "facts.yaml").write_text(FACTS, encoding="utf-8")


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "config.yaml"
    about = "{name: 志愿者协会, town: 永康, contact: mailto:help@xiehui.cn}"
    path.write_text(f"association: {about}\ndatabase: town.db\n", encoding="utf-8")
    return path


def run(*arguments: str, stdin: str = "") -> Result:
    return CliRunner().invoke(command, list(arguments), input=stdin, catch_exceptions=False)


def rows(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def texts(*said: str) -> str:
    return "".join(json.dumps({"id": str(i), "text": text}) + "\n" for i, text in enumerate(said))


def test_match_needs_no_configuration() -> None:
    result = run("match", "--facts", "facts.yaml", stdin=texts("北门大桥桥墩裂开要塌是真的吗", "今天天气好"))
    assert result.exit_code == 0
    first, second = rows(result)
    assert (first["id"], first["matched"]) == ("0", "桥")
    assert list(first["facts"][0]) == ["key", "score"] and first["facts"][0]["key"] == "桥"
    assert second == {"id": "1", "facts": [], "matched": None}


def test_match_says_what_has_expired() -> None:
    (row,) = rows(run("match", "--facts", "facts.yaml", stdin=texts("城东停水三天,快储水")))
    assert row["matched"] is None
    assert row["facts"][0]["key"] == "旧" and row["facts"][0]["expired"] is True


def test_bad_lines_and_bad_facts_stop_nothing(tmp_path: Path) -> None:
    (tmp_path / "facts.yaml").write_text(FACTS + "坏:\n  claim: x\n", encoding="utf-8")
    result = run("match", "--facts", "facts.yaml", stdin="{\n" + texts("北门大桥桥墩裂开要塌") + '{"id": "7"}\n')
    assert result.exit_code == 1
    assert [row["matched"] for row in rows(result)] == ["桥"]
    assert "facts.yaml:11:1: 坏.verdict" in result.stderr
    assert [json.loads(line)["line"] for line in result.stderr.splitlines() if line.startswith("{")] == [1, 3]


def test_shipped_facts_are_at_hand(config: Path) -> None:
    assert rows(run("match", stdin=texts("紫菜是黑塑料袋做的,泡水扯不断")))[0]["matched"] == "塑料紫菜"
    listed = run("list").stdout
    assert "【不实】塑料紫菜" in listed and "【待核实】蓝鲸游戏" in listed and "待本地复核" in listed
    assert not (config.parent / "town.db").exists()  # looking stores nothing


def test_without_configuration_or_facts() -> None:
    with pytest.raises(UsageError, match="--facts"):
        run("list")
    with pytest.raises(ConfigError, match="没有这个文件"):
        run("match", "--facts", "no.yaml")


def test_import_list_and_history(config: Path, tmp_path: Path) -> None:
    assert run("import", "facts.yaml").stdout == "事实：新增 2，修改 0，没有变化 0，没有采用 0\n"
    assert run("import", "facts.yaml").stdout == "事实：新增 0，修改 0，没有变化 2，没有采用 0\n"
    listed = {row["key"]: row for row in rows(run("list", "--json"))}
    assert len(listed) == 42 and listed["旧"]["expired"] is True and listed["桥"]["verdict"] == "false"
    (tmp_path / "facts.yaml").write_text(FACTS.replace('"false"', "partly"), encoding="utf-8")
    assert run("import", "facts.yaml").stdout == "事实：新增 0，修改 1，没有变化 1，没有采用 0\n"
    with open_store(tmp_path / "town.db") as store:
        assert [one.fact.verdict.value for one in facts.history(store, "桥")] == ["false", "partly"]


def test_own_facts_stand_over_shipped_ones(config: Path, tmp_path: Path) -> None:
    own = "塑料紫菜: {claim: 紫菜是塑料做的, verdict: false, answer: 本地查过。, reviewed: true}\n"
    (tmp_path / "own.yaml").write_text(own, encoding="utf-8")
    result = run("import", "own.yaml")
    assert "下了结论却没有出处" in result.stderr and "塑料紫菜" in result.stderr
    listed = [row for row in rows(run("list", "--json")) if row["key"] == "塑料紫菜"]
    assert len(listed) == 1 and listed[0]["answer"] == "本地查过。"


def test_import_tells_what_it_refuses(config: Path, tmp_path: Path) -> None:
    lines = [
        json.dumps({"key": "桥", "claim": "桥要塌", "verdict": "不实", "answer": "没有"}), "{", '{"claim": "x"}',
        json.dumps({"key": "井", "claim": "井水有毒", "verdict": "?", "answer": "没有"}),
    ]  # fmt: skip
    (tmp_path / "in.jsonl").write_text("\n".join(lines), encoding="utf-8")
    result = run("import", "in.jsonl")
    assert result.exit_code == 1 and "新增 1" in result.stdout and "没有采用 3" in result.stdout
    assert [line.split(":")[1] for line in result.stderr.splitlines()[:3]] == ["2", "3", "4"]
    assert "verdict" in result.stderr


def test_a_fact_that_names_somebody_waits_until_it_was_looked_at(config: Path, tmp_path: Path) -> None:
    """Its claim stands in messages and on public pages that nobody reads before they go."""
    lines = [
        json.dumps({"key": "针", "claim": "王建国医生重复使用针头", "verdict": "不实", "answer": "一人一针。"}),
        json.dumps({"key": "桥", "claim": "桥要塌", "verdict": "不实", "answer": "没有"}),
    ]  # fmt: skip
    (tmp_path / "in.jsonl").write_text("\n".join(lines), encoding="utf-8")
    result = run("import", "in.jsonl")
    assert result.exit_code == 1 and "新增 1" in result.stdout and "没有采用 1" in result.stdout
    assert "针" in result.stderr and "王建国" in result.stderr and "--sure" in result.stderr
    assert "针" not in {row["key"] for row in rows(run("list", "--json"))}
    again = run("import", "in.jsonl", "--sure")
    assert again.exit_code == 0 and "新增 1" in again.stdout
    assert "王建国" not in run("import", "in.jsonl").stderr, "it was looked at, and nothing changed"


@pytest.mark.parametrize("form", ["yaml", "jsonl", "claimreview"])
def test_what_is_exported_comes_back(config: Path, tmp_path: Path, form: str) -> None:
    out = tmp_path / f"out.{form}".replace("claimreview", "json")
    assert (
        run("export", "--facts", "facts.yaml", "--out", str(out), "--site", "https://xh.example.org/a").exit_code
        == 0
    )
    back = rows(run("list", "--json", "--facts", str(out)))
    before = load_facts(tmp_path / "facts.yaml").facts
    assert [row["key"] for row in back] == ["桥", "旧"]
    assert [row["answer"] for row in back] == [fact.answer for fact in before.values()]
    assert [row["verdict"] for row in back] == ["false", "true"]
    assert back[0]["sources"] == [{"name": "交通局", "url": "https://jt.example.org/1", "date": "2026-01-02"}]
    assert back[1]["valid_until"] == "2020-01-01"


def test_claimreview_names_the_association(config: Path) -> None:
    result = run("export", "--facts", "facts.yaml", "--format", "claimreview")
    graph = json.loads(result.stdout)["@graph"]
    assert {one["author"]["name"] for one in graph} == {"志愿者协会"}
    assert graph[0]["reviewRating"]["alternateName"] == "不实"
    assert "--site" in result.stderr
    with pytest.raises(UsageError, match="--site"):
        run("export", "--site", "xh.example.org")


def test_claimreview_of_others_is_taken_in(config: Path, tmp_path: Path) -> None:
    one = {
        "@context": "https://schema.org", "@type": "ClaimReview", "url": "https://check.example.org/9",
        "claimReviewed": "北门大桥要塌", "author": {"name": "查证组"}, "datePublished": "2026-01-05",
        "reviewRating": {"ratingValue": 1, "bestRating": 5, "worstRating": 1, "alternateName": "假"},
    }  # fmt: skip
    (tmp_path / "in.json").write_text(json.dumps([one, {**one, "claimReviewed": ""}]), encoding="utf-8")
    result = run("import", "in.json")
    assert result.exit_code == 1 and "新增 1" in result.stdout and "ClaimReview 2: claim" in result.stderr
    (tmp_path / "bad.json").write_text("[]", encoding="utf-8")
    with pytest.raises(UsageError, match="ClaimReview"):
        run("import", "bad.json")
