"""The digest over a real store: what it covers, rebuilding, sending once, and files that are whole."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from alerts.digest.build import build
from alerts.digest.send import send
from alerts.digest.write import write
from alerts.run import alert
from model.config import Config
from model.errors import UsageError
from model.records import Issue, Level, Post, Severity, Story
from store import alerts, crawling, cursors, digests, posts, runs
from store.database import Store

MakeConfig = Callable[..., Config]
MakePost = Callable[..., Post]
Tell = Callable[..., Story]
DAY = date(2026, 3, 2)
SOURCE = {"name": "论坛", "kind": "feed", "url": "https://bbs.town.cn/rss"}


def analysed(store: Store, at: datetime) -> None:
    runs.finish(store, runs.start(store, "analyse", at), at, ok=True, counts={})


def test_three_files_with_the_day_as_name(
    tmp_path: Path, store: Store, make_config: MakeConfig, tell: Tell, now: datetime
) -> None:
    config = make_config(tmp_path)
    tell(store)
    alert(store, config, now)
    paths = write(store, config, now, DAY, tmp_path / "new" / "folder")
    assert [path.name for path in paths] == ["2026-03-02.html", "2026-03-02.md", "2026-03-02.txt"]
    assert all("牙签弩能射穿易拉罐" in path.read_text(encoding="utf-8") for path in paths)
    assert sorted(paths) == sorted((tmp_path / "new" / "folder").iterdir()), "no half-written file is left"
    run = runs.last_success(store, "digest")
    assert run is not None and run.counts == {"open": 1, "closed": 0, "posts": 6}


def test_what_is_stored_is_what_was_built(
    tmp_path: Path, store: Store, make_config: MakeConfig, tell: Tell, now: datetime
) -> None:
    config = make_config(tmp_path, sources=[SOURCE])
    tell(store)
    alert(store, config, now)
    write(store, config, now, DAY, tmp_path)
    built = build(store, config, now, DAY)
    assert digests.get(store, DAY) == digests.latest(store) == built
    assert built.open == tuple(alerts.still_open(store))
    assert built.hourly[built.open[0].id] == (*(0,) * 21, 3, 0, 0)
    assert (built.posts, built.threads) == (6, 3)


def test_each_digest_begins_where_the_last_ended(
    tmp_path: Path, store: Store, make_config: MakeConfig, now: datetime
) -> None:
    config = make_config(tmp_path)
    write(store, config, now, DAY, tmp_path)
    evening = now + timedelta(hours=5)
    write(store, config, evening, DAY, tmp_path)
    again = digests.get(store, DAY)
    assert again is not None and (again.since, again.until) == (now - timedelta(days=1), evening)
    tomorrow = build(store, config, now + timedelta(days=1), DAY + timedelta(days=1))
    assert tomorrow.since == evening


def test_what_was_sent_counts_and_not_a_later_rebuild(
    tmp_path: Path, store: Store, receiver: Any, make_config: MakeConfig, now: datetime
) -> None:
    config = make_config(tmp_path, channels=[{"name": "hook", "kind": "webhook", "url": receiver.url()}])
    write(store, config, now, DAY, tmp_path)
    send(store, config, now, DAY)
    write(store, config, now + timedelta(hours=5), DAY, tmp_path)
    tomorrow = build(store, config, now + timedelta(days=1), DAY + timedelta(days=1))
    assert tomorrow.since == now, "readers know nothing of the rebuilt one"


def test_what_faded_is_told_on_one_day_only(
    tmp_path: Path, store: Store, make_config: MakeConfig, tell: Tell, now: datetime
) -> None:
    config = make_config(tmp_path)
    tell(store)
    told = []
    for day in range(6):
        at = now + timedelta(days=day)
        alert(store, config, at)
        write(store, config, at, DAY + timedelta(days=day), tmp_path)
        digest = digests.get(store, DAY + timedelta(days=day))
        assert digest is not None
        told.append((len(digest.open), len(digest.closed)))
    assert told == [(1, 0), (1, 0), (1, 0), (0, 1), (0, 0), (0, 0)]


def test_a_past_day_stays_as_it_was(
    tmp_path: Path, store: Store, make_config: MakeConfig, tell: Tell, now: datetime
) -> None:
    config = make_config(tmp_path)
    write(store, config, now, DAY, tmp_path)
    tell(store)
    alert(store, config, now + timedelta(days=1))
    before = (tmp_path / "2026-03-02.txt").read_bytes()
    write(store, config, now + timedelta(days=1), DAY, tmp_path)
    assert (tmp_path / "2026-03-02.txt").read_bytes() == before


def test_a_past_day_that_nobody_built_ends_at_midnight(
    tmp_path: Path, store: Store, make_config: MakeConfig, tell: Tell, now: datetime
) -> None:
    config = make_config(tmp_path)
    tell(store)
    alert(store, config, now)
    built = build(store, config, now + timedelta(days=2), DAY)
    assert built.until == datetime(2026, 3, 2, 16, 0, tzinfo=UTC)
    assert len(built.open) == 1
    assert build(store, config, now, DAY - timedelta(days=1)).open == ()


def test_a_day_to_come_is_refused(tmp_path: Path, store: Store, make_config: MakeConfig, now: datetime) -> None:
    with pytest.raises(UsageError, match="还没有到"):
        write(store, make_config(tmp_path), now, DAY + timedelta(days=1), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_named(
    tmp_path: Path, store: Store, make_config: MakeConfig, now: datetime
) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="file"):
        write(store, make_config(tmp_path), now, DAY, tmp_path / "file")
    assert digests.latest(store) is None


def test_the_most_urgent_comes_first(
    tmp_path: Path, store: Store, make_config: MakeConfig, tell: Tell, now: datetime
) -> None:
    topics = {"a": {"words": ["a"], "level": "urgent"}, "b": {"words": ["b"], "level": "life"}}
    config = make_config(tmp_path, topics=topics)
    for identifier, topic in (("s1", None), ("s2", "a"), ("s3", "b"), ("s4", None)):
        tell(store, identifier, topic=topic)
    alert(store, config, now)
    levels = [(item.level, item.story_id) for item in build(store, config, now, DAY).open]
    assert levels == [(Level.LIFE, "s3"), (Level.URGENT, "s2"), (Level.NORMAL, "s4"), (Level.NORMAL, "s1")]


def test_coverage_names_every_source(
    tmp_path: Path, store: Store, make_config: MakeConfig, make_post: MakePost, now: datetime
) -> None:
    names = ("好", "坏", "静", "无", "关")
    sources = [{**SOURCE, "name": name, "healthy": {"newest_within": "24h"}} for name in names]
    sources[-1]["enabled"] = False
    config = make_config(tmp_path, sources=sources)
    posts.save(store, [make_post("1", "a", "今天的帖子", source="好")])
    posts.save(store, [make_post("2", "b", "三天前的帖子", source="静", at=now - timedelta(days=3))])
    for name in ("好", "坏", "静"):
        crawling.visited(store, name, now - timedelta(days=4), ok=True)
        crawling.visited(store, name, now - timedelta(minutes=5), ok=name != "坏")
    trouble = Issue(run_id=None, source="坏", severity=Severity.ERROR, kind="http", message="网站回答 500", at=now)
    runs.add_issue(store, trouble)
    found = build(store, config, now, DAY).coverage
    assert [(item.source, item.status, item.posts) for item in found] == [
        ("好", "ok", 1), ("坏", "failed", 0), ("静", "silent", 0), ("无", "never", 0),
    ]  # fmt: skip
    assert found[1].message == "网站回答 500"


def test_what_did_not_run_is_said(
    tmp_path: Path, store: Store, make_config: MakeConfig, make_post: MakePost, now: datetime
) -> None:
    config = make_config(tmp_path, sources=[SOURCE])
    posts.save(store, [make_post("1", "a", "今天的帖子")])
    assert "还没有分析过" in build(store, config, now, DAY).notes[0]
    analysed(store, now - timedelta(hours=9))
    assert build(store, config, now, DAY).notes == ("分析自 03-02 07:00 起没有成功过，这份日报可能缺少话题。",)
    analysed(store, now - timedelta(minutes=9))
    assert build(store, config, now, DAY).notes == ()


def test_learning_and_what_was_not_shown(
    tmp_path: Path, store: Store, make_config: MakeConfig, tell: Tell, now: datetime
) -> None:
    config = make_config(tmp_path)
    tell(store, shown=False)
    cursors.move(store, "analyse.learning_day", 20)
    built = build(store, config, now, DAY)
    assert (built.hidden_personal, built.learning_day) == (1, 20)
    cursors.move(store, "analyse.learning_day", 21)
    assert build(store, config, now, DAY).learning_day is None


def test_sending_twice_is_harmless(
    tmp_path: Path, store: Store, receiver: Any, make_config: MakeConfig, tell: Tell, now: datetime
) -> None:
    hook = {"name": "hook", "kind": "webhook", "url": receiver.url(), "alerts": False}
    quiet = {"name": "quiet", "kind": "webhook", "url": receiver.url(), "alerts": False, "digest": False}
    config = make_config(tmp_path, channels=[hook, quiet])
    tell(store)
    alert(store, config, now)
    for minutes in (0, 5, 60):
        at = now + timedelta(minutes=minutes)
        write(store, config, at, DAY, tmp_path)
        send(store, config, at, DAY)
    (message,) = receiver.got
    assert message["kind"] == "digest"
    assert message["subject"] == "【永康】日报 2026年3月2日 星期一：1 个新话题待核实。"
    lines = message["text"].splitlines()
    assert lines[0] == message["subject"]
    assert lines[1].startswith("1. 牙签弩能射穿易拉罐")  # not the heading and the sum once more
    assert lines[-1] == f"消息编号 {message['id']}"
    assert message["digest"]["open"][0]["title"] == "牙签弩能射穿易拉罐"
    assert "html" not in message


def test_a_refused_digest_waits_and_comes_with_the_alerts(
    tmp_path: Path, store: Store, receiver: Any, make_config: MakeConfig, now: datetime
) -> None:
    config = make_config(tmp_path, channels=[{"name": "hook", "kind": "webhook", "url": receiver.url()}])
    receiver.answers = [500, 200]
    write(store, config, now, DAY, tmp_path)
    assert send(store, config, now, DAY).failed == 1
    assert alert(store, config, now + timedelta(minutes=10))["delivered"] == 1
    assert len({message["id"] for message in receiver.got}) == 1


def test_a_service_that_takes_html_gets_the_page(
    tmp_path: Path, store: Store, receiver: Any, make_config: MakeConfig, tell: Tell, now: datetime
) -> None:
    urls = {"mail": receiver.url("json", "/mail") + "?format=html", "chat": receiver.url("json", "/chat")}
    channels = [{"name": name, "kind": "apprise", "url": url, "alerts": False} for name, url in urls.items()]
    config = make_config(tmp_path, channels=channels)
    tell(store)
    alert(store, config, now)
    write(store, config, now, DAY, tmp_path)
    send(store, config, now, DAY)
    got = {
        path.split("?")[0]: message["message"] for path, message in zip(receiver.paths, receiver.got, strict=True)
    }
    assert "<table" in got["/mail"] and 'href="https://bbs.town.cn/thread-s1-0-1-1.html"' in got["/mail"]
    assert "<" not in got["/chat"] and got["/chat"].splitlines()[-1].startswith("消息编号 ")
