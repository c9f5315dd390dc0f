"""Group robots over real HTTP: what they get, and what becomes of a message when the code in HTTP 200 says no."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import hmac
import socket
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from alerts.delivery.deliver import deliver
from alerts.delivery.robots.address import address
from alerts.run import alert
from model.config import Config
from store import outbox, runs
from store.database import Store

MakeConfig = Callable[..., Config]
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _a_run(store: Store, now: datetime) -> None:
    assert runs.start(store, "alert", now) == 1


def queue(store: Store, now: datetime, text: str = "一段话", ref: str = "r", **body: object) -> None:
    outbox.enqueue(store, channel="群", kind="alert", ref=ref, subject="题目", body={"text": text, **body}, at=now)


def robot(kind: str, url: str, **more: object) -> list[dict[str, object]]:
    return [{"name": "群", "kind": kind, "url": url, **more}]


@pytest.mark.parametrize("kind", ["wecom", "dingtalk", "feishu"])
def test_a_long_message_comes_in_numbered_parts(
    kind: str, tmp_path: Path, store: Store, chat: Any, make_config: MakeConfig, now: datetime
) -> None:
    chat.answer = lambda request: (200, {"errcode": 0, "code": 0})
    config = make_config(tmp_path, channels=robot(kind, chat.url()))
    lines = [f'第{n}行,"引号"和换行都算字节,https://bbs.town.cn/thread-{n}-1-1.html' for n in range(300)]
    queue(store, now, "\n".join(lines))
    at = now
    while outbox.waiting(store, ["群"]):
        deliver(store, config, at, 1)
        at += MINUTE
    whole = "\n".join(request.text for request in chat.got)
    assert all(whole.count(line) == 1 for line in lines)
    assert [request.text.splitlines()[0] for request in chat.got] == [
        f"({n}/{len(chat.got)})" for n in range(1, len(chat.got) + 1)
    ]
    number = outbox.page(store)[0].short_id
    assert all(request.text.endswith(f"消息编号 {number}") for request in chat.got), "no part is a repeat"
    most = max(len(request.text.encode()) if kind == "wecom" else len(request.raw) for request in chat.got)
    assert (1500 if kind == "wecom" else 15_000) < most <= (2048 if kind == "wecom" else 20_000)


def test_a_lost_part_is_sent_again_alone(
    tmp_path: Path, store: Store, chat: Any, make_config: MakeConfig, now: datetime
) -> None:
    config = make_config(tmp_path, channels=robot("wecom", chat.url()))
    queue(store, now, "字" * 2000)
    chat.answer = lambda request: (200, {"errcode": 0}) if len(chat.got) != 3 else None
    assert deliver(store, config, now, 1).failed == 1
    assert deliver(store, config, now + 2 * MINUTE, 1).delivered == 1
    heads = [request.text.splitlines()[0] for request in chat.got]
    assert heads == ["(1/4)", "(2/4)", "(3/4)", "(3/4)", "(4/4)"]
    assert "补发" in chat.got[3].text and "补发" not in chat.got[1].text
    bodies = [request.text.split("\n")[1] for request in chat.got]
    assert chat.got[0].text.startswith("(1/4)\n题目\n字字")
    assert bodies[2] == bodies[3], "the mark of a repeat moves no character from one part to the next"


def test_dingtalk_is_signed_and_has_its_keyword(
    tmp_path: Path, store: Store, chat: Any, make_config: MakeConfig, now: datetime
) -> None:
    channels = robot("dingtalk", chat.url("/robot/send?access_token=t"), secret="SEC1", keyword="回声")
    config = make_config(tmp_path, channels=channels)
    queue(store, now)
    queue(store, now, "今天回声说", ref="r2")
    deliver(store, config, now, 1)
    query = parse_qs(urlsplit(chat.got[0].path).query)
    assert query["access_token"] == ["t"]
    text = f"{query['timestamp'][0]}\nSEC1".encode()
    assert query["sign"] == [base64.b64encode(hmac.new(b"SEC1", text, hashlib.sha256).digest()).decode()]
    assert int(query["timestamp"][0]) // 60_000 == int(now.timestamp()) // 60
    assert chat.got[0].text.startswith("回声\n题目\n") and chat.got[1].text.startswith("题目\n")


def test_feishu_is_signed(tmp_path: Path, store: Store, chat: Any, make_config: MakeConfig, now: datetime) -> None:
    chat.answer = lambda request: (200, {"StatusCode": 0, "StatusMessage": "success"})
    config = make_config(tmp_path, channels=robot("feishu", chat.url("/hook/t"), secret="s"))
    queue(store, now)
    assert deliver(store, config, now, 1).delivered == 1
    content = chat.got[0].content
    made = hmac.new(f"{content['timestamp']}\ns".encode(), b"", hashlib.sha256).digest()
    assert content["sign"] == base64.b64encode(made).decode()


CODES = [
    ("wecom", {"errcode": -1, "errmsg": "system busy"}, "busy", False),
    ("wecom", {"errcode": 45009, "errmsg": "api freq out of limit"}, "often", False),
    ("wecom", {"errcode": 93000, "errmsg": "invalid webhook url"}, "key", True),
    ("wecom", {"errcode": 40058, "errmsg": "content exceed max length"}, "content", True),
    ("wecom", {"errcode": 12345, "errmsg": "?"}, "code", False),
    ("dingtalk", {"errcode": 130101, "errmsg": "send too fast, exceed 20 times per minute"}, "often", False),
    ("dingtalk", {"errcode": 310000, "errmsg": "keywords not in content"}, "keyword", True),
    ("dingtalk", {"errcode": 310000, "errmsg": "description:机器人发送签名不匹配;"}, "sign", True),
    ("dingtalk", {"errcode": 310000, "errmsg": "ip 1.2.3.4 not in whitelist"}, "ip", True),
    ("dingtalk", {"errcode": 300005, "errmsg": "token is not exist"}, "key", True),
    ("dingtalk", {"errcode": 460101, "errmsg": "message too long, exceed 20000 bytes"}, "content", True),
    ("feishu", {"code": 11232, "msg": "frequency limited"}, "often", False),
    ("feishu", {"code": 19001, "msg": "param invalid: incoming webhook access token invalid"}, "key", True),
    ("feishu", {"code": 19021, "msg": "sign match fail"}, "sign", True),
    ("feishu", {"code": 19022, "msg": "Ip Not Allowed"}, "ip", True),
    ("feishu", {"code": 19024, "msg": "Key Words Not Found"}, "keyword", True),
    ("feishu", {"code": 9499, "msg": "Bad Request"}, "content", True),
    ("feishu", b"<html>please log in</html>", "unreadable", False),
]


@pytest.mark.parametrize(("kind", "body", "reason", "final"), CODES)
def test_a_no_in_http_200_is_no_yes(
    kind: str, body: object, reason: str, final: bool, tmp_path: Path, store: Store, chat: Any,
    make_config: MakeConfig, now: datetime,
) -> None:  # fmt: skip
    config = make_config(tmp_path, channels=robot(kind, chat.url()))
    chat.answer = lambda request: (200, body)
    queue(store, now)
    sent = deliver(store, config, now, 1)
    assert (sent.delivered, sent.failed, sent.waiting) == (0, 1, 1)
    (row,) = outbox.page(store)
    assert row.gave_up == (reason if final else "")
    (issue,) = runs.issues_since(store, now - MINUTE)
    assert issue.message == row.last_error and "geheim" not in issue.message
    assert ("再试" in issue.message) and ("分钟 后再试" in issue.message) is not final
    chat.answer = lambda request: (200, {"errcode": 0, "code": 0})
    later = deliver(store, config, now + timedelta(days=1), 1)
    assert later.delivered == (0 if final else 1)


def test_the_services_limit_is_kept_and_obeyed(
    tmp_path: Path, store: Store, chat: Any, make_config: MakeConfig, now: datetime
) -> None:
    config = make_config(tmp_path, channels=robot("dingtalk", chat.url()))
    for n in range(40):
        queue(store, now, ref=str(n))
    counts = [deliver(store, config, now + timedelta(seconds=s), 1).delivered for s in (0, 30, 59, 60, 120)]
    assert counts == [15, 0, 0, 15, 10]
    assert not any("补发" in request.text for request in chat.got), "waiting one's turn is no repeat"
    queue(store, now, ref="x")
    queue(store, now, ref="y")
    chat.answer = lambda request: (200, {"errcode": 130101})
    assert deliver(store, config, now + timedelta(hours=1), 1).failed == 1
    chat.answer = lambda request: (200, {"errcode": 0})
    assert deliver(store, config, now + timedelta(hours=1, minutes=9), 1).delivered == 0, "all of the channel rests"
    assert deliver(store, config, now + timedelta(hours=1, minutes=10), 1).delivered == 2


def test_what_was_given_up_follows_once_the_channel_works(
    tmp_path: Path, store: Store, chat: Any, make_config: MakeConfig, now: datetime
) -> None:
    config = make_config(tmp_path, channels=robot("wecom", chat.url()))
    chat.answer = lambda request: (200, {"errcode": 93000})
    queue(store, now, ref="old")
    deliver(store, config, now, 1)
    deliver(store, config, now + timedelta(days=2), 1)
    assert len(chat.got) == 1, "no use in asking again"
    chat.answer = lambda request: (200, {"errcode": 0})
    queue(store, now + timedelta(days=2), ref="new")
    assert deliver(store, config, now + timedelta(days=2), 1).delivered == 2
    assert not outbox.waiting(store, ["群"])


@pytest.mark.parametrize(
    ("url", "official", "found"),
    [
        ("wecom://K-1", "https://q/send?key=", ("https://q/send?key=K-1", "", "")),
        ("wecombot://K-1/", "https://q/send?key=", ("https://q/send?key=K-1", "", "")),
        ("dingtalk://SEC@tok", "https://d?t=", ("https://d?t=tok", "SEC", "")),
        ("dingtalk://tok?secret=SEC&keyword=%E5%9B%9E", "https://d?t=", ("https://d?t=tok", "SEC", "回")),
        ("feishu://a-b", "https://f/", ("https://f/a-b", "", "")),
        ("https://q/send?key=x", "https://other/", ("https://q/send?key=x", "", "")),
    ],
)
def test_addresses(url: str, official: str, found: tuple[str, str, str]) -> None:
    made = address(url, official)
    assert (made.url, made.secret, made.keyword) == found
    assert "SEC" not in repr(made) and "K-1" not in repr(made)


@pytest.mark.parametrize("scheme", ["wecombot", "dingtalk", "feishu", "lark"])
def test_apprise_never_speaks_to_a_robot(scheme: str, tmp_path: Path, make_config: MakeConfig) -> None:
    config = make_config(tmp_path, channels=[{"name": "群", "kind": "apprise", "url": f"{scheme}://geheim"}])
    assert config.channels[0].kind in {"wecom", "dingtalk", "feishu"}
    assert "geheim" not in repr(config.channels[0])


def test_one_dead_channel_never_delays_another(
    tmp_path: Path, store: Store, chat: Any, receiver: Any, make_config: MakeConfig, tell: Any, now: datetime
) -> None:
    dead = {"name": "dead", "kind": "webhook", "url": receiver.url()}
    config = make_config(tmp_path, channels=[dead, *robot("wecom", chat.url())])
    receiver.answers = ["hang"]
    order: list[str] = []
    chat.answer = lambda request: order.append(f"chat after {len(receiver.got)}") or (200, {"errcode": 0})  # type: ignore[func-returns-value]
    for number in range(3):
        tell(store, f"s{number}")
        counts = alert(store, config, now + timedelta(minutes=10 * number), seconds=0.1)
        assert (counts["delivered"], counts["failed"]) == (1, 1)
    assert order == ["chat after 1", "chat after 1", "chat after 2"], "after its first failure it goes last"


def test_a_channel_has_its_budget_of_time(
    tmp_path: Path, store: Store, chat: Any, make_config: MakeConfig, now: datetime
) -> None:
    config = make_config(tmp_path, channels=robot("wecom", chat.url()))
    for n in range(6):
        queue(store, now, ref=str(n))
    seconds = iter(range(0, 10_000, 5))  # every look at the clock is five seconds later
    sent = deliver(store, config, now, 1, tick=lambda: float(next(seconds)))
    assert 0 < sent.delivered < 6 and sent.waiting == 6 - sent.delivered


def test_an_answer_drop_by_drop_does_not_hold_for_ever(
    tmp_path: Path, store: Store, make_config: MakeConfig, now: datetime
) -> None:
    """Each drop comes within the time for one wait; together they would take minutes."""

    def drip(listener: socket.socket, stop: threading.Event) -> None:
        connection, _ = listener.accept()
        with connection, contextlib.suppress(OSError):
            connection.sendall(b"HTTP/1.1 200 OK\r\nX-Long: ")
            while not stop.wait(0.02):
                connection.sendall(b"a")

    stop = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=drip, args=(listener, stop), daemon=True)
        thread.start()
        config = make_config(tmp_path, channels=robot("wecom", f"http://127.0.0.1:{listener.getsockname()[1]}/x"))
        queue(store, now)
        began = time.monotonic()
        assert deliver(store, config, now, 1, seconds=0.2).failed == 1
        assert time.monotonic() - began < 10
        stop.set()
        thread.join(10)
    assert "没有按时回答" in outbox.page(store)[0].last_error


def test_a_long_message_keeps_its_lease_and_its_budget(
    tmp_path: Path, store: Store, chat: Any, make_config: MakeConfig, now: datetime
) -> None:
    config = make_config(tmp_path, channels=robot("feishu", chat.url()))
    chat.answer = lambda request: (200, {"code": 0})
    queue(store, now, "一行字\n" * 20_000)
    seconds = iter(range(0, 10_000, 5))
    assert deliver(store, config, now, 1, tick=lambda: float(next(seconds))).waiting == 1
    sent = len(chat.got)
    assert 1 < sent < 12
    (row,) = outbox.page(store)
    assert (row.parts_done, row.attempts, row.last_error) == (sent, 0, ""), "put back, nothing failed"
    at = now
    while outbox.waiting(store, ["群"]):
        at += MINUTE
        deliver(store, config, at, 1)
    heads = [request.text.splitlines()[0] for request in chat.got]
    assert heads == [f"({n}/{len(heads)})" for n in range(1, len(heads) + 1)], "each part once"
