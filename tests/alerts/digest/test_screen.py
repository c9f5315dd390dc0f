"""The first screen: at most seven stories, in a message as on a page; and what a public page keeps back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import feedparser
import pytest

from alerts.digest.publish import publish
from alerts.digest.render import render_html, render_markdown, render_message, render_text
from alerts.digest.send import send
from alerts.digest.write import write
from alerts.run import alert
from model.catalogue import Catalogue
from model.config import Config
from model.errors import StoreError
from model.records import Digest, Story
from store import digests
from store.database import Store

MakeConfig = Callable[..., Config]
Tell = Callable[..., Story]
ZH = Catalogue("zh")
DAY = date(2026, 3, 2)
NAMES = "甲乙丙丁戊己庚辛壬"


@pytest.fixture
def nine(store: Store, make_config: MakeConfig, tell: Tell, now: datetime, tmp_path: Path) -> Digest:
    """A digest of nine stories, the first of them a danger to life."""
    config = make_config(tmp_path)
    for number, name in enumerate(NAMES):
        tell(store, f"s{number}", title=f"话题{name}")
    alert(store, config, now)
    write(store, config, now, DAY, tmp_path / "out")
    found = digests.get(store, DAY)
    assert found is not None
    return found


def test_seven_stories_then_one_line(nine: Digest, make_config: MakeConfig, tmp_path: Path) -> None:
    lines = render_message(nine, ZH, make_config(tmp_path)).splitlines()
    numbered = [line for line in lines if line[:1].isdigit() and line[1:3] == ". "]
    assert [line.split("（")[0] for line in numbered] == [
        f"{n}. 话题{name}" for n, name in enumerate(NAMES[:1:-1], 1)
    ]
    assert "另有 2 个话题待核实：话题乙、话题甲。" in lines
    assert sum(line.startswith("https://bbs.town.cn/thread-") for line in lines) == 7, "a thread of each story"
    assert "没有配置来源。" in lines, "coverage stands on the first screen"


def test_the_folded_ones_are_on_the_page_and_not_lost(
    nine: Digest, make_config: MakeConfig, tmp_path: Path
) -> None:
    config = make_config(tmp_path)
    page = render_html(nine, ZH, config)
    before, folded = page.split("<details>", 1)
    assert all(f"话题{name}" in before for name in NAMES[2:]) and "话题甲" not in before
    assert "话题甲" in folded and "话题乙" in folded and "thread-s0-0-1-1.html" in folded
    for render in (render_text, render_markdown):
        assert all(f"话题{name}" in render(nine, ZH, config) for name in NAMES)


def test_a_mail_has_no_links_into_itself(nine: Digest, make_config: MakeConfig, tmp_path: Path) -> None:
    assert 'href="#' not in render_html(nine, ZH, make_config(tmp_path), picture="hours.png")


def test_a_quiet_message_is_three_lines_with_its_subject(
    tmp_path: Path, store: Store, receiver: Any, make_config: MakeConfig, now: datetime
) -> None:
    config = make_config(tmp_path, channels=[{"name": "hook", "kind": "webhook", "url": receiver.url()}])
    write(store, config, now, DAY, tmp_path, late=True)
    send(store, config, now, DAY)
    lines = receiver.got[0]["text"].splitlines()
    assert len(lines) == 3 + 1, "and the number of the message"
    assert "（补做）" in lines[0] and "本该在 07:30 发出" in lines[2]


def test_late_stays_as_it_was_sent(
    tmp_path: Path, store: Store, receiver: Any, make_config: MakeConfig, now: datetime
) -> None:
    config = make_config(tmp_path, channels=[{"name": "hook", "kind": "webhook", "url": receiver.url()}])
    write(store, config, now, DAY, tmp_path)
    send(store, config, now, DAY)
    write(store, config, now + timedelta(hours=3), DAY, tmp_path, late=True)
    send(store, config, now + timedelta(hours=3), DAY)
    assert "补做" not in (tmp_path / "2026-03-02.txt").read_text(encoding="utf-8")
    assert len(receiver.got) == 1


def test_pages_for_phones(
    tmp_path: Path, store: Store, receiver: Any, make_config: MakeConfig, tell: Tell, now: datetime
) -> None:
    topics = {"fire": {"words": ["火"], "level": "life", "contact": "消防 119,小王"}}
    channels = [{"name": "老王的群", "kind": "webhook", "url": receiver.url()}]
    config = make_config(
        tmp_path, topics=topics, channels=channels, publish_dir="web",
        publish_url="https://www.town.cn/huisheng/",
    )  # fmt: skip
    tell(store, topic="fire")
    receiver.answers = [500, 500, 200]
    alert(store, config, now)
    for day in (0, 1):
        at = now + timedelta(days=day)
        write(store, config, at, DAY + timedelta(days=day), tmp_path / "out")
        publish(store, config, [DAY + timedelta(days=day)])
    send(store, config, now + timedelta(days=1), DAY + timedelta(days=1))
    folder = tmp_path / "web" / "digests"
    assert sorted(path.name for path in folder.iterdir()) == [
        "2026-03-02.html",
        "2026-03-03.html",
        "feed.xml",
        "index.html",
    ]
    index = (folder / "index.html").read_text(encoding="utf-8")
    assert index.index('href="2026-03-03.html"') < index.index('href="2026-03-02.html"')
    inside = (tmp_path / "out" / "2026-03-02.html").read_text(encoding="utf-8")
    public = (folder / "2026-03-02.html").read_text(encoding="utf-8")
    for text in ("小王", "老王的群"):
        assert text in inside and text not in public
    assert "https://bbs.town.cn/thread-s1-0-1-1.html" in public and "#pid" not in public
    assert "https://www.town.cn/huisheng/digests/2026-03-03.html" in receiver.got[-1]["text"]


def test_the_feed_is_one(tmp_path: Path, store: Store, make_config: MakeConfig, now: datetime) -> None:
    config = make_config(tmp_path, publish_dir="web", publish_url="https://www.town.cn/h")
    for day in (0, 1):
        write(store, config, now + timedelta(days=day), DAY + timedelta(days=day), tmp_path / "out")
        publish(store, config, [DAY + timedelta(days=day)])
    found = feedparser.parse((tmp_path / "web" / "digests" / "feed.xml").read_bytes())
    assert not found.bozo and found.version == "atom10"
    assert [entry.link for entry in found.entries] == [
        f"https://www.town.cn/h/digests/2026-03-0{day}.html" for day in (3, 2)
    ]  # fmt: skip
    assert found.feed.updated == found.entries[0].updated == "2026-03-03T16:00:00+08:00"
    assert found.entries[1].summary == "没有新的话题。" and found.feed.author == "志愿者协会"
    assert len({found.feed.id, *(entry.id for entry in found.entries)}) == 3


def test_nothing_is_published_unasked_and_a_fault_is_named(
    tmp_path: Path, store: Store, make_config: MakeConfig, nine: Digest
) -> None:
    assert publish(store, make_config(tmp_path), [DAY]) == []
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError):
        publish(store, make_config(tmp_path, publish_dir="file"), [DAY])


def test_the_late_mark_survives_the_database(nine: Digest, store: Store, now: datetime) -> None:
    told = replace(nine, late=True, inward=("渠道",))
    digests.save(store, told, now)
    assert digests.get(store, DAY) == told
