"""Through Apprise to a receiver on loopback, and every way it can fail."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from apprise import Apprise

from alerts.run import alert
from model.config import Config
from model.records import Story
from store import runs
from store.database import Store

MakeConfig = Callable[..., Config]
Tell = Callable[..., Story]


def app(url: str) -> dict[str, Any]:
    return {"name": "app", "kind": "apprise", "url": url}


def issues(store: Store, now: datetime) -> list[str]:
    return [issue.message for issue in runs.issues_since(store, now - timedelta(days=1))]


def test_a_message_arrives(
    tmp_path: Path, store: Store, receiver: Any, make_config: MakeConfig, tell: Tell, now: datetime
) -> None:
    config = make_config(tmp_path, channels=[app(receiver.url("json"))])
    tell(store)
    assert alert(store, config, now)["delivered"] == 1
    (message,) = receiver.got
    assert message["title"] == "【永康】未核实：牙签弩能射穿易拉罐"
    assert "https://bbs.town.cn/thread-s1-0-1-1.html" in message["message"]
    number = message["message"].splitlines()[-1].removeprefix("消息编号 ")
    assert len(number) == 8


def test_what_calls_people_or_starts_markup_is_only_text(
    tmp_path: Path, store: Store, receiver: Any, make_config: MakeConfig, tell: Tell, now: datetime
) -> None:
    config = make_config(tmp_path, channels=[app(receiver.url("json"))])
    tell(store, title="<at user_id='all'>@everyone <b>快看")
    alert(store, config, now)
    (message,) = receiver.got
    assert not set("<>@") & set(message["title"] + message["message"])


@pytest.mark.parametrize("answer", [500, "drop", "hang"])
def test_what_is_not_accepted_waits(
    answer: int | str,
    tmp_path: Path,
    store: Store,
    receiver: Any,
    make_config: MakeConfig,
    tell: Tell,
    now: datetime,
) -> None:
    config = make_config(tmp_path, channels=[app(receiver.url("json"))])
    receiver.answers = [answer, 200]
    tell(store)
    counts = alert(store, config, now, seconds=0.2)
    assert (counts["failed"], counts["waiting"]) == (1, 1)
    assert issues(store, now)[0].startswith("渠道“app”没有收下消息 ")
    assert alert(store, config, now + timedelta(minutes=2))["delivered"] == 1
    first, second = (message["message"].splitlines()[-1] for message in receiver.got)
    assert second == f"{first}\uff08补发\uff0c原定 03-02 16:00\uff09"


def test_a_redirect_is_not_followed(
    tmp_path: Path, store: Store, receiver: Any, make_config: MakeConfig, tell: Tell, now: datetime
) -> None:
    config = make_config(tmp_path, channels=[app(receiver.url("json"))])
    receiver.answers = [302]
    tell(store)
    assert alert(store, config, now)["failed"] == 1
    assert len(receiver.paths) == 1


def test_an_address_that_apprise_does_not_know(
    tmp_path: Path, store: Store, receiver: Any, make_config: MakeConfig, tell: Tell, now: datetime
) -> None:
    hook = {"name": "hook", "kind": "webhook", "url": receiver.url()}
    config = make_config(tmp_path, channels=[app("nosuchservice://geheim-9f3a"), hook])
    tell(store)
    counts = alert(store, config, now)
    assert (counts["delivered"], counts["failed"]) == (1, 1)
    (message,) = issues(store, now)
    assert "地址不能用" in message and "geheim" not in message


def test_a_library_that_raises_stops_nobody(
    tmp_path: Path,
    store: Store,
    receiver: Any,
    make_config: MakeConfig,
    tell: Tell,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(self: Apprise, **_: object) -> None:
        raise RuntimeError("json://geheim-9f3a")

    monkeypatch.setattr(Apprise, "notify", broken)
    hook = {"name": "hook", "kind": "webhook", "url": receiver.url()}
    config = make_config(tmp_path, channels=[app(receiver.url("json")), hook])
    tell(store)
    counts = alert(store, config, now)
    assert (counts["delivered"], counts["failed"]) == (1, 1)
    (message,) = issues(store, now)
    assert "RuntimeError" in message and "geheim" not in message
