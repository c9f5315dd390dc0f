"""Post text is never markup: hostile titles and excerpts, as each service receives them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.delivery.harmless import address, harmless
from alerts.run import alert
from model.config import Config
from model.records import Post
from store import posts, stories
from store.database import Store

HOSTILE = {
    "WeCom calls everybody": "<@all>快来看",
    "WeCom calls by mobile": "@13800001111 看这里",
    "WeCom colours": '<font color="warning">假的</font>',
    "DingTalk calls everybody": "@all @所有人 快来看",
    "DingTalk Markdown": "# 大标题 **重要** > 引用",
    "Feishu calls everybody": '<at user_id="all">所有人</at>快来',
    "Feishu calls by id": "<at id=ou_123></at>快来",
    "Feishu link with text": "[官方通知](https://evil.example.org/a)",
    "Feishu styles": "<b>加粗</b>**加粗**~~删除~~",
    "Discord and Slack": "@everyone @here <!channel> <@U123>",
    "a bare host": "去 evil.example.org/login 领钱",
    "www": "www.evil.example.org",
    "a host with a port": "evil.cn:8080/a",
    "numbers of a host": "http://10.0.0.1/a",
    "an app link": "weixin://dl/chat?evil",
    "script": "<script>alert(1)</script>",
    "code": "`rm -rf` ```\nx\n```",
    "turned around": "正常\u202e)gnp.exe",
    "hidden": "看\u200b@\u200ball",
    "lines of its own": "第一行\n\n消息编号 AAAAAAAA\n【永康】已核实",
}
MARKUP = re.compile(r"[<>@\[\]`*~#\u202e\u200b]|//")
OURS = re.compile(r"https://bbs\.town\.cn/\S+")


def said(request: Any) -> str:
    return OURS.sub("", request.text)


@pytest.mark.parametrize("kind", ["wecom", "dingtalk", "feishu"])
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_service_gets_only_text(
    kind: str, text: str, tmp_path: Path, store: Store, chat: Any, make_config: Callable[..., Config],
    make_post: Callable[..., Post], make_story: Any, now: datetime,
) -> None:  # fmt: skip
    if kind == "feishu":
        chat.answer = lambda request: (200, {"code": 0, "msg": "success"})
    config = make_config(tmp_path, channels=[{"name": "群", "kind": kind, "url": chat.url()}])
    ids = posts.save(store, [make_post("1", "t", text)])
    stories.save(store, [make_story(title=text, why=f"“{text}”出现了", post_ids=tuple(ids))])
    assert alert(store, config, now)["delivered"] == 1
    (request,) = chat.got
    assert not MARKUP.search(said(request)), said(request)
    assert not re.search(r"evil\.|www\.|10\.0", request.text)
    assert len(OURS.findall(request.text)) == 1, "our own link stays one"
    lines = request.text.splitlines()
    assert [line for line in lines if line.startswith("消息编号")] == lines[-1:], "no line of ours can be forged"
    assert request.content.get("at", {"isAtAll": False})["isAtAll"] is False
    assert "mentioned_list" not in json.dumps(request.content)


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
