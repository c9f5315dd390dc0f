"""A history teaches what is usual and never alarms; what was said in the last 24 hours may. The clock is given."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from alerts.run import alert
from analysis.run import LEARNING, analyse
from crawlers.imports.bytes import Bytes
from crawlers.imports.run import Import
from model.config import Config
from store import alerts, cursors, stories
from store.database import Store, open_store

NOW = datetime(2026, 11, 25, 4, 0, tzinfo=UTC)
EVERYDAY = [
    "菜场的青菜又涨价了", "公交三路改道走中山路", "周末想去爬方岩山", "小区的路灯坏了一盏", "谁家的猫走丢了",
    "新开的面馆味道不错", "早上在江边跑步的人真多", "图书馆周一不开门", "想给孩子报个游泳班", "快递又放错了柜子",
]  # fmt: skip
RUMOUR = [
    "校门口有人卖牙签弩", "听说牙签弩能射穿易拉罐,是真的吗", "孩子书包里翻出一把牙签弩",
    "牙签弩太危险了,学校管不管", "城北小学也有牙签弩了", "小店老板说牙签弩卖得很快",
]  # fmt: skip


def line(number: int, text: str, at: datetime, source: str) -> str:
    values = {
        "source": source, "key": f"{source}-{number}", "thread": f"t{number}", "title": text,
        "body": f"{text},大家怎么看?这是第{number}件事。",
        "url": f"https://bbs.example.org/{number}", "published_at": at.isoformat(),
        "fetched_at": (at + timedelta(minutes=3)).isoformat(),
    }  # fmt: skip
    return json.dumps(values, ensure_ascii=False)


def history(rumour_at: datetime) -> bytes:
    """Thirty days of everyday talk on two sites, and a rumour of six threads from `rumour_at` on."""
    start = NOW - timedelta(days=30)
    lines = [
        line(n, EVERYDAY[n % len(EVERYDAY)], start + timedelta(hours=2 * n), ("论坛", "晚报")[n % 2])
        for n in range(359)
    ]
    lines += [
        line(1000 + n, text, rumour_at + timedelta(minutes=20 * n), ("论坛", "晚报")[n % 2])
        for n, text in enumerate(RUMOUR)
    ]
    return "\n".join(lines).encode()


@pytest.fixture
def config(tmp_path: Path) -> Config:
    about = {"name": "志愿者协会", "town": "永康", "contact": "mailto:help@xiehui.cn"}
    topics = {"crossbow": {"words": ["牙签弩"], "level": "life"}}
    config = Config.model_validate({"association": about, "database": "town.db", "topics": topics})
    return config.model_copy(update={"base": tmp_path})


def bring(store: Store, config: Config, content: bytes) -> None:
    coming = Import(config, Bytes(io.BytesIO(content)), NOW, form="jsonl", tell=pytest.fail)
    coming.check_columns()
    assert not coming.store(store, "history.jsonl").counts["refused"]


@pytest.mark.parametrize("hours", [25, 30, 48, 100, 24 * 20])
@pytest.mark.parametrize("analysed_before", [None, timedelta(minutes=10), timedelta(days=25)])
def test_an_old_rumour_never_alarms(hours: int, analysed_before: timedelta | None, config: Config) -> None:
    with open_store(None) as store:
        if analysed_before is not None:
            analyse(store, config, NOW - analysed_before)
        bring(store, config, history(NOW - timedelta(hours=hours) - timedelta(hours=2)))
        analyse(store, config, NOW + timedelta(minutes=5))
        alert(store, config, NOW + timedelta(minutes=6))
        assert alerts.page(store) == []
        assert cursors.read(store, LEARNING) >= 21


def test_a_rumour_of_this_morning_alarms_and_says_that_speakers_are_unknown(config: Config) -> None:
    with open_store(None) as store:
        bring(store, config, history(NOW - timedelta(hours=3)))
        analyse(store, config, NOW + timedelta(minutes=5))
        alert(store, config, NOW + timedelta(minutes=6))
        found = alerts.page(store)
        assert any("牙签弩" in item.terms for item in found)
        assert not any(item.voices_known for item in found)
        story = stories.get(store, found[-1].story_id)
        assert story is not None and "按帖子计，发言人数未知" in story.why
