"""`huisheng topic try` over a real database of a few hundred invented posts."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import commands.topic
from cli import huisheng
from model.records import Post, Precision
from store import posts
from store.database import open_store

NOW = datetime(2026, 3, 30, 4, tzinfo=UTC)  # noon in the town
CONFIG = """\
association: {name: 协会, town: 永康, contact: "mailto:a@xiehui.cn"}
database: town.db
topics:
  fraud: {title: 诈骗, words: [诈骗], not_words: [反诈], contact: 反诈专线}
"""
SAYINGS = ("公园跑道修好没有", "菜场豆腐多少钱一斤", "驾校科目二怎么约", "阳台种花求指点", "公交末班车几点")


def post(
    number: int, days_ago: float, title: str, body: str = "", *, thread: str = "", source: str = "论坛"
) -> Post:
    at = NOW - timedelta(days=days_ago)
    thread = thread or f"t{number}"
    return Post(
        source=source, key=f"p{number}", url=f"https://bbs.example.org/reply-{number}", thread=thread,
        thread_url=f"https://bbs.example.org/thread-{thread}", opener=bool(title), title=title, body=body,
        published_at=at, precision=Precision.MINUTE, fetched_at=at + timedelta(minutes=2),
    )  # fmt: skip


def everyday() -> list[Post]:
    return [post(n, n / 8, SAYINGS[n % 5], f"第{n}次问") for n in range(480)]


OUTBREAK = [
    post(1001, 3.00, "听说小学生在玩蓝鲸挑战", "最后一关要伤害自己"),
    post(1002, 2.99, "藍鯨挑战是什么", "孩子回来问我", source="晚报"),
    post(1003, 2.98, "", "班里有人发蓝\u200b鲸的群号,大家看好孩子", thread="t7", source="家长群站"),
    post(1004, 2.97, "蓝.鲸这种东西怎么没人管", "平台删了又有", source="晚报"),
    post(1005, 2.96, "有人收到蓝鲸的任务吗", source="五金之窗"),
    post(1006, 2.95, "", "我家孩子也问过蓝鲸", thread="t1001"),
]
PETROL = [post(1100 + n, 5 + n, f"蓝鲸加油站今天92号优惠{n}分", "洗车送纸巾") for n in range(4)]
CRY = post(1200, 2.5, "蓝鲸最后一关,我想死", "红围巾")
ANSWER = post(1201, 2.4, "", "别听蓝鲸的,红围巾我给你织", thread="t1200")


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands.topic, "now", lambda: NOW)


@pytest.fixture
def config(tmp_path: Path) -> Path:
    (tmp_path / "config.yaml").write_text(CONFIG, encoding="utf-8")
    with open_store(tmp_path / "town.db") as store:
        posts.save(store, [*everyday(), *OUTBREAK, *PETROL, CRY, ANSWER])
    return tmp_path / "config.yaml"


def run(config: Path, *words: str) -> Result:
    return CliRunner().invoke(huisheng, ["topic", "try", *words, "--config", str(config)])


def values(config: Path, *words: str) -> dict[str, Any]:
    result = run(config, *words, "--json")
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_every_way_of_writing_it_is_found_and_a_cry_for_help_only_counted(config: Path) -> None:
    found = values(config, "蓝鲸")
    assert (found["posts"], found["threads"], found["distress"]) == (10, 9, 2)
    assert found["sources"] == {"论坛": 5, "晚报": 2, "家长群站": 1, "五金之窗": 1}
    assert found["days"]["2026-03-27"] == 5 and found["days"]["2026-03-29"] == 0
    assert len(found["days"]) == 31


def test_what_a_coordinator_reads(config: Path) -> None:
    result = run(config, "蓝鲸")
    assert "10 条帖子、9 个主题帖、4 个来源" in result.stdout
    assert "另有 2 条是作者自己在求助" in result.stdout
    assert "  03-27 █████ 5\n  03-28 0\n" in result.stdout
    assert "加油站 4" in result.stdout
    assert "一般（这次试的）：1 次" in result.stdout
    assert 'words: ["蓝鲸"]' in result.stdout
    assert "https://bbs.example.org/thread-t1002" in result.stdout


@pytest.mark.parametrize("form", ["text", "json"])
def test_no_link_to_a_reply_no_long_excerpt_and_nobody_in_distress(config: Path, form: str) -> None:
    result = run(config, "蓝鲸", *(["--json"] if form == "json" else []))
    assert not any(secret in result.stdout for secret in ("reply-", "我想死", "红围巾", "thread-t1200"))
    long = post(
        1300, 1, "", "今天路过学校门口看到一件事情想了很久还是说一下吧," * 3 + "蓝鲸两个字写在墙上" + "好" * 80
    )
    with open_store(config.parent / "town.db") as store:
        posts.save(store, [long])
    example = values(config, "蓝鲸")["examples"][0]
    assert "蓝鲸" in example["excerpt"] and len(example["excerpt"]) <= 40


@pytest.mark.parametrize("form", ["text", "json"])
def test_examples_and_neighbours_name_nobody(config: Path, form: str) -> None:
    said = [
        "王建军说班里有人玩蓝鲸", "校长王建军又谈蓝鲸的事", "蓝鲸的群主是王建军", "卖蓝鲸贴纸的王建军被骂",
    ]  # fmt: skip
    with open_store(config.parent / "town.db") as store:
        posts.save(store, [post(1400 + n, 1, "", text) for n, text in enumerate(said)])
    near = ("--near", "群主", "骂", "30", "--near", "蓝鲸", "被骂", "30")
    result = run(config, "蓝鲸", *near, *(["--json"] if form == "json" else []))
    assert result.exit_code == 0 and "王建军" not in result.stdout
    assert result.stdout.count("〔某人〕") >= len(said)
    if form == "json":
        assert all(len(one["excerpt"]) <= 40 for one in json.loads(result.stdout)["examples"])


def test_not_words_and_near_narrow_and_widen_it(config: Path) -> None:
    assert values(config, "蓝鲸", "--not", "加油站")["threads"] == 5
    assert values(config, "蓝鲸挑战", "--near", "群号", "孩子", "8")["threads"] == 3
    assert values(config, "蓝鲸挑战", "--near", "群号", "孩子", "2")["threads"] == 2


def test_alarms_follow_the_rule_of_each_level(config: Path) -> None:
    alarms = values(config, "蓝鲸", "--not", "加油站")["alarms"]
    assert [at[:10] for at in alarms["normal"]] == ["2026-03-27"]
    assert [at[:10] for at in alarms["life"]] == ["2026-03-27"]
    everyday_word = values(config, "豆腐")["alarms"]
    assert everyday_word["normal"] == []
    assert len(everyday_word["life"]) == 1  # one story that stays open, since the word never rests


def test_a_word_that_stands_everywhere_is_called_too_common(config: Path) -> None:
    with open_store(config.parent / "town.db") as store:
        posts.save(store, [post(5000 + n, n / 100, f"今天吃什么{n}") for n in range(1600)])
    result = run(config, "今天吃什么")
    assert result.exit_code == 0 and "太常见" in result.stdout and "1600 条帖子" in result.stdout


def test_days_bound_it(config: Path) -> None:
    found = values(config, "蓝鲸", "--days", "2")
    assert (found["posts"], found["distress"], len(found["days"])) == (0, 0, 3)


def test_nothing_found_is_said_with_zeros(config: Path) -> None:
    result = run(config, "氯气泄漏")
    assert result.exit_code == 0
    assert "0 条帖子" in result.stdout and "… 03-30 0\n" in result.stdout and "█" not in result.stdout


def test_a_topic_of_the_configuration_can_be_tried_and_added_to(config: Path) -> None:
    with open_store(config.parent / "town.db") as store:
        posts.save(
            store, [post(1400, 1, "接到诈骗电话"), post(1401, 1, "反诈宣传说诈骗"), post(1402, 1, "刷单返利")]
        )
    assert values(config, "--topic", "fraud")["threads"] == 1
    assert values(config, "--topic", "fraud", "刷单")["threads"] == 2
    shown = run(config, "--topic", "fraud").stdout
    assert 'title: "诈骗"' in shown and 'contact: "反诈专线"' in shown


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "要写至少一个词"),
        ([" "], "要写至少一个词"),
        (["--topic", "nosuch"], "有的是：fraud"),
        (["词" * 41], "words.0"),
        (["蓝鲸", "--days", "0"], "--days"),
        (["蓝鲸", "--near", "a", "b", "0"], "near.0.2"),
    ],
)
def test_what_cannot_be_tried_is_refused(config: Path, words: list[str], said: str) -> None:
    result = run(config, *words)
    assert said in (str(result.exception) if result.exit_code == 1 else result.output)
    assert result.stdout == "" or result.exit_code == 2


def test_without_a_database_it_says_what_to_run(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text(CONFIG, encoding="utf-8")
    result = run(tmp_path / "config.yaml", "蓝鲸")
    assert "huisheng cycle" in str(result.exception)
    assert not (tmp_path / "town.db").exists()


def test_it_stores_nothing(config: Path) -> None:
    before = {path.name: path.read_bytes() for path in config.parent.iterdir() if path.is_file()}
    assert run(config, "蓝鲸").exit_code == 0
    assert {
        path.name for path in config.parent.iterdir() if path.name not in {"town.db-shm", "town.db-wal"}
    } == set(before)
    assert (config.parent / "town.db").read_bytes() == before["town.db"]
