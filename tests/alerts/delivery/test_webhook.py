"""A webhook over real HTTP: what it gets, and what happens when it does not take it."""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from alerts.delivery.outcome import pause
from alerts.run import alert
from model.config import Config
from model.records import Severity, Story
from store import outbox, runs
from store.database import Store

MakeConfig = Callable[..., Config]
Tell = Callable[..., Story]
KEY = "geheim-9f3a"


def hook(receiver: Any, name: str = "hook", **more: Any) -> dict[str, Any]:
    return {"name": name, "kind": "webhook", "url": receiver.url(), **more}


def test_the_message(
    tmp_path: Path, store: Store, receiver: Any, make_config: MakeConfig, tell: Tell, now: datetime
) -> None:
    topics = {"bow": {"title": "牙签弩", "words": ["牙签弩"], "level": "urgent", "contact": "市教育局安全科"}}
    config = make_config(tmp_path, channels=[hook(receiver)], topics=topics)
    tell(store, threads=7, kind="watch", topic="bow")
    counts = alert(store, config, now)
    assert (counts["delivered"], counts["failed"], counts["waiting"]) == (1, 0, 0)
    (message,) = receiver.got
    assert message["kind"] == "alert"
    assert len(message["id"]) == 8
    assert message["subject"] == "【永康】紧急、未核实：牙签弩能射穿易拉罐"
    assert message["text"].splitlines() == [
        "【永康】紧急、未核实：牙签弩能射穿易拉罐",
        "过去 24 小时，“牙签弩”在 2 个来源的 3 个帖子里出现，平时约 0.3 个。",
        "7 个帖子 · 4 人发言 · 2 个来源",
        "",
        *(
            line
            for n in range(3)
            for line in (
                f"{n + 1}. 论坛：门口有人卖牙签弩,第{n}个帖子",
                f"https://bbs.town.cn/thread-s1-{n}-1-1.html",
            )
        ),
        "另有 4 个帖子",
        "",
        "可以问：市教育局安全科",
        "请先核实，再转述。",
        f"消息编号 {message['id']}",
    ]
    told = message["alert"]
    assert (told["level"], told["unverified"], told["threads"], told["expected"]) == ("urgent", True, 7, 0.3)
    assert told["opened_at"] == "2026-03-02T16:00:00+08:00"


def test_a_second_run_sends_nothing(
    tmp_path: Path, store: Store, receiver: Any, make_config: MakeConfig, tell: Tell, now: datetime
) -> None:
    config = make_config(tmp_path, channels=[hook(receiver)])
    tell(store)
    for minutes in (0, 1, 600):
        alert(store, config, now + timedelta(minutes=minutes))
    assert len(receiver.got) == 1


def test_an_error_then_ok_keeps_the_id(
    tmp_path: Path, store: Store, receiver: Any, make_config: MakeConfig, tell: Tell, now: datetime
) -> None:
    config = make_config(tmp_path, channels=[hook(receiver)])
    receiver.answers = [500, 200]
    tell(store)
    assert alert(store, config, now)["failed"] == 1
    (issue,) = runs.issues_since(store, now - timedelta(days=1))
    number = receiver.got[0]["id"]
    assert issue.message == f"渠道“hook”没有收下消息 {number}\uff1a对方回答 500。1 分钟 后再试"
    assert (issue.severity, issue.kind) == (Severity.ERROR, "delivery")
    assert alert(store, config, now + timedelta(seconds=59))["delivered"] == 0
    assert alert(store, config, now + timedelta(seconds=75))["delivered"] == 1
    assert [message["id"] for message in receiver.got] == [number, number]
    (row,) = outbox.page(store)
    assert (row.attempts, row.last_error, row.delivered_at) == (2, "", now + timedelta(seconds=75))
    assert [message["repeat"] for message in receiver.got] == [False, True]
    assert receiver.got[1]["text"].splitlines()[-1] == f"消息编号 {number}\uff08补发\uff0c原定 03-02 16:00\uff09"


def test_the_pause_doubles_up_to_six_hours(
    tmp_path: Path, store: Store, receiver: Any, make_config: MakeConfig, tell: Tell, now: datetime
) -> None:
    config = make_config(tmp_path, channels=[hook(receiver)])
    receiver.answers = [503]
    tell(store)
    pauses = []
    for _ in range(11):
        (row,) = outbox.page(store) or [None]
        at = row.next_attempt_at if row else now
        alert(store, config, at)
        pauses.append((outbox.page(store)[0].next_attempt_at - at) / timedelta(minutes=1))
    least = [1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360]
    assert all(low <= found <= 1.25 * low for low, found in zip(least, pauses, strict=True)), pauses
    assert any(low != found for low, found in zip(least, pauses, strict=True)), "no two channels in step"
    assert pauses[3] == pause(4, outbox.page(store)[0].short_id) / timedelta(minutes=1), "but the same every time"


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("drop", "连不上"),
        ("hang", "没有按时回答"),
        (302, "地址转到了别处"),
        (413, "对方回答 413"),
    ],
)
def test_refusals_are_said_plainly(
    answer: int | str,
    words: str,
    tmp_path: Path,
    store: Store,
    receiver: Any,
    make_config: MakeConfig,
    tell: Tell,
    now: datetime,
) -> None:
    config = make_config(tmp_path, channels=[hook(receiver)])
    receiver.answers = [answer]
    tell(store)
    counts = alert(store, config, now, seconds=0.2)
    assert (counts["failed"], counts["waiting"]) == (1, 1)
    (issue,) = runs.issues_since(store, now - timedelta(days=1))
    assert words in issue.message
    assert receiver.paths == [f"/hook/{KEY}"], "a redirect must not be followed"


def test_one_failing_channel_stops_no_other(
    tmp_path: Path, store: Store, receiver: Any, make_config: MakeConfig, tell: Tell, now: datetime
) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        dead = {"name": "dead", "kind": "webhook", "url": f"http://127.0.0.1:{closed.getsockname()[1]}/{KEY}"}
        config = make_config(tmp_path, channels=[dead, hook(receiver)])
        for minutes, identifier in enumerate(("s1", "s2", "s3", "s4", "s5")):
            tell(store, identifier)
            counts = alert(store, config, now + timedelta(minutes=10 * minutes))
            assert (counts["delivered"], counts["failed"]) == (1, 1), "one try shows that nobody is there"
    assert counts["waiting"] == 5


def test_channels_that_want_no_alerts_get_none(
    tmp_path: Path, store: Store, receiver: Any, make_config: MakeConfig, tell: Tell, now: datetime
) -> None:
    config = make_config(tmp_path, channels=[hook(receiver, alerts=False)])
    tell(store)
    alert(store, config, now)
    assert receiver.got == [] and outbox.page(store) == []


@pytest.mark.parametrize("answer", [200, 500, "drop", "hang", 302])
def test_the_address_appears_nowhere(
    answer: int | str,
    tmp_path: Path,
    store: Store,
    receiver: Any,
    make_config: MakeConfig,
    tell: Tell,
    now: datetime,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    app = {"name": "app", "kind": "apprise", "url": receiver.url("json") + "?rto=0.2&cto=0.2"}
    config = make_config(tmp_path, channels=[hook(receiver), app])
    receiver.answers = [answer]
    tell(store)
    alert(store, config, now, seconds=0.2)
    assert len(receiver.got) == 2
    assert KEY not in caplog.text
    tables = [row["name"] for row in store.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
    kept = [str(tuple(row)) for name in tables for row in store.rows(f"SELECT * FROM {name}")]
    assert not [text for text in kept if KEY in text or str(receiver.port) in text]
