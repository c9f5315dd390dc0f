"""Post text is never markup: hostile titles and excerpts, as each service receives them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.delivery.harmless import address, harmless
from alerts.digest.send import send
from alerts.digest.write import write
from alerts.run import alert
from model.config import Config
from model.records import Post
from store import outbox, posts, stories
from store.database import Store
from tests.alerts.hostile import HOSTILE

KINDS = ["wecom", "dingtalk", "feishu", "apprise"]

MARKUP = re.compile(r"[<>@\[\]`*~#\u00ad\u061c\u200b\u200f\u202e\u2060\u2066-\u2069\ufeff]|//")
OURS = re.compile(r"https://bbs\.town\.cn/\S+")
DAY = date(2026, 3, 2)


def words(request: Any) -> str:
    """Everything that a person would read, wherever the service keeps it."""
    content = request.content
    if "message" in content:  # of Apprise
        return f"{content['title']}\n{content['message']}"
    return str(request.text)


def said(request: Any) -> str:
    return OURS.sub("", words(request))


def channel(kind: str, chat: Any) -> dict[str, object]:
    if kind == "apprise":
        return {"name": "群", "kind": kind, "url": f"json://127.0.0.1:{chat.port}/x"}
    return {"name": "群", "kind": kind, "url": chat.url()}


def accepting(chat: Any) -> Any:
    chat.answer = lambda request: (200, {"code": 0, "errcode": 0})
    return chat


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_service_gets_only_text(
    kind: str, text: str, tmp_path: Path, store: Store, chat: Any, make_config: Callable[..., Config],
    make_post: Callable[..., Post], make_story: Any, now: datetime,
) -> None:  # fmt: skip
    config = make_config(tmp_path, channels=[channel(kind, accepting(chat))])
    ids = posts.save(store, [make_post("1", "t", text)])
    stories.save(store, [make_story(title=text, why=f"“{text}”出现了", post_ids=tuple(ids))])
    assert alert(store, config, now)["delivered"] == 1
    (request,) = chat.got
    assert not MARKUP.search(said(request)), said(request)
    assert not re.search(r"evil\.|www\.|10\.0", words(request))
    assert len(OURS.findall(words(request))) == 1, "our own link stays one"
    lines = words(request).splitlines()
    assert [line for line in lines if line.startswith("消息编号")] == lines[-1:], "no line of ours can be forged"
    assert request.content.get("at", {"isAtAll": False})["isAtAll"] is False
    assert "mentioned_list" not in json.dumps(request.content)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("begin", range(0, len(HOSTILE), 7))
def test_a_digest_and_a_grouped_message_are_only_text(
    kind: str, begin: int, tmp_path: Path, store: Store, chat: Any, make_config: Callable[..., Config],
    make_post: Callable[..., Post], make_story: Any, now: datetime,
) -> None:  # fmt: skip
    config = make_config(tmp_path, channels=[channel(kind, accepting(chat))])
    texts = list(HOSTILE.values())[begin : begin + 7]
    for number, text in enumerate(texts):
        ids = posts.save(store, [make_post(str(number), f"t{number}", text)])
        stories.save(store, [make_story(f"s{number}", title=text, why=f"“{text}”出现了", post_ids=tuple(ids))])
    alert(store, config, now)
    write(store, config, now, DAY, tmp_path / "out")
    send(store, config, now, DAY)
    assert {row.kind for row in outbox.page(store)} >= {"digest", "alerts" if len(texts) > 1 else "alert"}
    assert not outbox.waiting(store, ["群"])
    for request in chat.got:
        assert not MARKUP.search(said(request)), said(request)
        assert not re.search(r"evil\.|www\.|10\.0\.0", words(request))
        lines = words(request).splitlines()
        assert [line for line in lines if line.startswith("消息编号")] == lines[-1:], (
            "no line of ours can be forged"
        )
    assert sum(len(OURS.findall(words(request))) for request in chat.got) == 2 * len(texts)


@given(st.text(max_size=60))
def test_twice_is_once_and_nothing_calls(text: str) -> None:
    found = harmless(text)
    assert harmless(found) == found
    assert not re.search(r"[<>@\[\]`*~\\|#_\n]|//", found)


@pytest.mark.parametrize("text", ["3.5 米", "第 1.2 节", "水位 12.75,比昨天高 0.3", "溺水、野泳(水库)"])
def test_ordinary_text_stays(text: str) -> None:
    assert harmless(text) == text


def test_an_address_stays_a_link_and_nothing_else() -> None:
    plain = "https://bbs.town.cn/forum.php?mod=viewthread&tid=7"
    assert address(plain) == plain
    assert address("https://town.cn/<at>@all a") == "https://town.cn/%3Cat%3E%40all%20a"
