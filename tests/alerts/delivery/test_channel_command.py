"""`huisheng channel test`: what a person reads when a channel says yes, and when it says no."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from commands.channel import command
from model.errors import UsageError
from store import outbox, sending
from store.database import open_store

HEAD = "association: {name: 志愿者协会, town: 永康, contact: mailto:help@xiehui.cn}\ndatabase: town.db\n"


@pytest.fixture
def config(tmp_path: Path, chat: Any) -> Path:
    path = tmp_path / "config.yaml"
    path.write_text(
        f"{HEAD}channels:\n  - {{name: 群, kind: wecom, url: '{chat.url()}'}}\n"
        f"  - {{name: 网, kind: webhook, url: '{chat.url('/hook')}'}}\n",
        encoding="utf-8",
    )
    return path


def run(config: Path, name: str) -> Any:
    return CliRunner().invoke(command, ["test", name, "--config", str(config)])


def test_the_answer_is_said(config: Path, chat: Any) -> None:
    done = run(config, "群")
    assert done.exit_code == 0
    number = chat.got[0].text.splitlines()[-1].removeprefix("消息编号 ")
    assert done.stdout.strip() == f"渠道“群”收下了测试消息 {number}。对方的回答：0 ok"
    assert chat.got[0].text.startswith("【永康】测试消息\n这是志愿者协会的回声")
    assert run(config, "网").exit_code == 0 and chat.got[1].content["kind"] == "test"


def test_a_no_says_why_and_what_to_do(config: Path, chat: Any) -> None:
    chat.answer = lambda request: (200, {"errcode": 93000, "errmsg": "invalid webhook url"})
    done = run(config, "群")
    assert done.exit_code == 1
    assert "机器人的钥匙不对" in done.stderr and "请在群里重新复制机器人的网址" in done.stderr
    assert "geheim" not in done.output + done.stderr


def test_what_had_stopped_follows(config: Path, tmp_path: Path) -> None:
    at = datetime(2026, 3, 2, tzinfo=UTC)
    with open_store(tmp_path / "town.db") as store:
        outbox.enqueue(store, channel="群", kind="alert", ref="r", subject="", body={"text": ""}, at=at)
        sending.gave_up(store, 1, reason="key", error="钥匙不对")
    assert "之前停下的 1 条消息" in run(config, "群").stdout
    with open_store(tmp_path / "town.db") as store:
        assert outbox.page(store)[0].gave_up == ""


def test_an_unknown_name_lists_the_known(config: Path) -> None:
    done = run(config, "邮箱")
    assert isinstance(done.exception, UsageError)  # exit status 2; see cli.main
    assert str(done.exception) == "没有叫“邮箱”的渠道。config.yaml 里有：群、网"


def test_it_keeps_the_services_limit(config: Path, chat: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("commands.channel.now", lambda: datetime(2026, 3, 2, tzinfo=UTC))
    done = [run(config, "群") for _ in range(16)]
    assert [one.exit_code for one in done] == [0] * 15 + [1]
    assert "请过一分钟再试" in done[-1].stderr and len(chat.got) == 15
