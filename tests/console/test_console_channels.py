"""Whether messages get through, on the page of the sources, and a word on the first page when they do not."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest

from console.pages.channels import Standing, standing
from model.config import Config
from model.config.channels import WebhookChannel
from store import outbox, sending
from store.channels import ChannelState

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
WHY = "渠道“工作群”没有收下消息 AAAAAAAA：机器人的钥匙不对。请重新复制网址。"


def words(page: Any) -> str:
    assert page.status_code == 200
    return " ".join(unescape(re.sub(r"<(?!!)[^>]+>", " ", page.text)).split())


@pytest.fixture
def site(config: Config, opened: Callable[..., Any]) -> Any:
    channels = [
        WebhookChannel(name=name, kind="webhook", url="https://x.test/geheim") for name in ("工作群", "邮件")
    ]
    with opened(config.model_copy(update={"channels": channels})) as site:
        yield site


def queue(town: Any, channel: str, ref: str, ago: timedelta) -> int:
    """A message that the channel was given then."""
    at = town.now - ago
    number = outbox.enqueue(town.store, channel=channel, kind="alert", ref=ref, subject="", body={}, at=at)
    assert number is not None and sending.claim(town.store, channel, "1-aaaaaaaa", at) is not None
    return number


def test_all_is_well(town: Any, site: Any) -> None:
    sending.delivered(town.store, queue(town, "邮件", "a", HOUR), town.now - HOUR)
    text = words(site.get("/sources"))
    assert "邮件 正常 上次送达 1 小时前" in text and "工作群 还没发过 上次送达 还没有" in text
    assert "没能送到" not in words(site.get("/"))


def test_a_channel_that_refuses_says_since_when_why_and_how_much_waits(town: Any, site: Any) -> None:
    sending.delivered(town.store, queue(town, "工作群", "a", 30 * HOUR), town.now - 29 * HOUR)
    for ref, hours in (("b", 6), ("c", 2)):
        sending.gave_up(town.store, queue(town, "工作群", ref, hours * HOUR), reason="key", error=f"{WHY}{ref}")
    queue(town, "旧群", "d", HOUR)
    text = words(site.get("/sources"))
    assert "工作群 停下了，等人处理" in text and text.index("工作群 停下了") < text.index("邮件 还没发过")
    for piece in (
        "上次送达 1 天前",
        "等着发送 2 条",
        "从这时起送不到 6 小时前",
        f"{WHY}c",
        "旧群",
        "config.yaml 里已经没有",
    ):
        assert piece in text, piece
    assert "geheim" not in text
    first = words(site.get("/"))
    assert "消息没能送到：工作群。" in first and "旧群" not in first


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"waiting": 1, "tried": 1, "since": 5 * MINUTE}, Standing.WAITING),
        ({"waiting": 1, "tried": 1, "since": HOUR}, Standing.FAILING),
        ({"waiting": 1, "tried": 1, "since": MINUTE, "stopped": 1}, Standing.STOPPED),
        ({"waiting": 1}, Standing.WAITING),
        ({}, Standing.NEVER),
    ],
)
def test_one_word_for_it(values: dict[str, Any], expected: Standing, town: Any) -> None:
    since = town.now - values.pop("since") if "since" in values else None
    state = ChannelState(channel="群", last=None, since=since, **values)
    assert standing(state, town.now) is expected
