"""The long picture as a message of its own: to whom it goes, once, and what becomes of one that nobody takes."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from alerts.decide import decide
from alerts.delivery.pictures import MOST_BYTES
from alerts.digest.publish import publish
from alerts.digest.send import send, send_waiting
from alerts.digest.write import write
from alerts.run import alert
from alerts.triage.decisions import Wish
from model.config import Config
from model.records import Story
from model.verdicts import Decision, Reason
from store import outbox, runs
from store.database import Store

MakeConfig = Callable[..., Config]
Tell = Callable[..., Story]
DAY = date(2026, 3, 2)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(200))
YES = (200, {"errcode": 0, "code": 0})


def group(kind: str, url: str, **more: object) -> list[dict[str, object]]:
    return [{"name": "群", "kind": kind, "url": url, "alerts": False, **more}]


@pytest.fixture
def morning(
    tmp_path: Path, store: Store, make_config: MakeConfig, tell: Tell, now: datetime
) -> Callable[..., Config]:
    """A digest of one story is written and sent to these channels, with the picture."""

    def sent(channels: list[dict[str, object]], picture: bytes = PNG, **more: object) -> Config:
        config = make_config(tmp_path, channels=channels, **more)
        tell(store)
        alert(store, config, now)
        write(store, config, now, DAY, tmp_path / "out")
        publish(store, config, [DAY], {"2026-03-02.png": picture})
        send(store, config, now, DAY, picture=picture)
        return config

    return sent


def test_a_wecom_group_gets_words_then_picture_once(
    store: Store, chat: Any, morning: Callable[..., Config], now: datetime
) -> None:
    config = morning(group("wecom", chat.url()))
    words, picture = chat.got
    assert "牙签弩能射穿易拉罐" in words.text
    assert picture.content["msgtype"] == "image" and set(picture.content) == {"msgtype", "image"}
    assert base64.b64decode(picture.content["image"]["base64"]) == PNG
    assert picture.content["image"]["md5"] == hashlib.md5(PNG).hexdigest()  # noqa: S324 - as the service asks
    for minutes in (1, 60):
        send(store, config, now + timedelta(minutes=minutes), DAY, picture=b"another")
    assert len(chat.got) == 2
    (row,) = [row for row in outbox.page(store) if row.kind == "picture"]
    assert row.delivered_at is not None and "pictures" not in row.body, "the outbox does not grow by pictures"


@pytest.mark.parametrize("lost", [0, 1], ids=["words", "picture"])
def test_what_is_lost_comes_again_alone_under_its_id(
    lost: int, store: Store, chat: Any, morning: Callable[..., Config], now: datetime
) -> None:
    chat.answer = lambda request: None if len(chat.got) == 1 + lost else YES
    config = morning(group("wecom", chat.url()))
    ids = {row.kind: row.short_id for row in outbox.page(store)}
    send_waiting(store, config, now + timedelta(minutes=5))
    kinds = [request.content["msgtype"] for request in chat.got]
    assert kinds.count("text") == (2 if lost == 0 else 1) and kinds.count("image") == (2 if lost == 1 else 1)
    assert {row.kind: row.short_id for row in outbox.page(store)} == ids and len(set(ids.values())) == 2
    assert not outbox.waiting(store, ["群"])


def test_dingtalk_shows_it_from_its_public_address(chat: Any, morning: Callable[..., Config]) -> None:
    morning(
        group("dingtalk", chat.url("/robot/send?access_token=t"), secret="SEC", keyword="回声"),
        publish_dir="web", publish_url="https://www.town.cn/h(1)/",
    )  # fmt: skip
    _, picture = chat.got
    assert "sign=" in picture.path
    markdown = picture.content["markdown"]
    assert markdown["text"].splitlines()[0] == "![](https://www.town.cn/h%281%29/digests/2026-03-02.png)"
    assert "回声" in markdown["text"] and "消息编号" in markdown["text"] and "【永康】日报" in markdown["title"]
    assert picture.content["at"] == {"atMobiles": [], "atUserIds": [], "isAtAll": False}


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("dingtalk", {}),
        ("feishu", {}),
        ("webhook", {}),
        ("wecom", {"picture": False}),
        ("wecom", {"digest": False}),
    ],
)
def test_who_cannot_show_one_gets_none(
    kind: str, more: dict[str, object], store: Store, chat: Any, morning: Callable[..., Config]
) -> None:
    chat.answer = lambda request: YES
    morning(group(kind, chat.url(), **more))
    assert {row.kind for row in outbox.page(store)} <= {"digest"}


@pytest.mark.parametrize("picture", [b"", b"x" * (MOST_BYTES + 1)], ids=["none drawn", "too large"])
def test_without_a_fitting_picture_the_words_go_alone(
    picture: bytes, store: Store, chat: Any, morning: Callable[..., Config]
) -> None:
    morning(group("wecom", chat.url()), picture=picture)
    assert [request.content["msgtype"] for request in chat.got] == ["text"]


def test_a_chat_behind_apprise_gets_it_attached(
    store: Store, receiver: Any, morning: Callable[..., Config]
) -> None:
    morning([{"name": "app", "kind": "apprise", "url": receiver.url("json"), "alerts": False}])
    words, picture = receiver.got
    assert not words["attachments"]
    (attached,) = picture["attachments"]
    assert base64.b64decode(attached["base64"]) == PNG and attached["filename"] == "2026-03-02.png"
    assert "长图版" in picture["message"] and "消息编号" in picture["message"]


def test_a_mail_has_its_page_and_no_second_message(store: Store, morning: Callable[..., Config]) -> None:
    url = "mailto://127.0.0.1:9?from=huisheng@town.cn&to=office@town.cn"
    morning([{"name": "mail", "kind": "apprise", "url": url, "alerts": False}])
    assert [row.kind for row in outbox.page(store)] == ["digest"]


def test_what_a_channel_will_not_take_is_dropped_and_said(
    store: Store, chat: Any, morning: Callable[..., Config], now: datetime
) -> None:
    chat.answer = lambda request: YES if "text" in request.content else (200, {"errcode": 40058})
    morning(group("wecom", chat.url()))
    assert not outbox.waiting(store, ["群"])
    (issue,) = runs.issues_since(store, now - timedelta(minutes=1))
    assert "picture: false" in issue.message and "geheim" not in issue.message


def test_a_picture_of_yesterday_is_not_sent_after_a_day_of_refusals(
    store: Store, chat: Any, morning: Callable[..., Config], now: datetime
) -> None:
    chat.answer = lambda request: YES if "text" in request.content else (503, b"")
    config = morning(group("wecom", chat.url()))
    for hours in range(1, 36):  # after a day comes one last try, at most a pause later
        send_waiting(store, config, now + timedelta(hours=hours))
        assert hours > 24 or outbox.waiting(store, ["群"])
    assert not outbox.waiting(store, ["群"])
    assert [row.kind for row in outbox.page(store)] == ["digest"]


def test_a_dropped_story_takes_its_picture_back(
    tmp_path: Path, store: Store, chat: Any, morning: Callable[..., Config], now: datetime
) -> None:
    chat.answer = lambda request: YES if "text" in request.content else (503, b"")
    config = morning(group("wecom", chat.url()), publish_dir="web")
    assert outbox.waiting(store, ["群"]) == {"群": 1}
    public = tmp_path / "web" / "digests" / "2026-03-02.png"
    assert public.read_bytes() == PNG
    wish = Wish(decision=Decision.DISMISS, reason=Reason.OPINION, role="值班", confirmed=True)
    assert decide(store, config, [1], wish, now + timedelta(minutes=1)).done
    assert not [row for row in outbox.page(store) if row.kind == "picture"]
    assert not public.exists() or public.read_bytes() != PNG
