"""`huisheng alert` and `huisheng digest` as a coordinator meets them."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from filelock import FileLock

from commands.alert import command as alert_command
from commands.digest import command as digest_command
from model.errors import UsageError
from model.records import Label, ScoredPost, Story
from store import scores, summaries
from store.database import open_store
from store.summaries import StorySummary

ROOT = Path(__file__).resolve().parents[2]


def scored(post_id: int) -> ScoredPost:
    return ScoredPost(
        post_id=post_id, words=(), sentiment=None, confidence=0.0, label=Label.NEUTRAL, watch=(), cues=(),
        places=(), duplicate_of=None, engine="none", scores={},
    )  # fmt: skip


Tell = Callable[..., Story]


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "config.yaml"
    path.write_text(
        "association: {name: 协会, town: 永康, contact: mailto:help@xiehui.cn}\ndatabase: town.db\n"
        "digest: {folder: digests}\n",
        encoding="utf-8",
    )
    return path


def channel(config: Path, url: str) -> None:
    text = config.read_text(encoding="utf-8")
    config.write_text(f"{text}channels: [{{name: hook, kind: webhook, url: '{url}'}}]\n", encoding="utf-8")


def story(config: Path, tell: Tell) -> None:
    with open_store(config.parent / "town.db") as store:
        tell(store, updated_at=datetime.now(UTC) - timedelta(minutes=5))


def run(command: Any, config: Path, *arguments: str) -> Result:
    return CliRunner().invoke(command, [*arguments, "--config", str(config)], catch_exceptions=False)


def test_open_list_show(config: Path, tell: Tell) -> None:
    story(config, tell)
    done = run(alert_command, config)
    assert done.exit_code == 0
    assert done.stdout == "警报：新增 1，更新 0，再起 0，消退 0；消息：送达 0，失败 0，待送 0\n"
    listed = run(alert_command, config, "list").stdout
    assert listed == "1  待核实  牙签弩能射穿易拉罐 （未核实、3 个帖子，4 人发言，论坛、晚报）\n"
    (row,) = [json.loads(line) for line in run(alert_command, config, "list", "--json").stdout.splitlines()]
    assert (row["id"], row["state"], row["unverified"], row["voices"]) == (1, "new", True, 4)
    shown = run(alert_command, config, "show", "1").stdout
    assert "3 个帖子，4 人发言，平时约 0.3 个，来源：论坛、晚报" in shown
    assert "https://bbs.town.cn/thread-s1-2-1-1.html" in shown and "发出警报：3 个帖子" in shown
    whole = json.loads(run(alert_command, config, "show", "1", "--json").stdout)
    assert [event["what"] for event in whole["history"]] == ["opened"]
    assert len(whole["evidence"]) == 3


def test_the_summary_stands_in_alert_and_digest(config: Path, tell: Tell) -> None:
    with open_store(config.parent / "town.db") as store:
        told = tell(store, updated_at=datetime.now(UTC) - timedelta(minutes=5))
        speaker = told.post_ids[1]
        summary = StorySummary(story_id=told.id, representative=speaker, key_terms=("牙签弩", "易拉罐"))
        summaries.save(store, [summary])
        cue = replace(scored(speaker), cues=("spread_call", "no_source"))
        scores.save(store, [cue])
    run(alert_command, config)
    shown = run(alert_command, config, "show", "1").stdout
    for words in (
        "关键词：牙签弩、易拉罐",
        "我也看见了",
        "最早见于",
        "求扩散（1 帖）",
        "未写来源（1 帖）",
        "不判断真假",
    ):
        assert words in shown
    (found,) = [json.loads(run(alert_command, config, "show", "1", "--json").stdout)["summary"]]
    assert found["representative"]["thread_url"] == "https://bbs.town.cn/thread-s1-0-1-1.html"
    assert (found["key_terms"], found["cues"]) == (["牙签弩", "易拉罐"], {"spread_call": 1, "no_source": 1})
    assert found["growth_per_hour"] == 0 and "近来没有新增" in shown
    run(digest_command, config)
    (page,) = (config.parent / "digests").glob("*.md")
    assert "求扩散" in page.read_text(encoding="utf-8")


def test_whom_to_ask_is_shown(config: Path, tell: Tell) -> None:
    topics = "topics: {drowning: {words: [野泳], contact: 市教育局安全科}}\n"
    config.write_text(config.read_text(encoding="utf-8") + topics, encoding="utf-8")
    with open_store(config.parent / "town.db") as store:
        tell(store, updated_at=datetime.now(UTC) - timedelta(minutes=5), kind="watch", topic="drowning")
    run(alert_command, config)
    assert "可以问：市教育局安全科" in run(alert_command, config, "show", "1").stdout


def test_an_empty_house(config: Path) -> None:
    assert run(alert_command, config, "list").stdout == "没有待处理的警报。\n"
    assert run(alert_command, config, "list", "--json").stdout == ""


def test_closed_ones_are_listed_on_request(config: Path, tell: Tell) -> None:
    with open_store(config.parent / "town.db") as store:
        tell(store, updated_at=datetime.now(UTC) - timedelta(hours=71, minutes=59))
    run(alert_command, config)
    with open_store(config.parent / "town.db") as store:
        store.db.conn.execute("UPDATE alert SET state = 'faded', closed_at = opened_at")
    assert run(alert_command, config, "list").stdout == "没有待处理的警报。\n"
    assert "未处理已消退" in run(alert_command, config, "list", "--all").stdout


@pytest.mark.parametrize("number", ["7", "0", "99999999999999999999999"])
def test_an_unknown_alert(config: Path, number: str) -> None:
    with pytest.raises(UsageError, match=f"没有编号为 {number} 的警报"):
        run(alert_command, config, "show", number)


def test_a_channel_that_refuses_gives_status_1(config: Path, tell: Tell, receiver: Any) -> None:
    channel(config, receiver.url())
    story(config, tell)
    receiver.answers = [500]
    done = run(alert_command, config)
    assert done.exit_code == 1
    assert "失败 1，待送 1" in done.stdout


def test_the_digest_prints_its_files(config: Path, tell: Tell) -> None:
    story(config, tell)
    done = run(digest_command, config)
    paths = [Path(line) for line in done.stdout.splitlines()]
    assert done.exit_code == 0
    assert [path.suffix for path in paths[:3]] == [".html", ".md", ".txt"]
    assert [path.suffix for path in paths[3:]] in ([], [".png"]), "a picture where a font draws Chinese"
    assert all(path.parent == config.parent / "digests" and path.exists() for path in paths)
    elsewhere = run(digest_command, config, "--out", str(config.parent / "x"), "--date", "2026-01-05")
    assert elsewhere.stdout.splitlines()[2] == str(config.parent / "x" / "2026-01-05.txt")


def test_sending(config: Path, tell: Tell, receiver: Any) -> None:
    channel(config, receiver.url())
    receiver.answers = [503, 200]
    first = run(digest_command, config, "--send")
    assert first.exit_code == 1 and "失败 1，待送 1" in first.stderr
    assert run(digest_command, config, "--send").exit_code == 1, "it still waits for its next try"
    with open_store(config.parent / "town.db") as store:
        store.db.conn.execute("UPDATE message SET next_attempt_at = 0")
    assert run(digest_command, config, "--send").exit_code == 0
    assert run(digest_command, config, "--send").exit_code == 0
    assert len(receiver.got) == 2


def test_sending_without_a_channel_says_so(config: Path) -> None:
    done = run(digest_command, config, "--send")
    assert done.exit_code == 0 and "没有接收日报的渠道" in done.stderr


@pytest.mark.parametrize("day", ["昨天", "2026-13-01", "2026-02-30", ""])
def test_a_bad_date(config: Path, day: str) -> None:
    with pytest.raises(UsageError, match="不是日期"):
        run(digest_command, config, "--date", day)
    assert not (config.parent / "digests").exists()


def test_a_date_to_come(config: Path) -> None:
    with pytest.raises(UsageError, match="2999-01-01 还没有到"):
        run(digest_command, config, "--date", "2999-01-01")


@pytest.mark.parametrize(("command", "job"), [(alert_command, "alert"), (digest_command, "digest")])
def test_already_running_elsewhere(command: Any, job: str, config: Path) -> None:
    with FileLock(config.parent / f"town.{job}.lock"):
        done = run(command, config)
    assert (done.exit_code, done.stdout) == (0, "")
    assert "已在别处运行" in done.stderr


@pytest.mark.slow
def test_the_exit_status_of_the_program(config: Path) -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "cli.py", "alert", "show", "7", "--config", config], capture_output=True, text=True
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "没有编号为 7 的警报。用 huisheng alert list --all 查看全部编号。\n"
