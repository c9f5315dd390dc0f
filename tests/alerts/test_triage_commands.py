"""`huisheng alert take|dismiss|snooze|merge|answer|undo` as a coordinator meets them."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from commands.alert import command
from model.errors import UsageError
from model.records import Story
from store import audit
from store.database import open_store

Tell = Callable[..., Story]
ALERTS = ("a", "b", "c")


@pytest.fixture
def config(tmp_path: Path, tell: Tell) -> Path:
    path = tmp_path / "config.yaml"
    path.write_text(
        "association: {name: 协会, town: 永康, contact: mailto:help@xiehui.cn}\ndatabase: town.db\n"
        "channels: [{name: hook, kind: webhook, url: 'http://127.0.0.1:9/'}]\n",
        encoding="utf-8",
    )
    with open_store(tmp_path / "town.db") as store:
        for name in ALERTS:
            tell(store, name, updated_at=datetime.now(UTC) - timedelta(minutes=5))
    assert run(path).exit_code == 1  # nobody listens on that channel
    return path


def run(config: Path, *arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(command, [*arguments, "--config", str(config)], input=stdin, catch_exceptions=False)


def states(config: Path) -> list[str]:
    rows = [json.loads(row) for row in run(config, "list", "--all", "--json").stdout.splitlines()]
    return [row["state"] for row in sorted(rows, key=lambda row: row["id"])]


def test_a_morning_of_triage(config: Path) -> None:
    assert run(config, "take", "1", "2", "--by", "A3").stdout == "警报 1：A3 接手核实\n警报 2：A3 接手核实\n"
    again = run(config, "take", "1", "3", "--by", "B1")
    assert (again.exit_code, again.stdout) == (1, "警报 3：B1 接手核实\n")
    assert "警报 1 已经有人在核实了（" in again.stderr and "A3 接手核实）" in again.stderr
    assert run(config, "answer", "1", "--text", "-", "--by", "A3", stdin="问过学校,是演习。\n").exit_code == 0
    assert "写的人不能自己同意" in run(config, "approve", "1", "--by", "a3").stderr
    assert "要写上同意的人的代号" in run(config, "approve", "1").stderr
    assert run(config, "approve", "1", "--by", "B1").exit_code == 0
    assert "不是公开的网址" in run(config, "publish", "1", "javascript:alert(1)").stderr
    assert run(config, "publish", "1", "https://xiehui.test/1").exit_code == 0
    assert run(config, "snooze", "2", "--for", "3天").exit_code == 0
    assert run(config, "merge", "3", "--into", "#2").exit_code == 0
    assert states(config) == ["answered", "snoozed", "merged"]
    assert run(config, "list", "--state", "snoozed,已合并").stdout.count("\n") == 2
    shown = run(config, "show", "1").stdout
    assert "A3 写了回应。问过学校,是演习。" in shown and "A3 接手核实" in shown
    assert run(config, "undo", "1", "2", "3").exit_code == 0
    assert states(config) == ["checking", "checking", "checking"]


def test_one_reason_for_many_as_json(config: Path) -> None:
    run(config, "answer", "2", "--text", "好了", "--by", "A3")
    run(config, "approve", "2", "--by", "B1")
    run(config, "publish", "2", "https://xiehui.test/2")
    done = run(config, "dismiss", "1", "2", "3", "--reason", "广告", "--by", "A3", "--json")
    lines = [json.loads(row) for row in done.stdout.splitlines()]
    assert done.exit_code == 1 and [(row["alert"], row["done"]) for row in lines] == [
        (1, True),
        (3, True),
        (2, False),
    ]
    assert (lines[0]["state"], "不能排除" in lines[2]["error"]) == ("dismissed", True)
    with open_store(config.parent / "town.db") as store:
        assert audit.latest(store)[0].detail == {"alerts": [1, 3], "batch": 4, "reason": "ad", "role": "A3"}


def test_the_number_of_a_message_names_its_alert(config: Path) -> None:
    with open_store(config.parent / "town.db") as store:
        (short,) = [row["short_id"] for row in store.rows("SELECT short_id FROM message")]
        with pytest.raises(UsageError, match="请写编号：1、2、3"):
            run(config, "take", short)
        with store.writing() as db:
            db.conn.execute("UPDATE notice SET message_id = NULL WHERE alert_id <> 2")
    assert run(config, "take", short.lower()).stdout == "警报 2：值班人员 接手核实\n"


def test_an_opinion_is_asked_twice(config: Path) -> None:
    with pytest.raises(UsageError, match="--for-good"):
        run(config, "dismiss", "1", "--reason", "opinion")
    assert states(config)[0] == "new"
    assert run(config, "dismiss", "1", "--reason", "意见或批评", "--for-good").exit_code == 0
    shown = run(config, "show", "1").stdout
    assert "（意见或批评，内容已删除）" in shown and "牙签弩" not in shown
    assert run(config, "undo", "1").exit_code == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("take", "7"), "没有编号为 7 的警报"),
        (("take", "1", "--by", "张三"), "代号“张三”不能用"),
        (("dismiss", "1", "--reason", "nonsense"), "没有“nonsense”这个原因"),
        (("snooze", "1"), "只写一个"),
        (("snooze", "1", "--for", "3d", "--until", "2999-01-01"), "只写一个"),
        (("snooze", "1", "--for", "soon"), "“soon”不是时长"),
        (("snooze", "1", "--until", "明天"), "“明天”不是时间"),
        (("list", "--state", "open"), "没有“open”这个状态"),
    ],
)
def test_what_cannot_be_used(config: Path, arguments: tuple[str, ...], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        run(config, *arguments)
    assert states(config) == ["new", "new", "new"]


def test_a_snooze_in_the_past_is_refused(config: Path) -> None:
    done = run(config, "snooze", "1", "--until", "2020-01-01")
    assert done.exit_code == 1 and "时间要在现在之后" in done.stderr


def test_a_note_keeps_nobody(config: Path) -> None:
    note = "楼主李伟强电话13800001111,问过了是演习"
    assert run(config, "dismiss", "1", "--reason", "joke", "--note", note, "--by", "A3").exit_code == 0
    written = b"".join(path.read_bytes() for path in config.parent.glob("town.db*"))
    assert "问过了是演习".encode() in written
    assert b"13800001111" not in written and "李伟强".encode() not in written
