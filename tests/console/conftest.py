"""A small invented town in a store, and the console over it on a real socket of 127.0.0.1."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests

from console.app import create_app
from console.server import address_of, listen, server
from model.config import Config
from model.records import (
    Alert,
    AlertEvent,
    Digest,
    Evidence,
    Issue,
    Level,
    Post,
    Precision,
    Severity,
    SourceCoverage,
    State,
    Story,
)
from store import alerts, crawling, cursors, digests, posts, runs, stories
from store.database import Store, open_store

NOW = datetime(2026, 11, 24, 1, 5, tzinfo=UTC)  # 09:05 in the town
HOUR = timedelta(hours=1)
BOARD, NEWS = "永安论坛", "永安晚报"


@dataclass
class Town:
    """Fills a database through the store, as the stages do."""

    store: Store
    posts: int = field(default=0)
    now: datetime = NOW
    board: str = BOARD
    news: str = NEWS

    def said(self, source: str, thread: str, at: datetime, body: str = "听说了吗") -> int:
        """One post; its address is a reply's permalink, which no page may show."""
        self.posts += 1
        number = self.posts
        host = f"https://{'bbs' if source == BOARD else 'news'}.example.org"
        post = Post(
            source=source, key=str(number), url=f"{host}/reply/{number}#pid{number}", thread=thread,
            thread_url=f"{host}/thread-{thread}", opener=False, title="", body=body, published_at=at,
            precision=Precision.MINUTE, fetched_at=at + timedelta(minutes=4),
        )  # fmt: skip
        (identifier,) = posts.save(self.store, [post])
        return identifier

    def alert(
        self, name: str, *, title: str = "河边 异味", level: Level = Level.NORMAL, state: State = State.NEW,
        hours: tuple[int, ...] = (1, 2, 5), why: str = "", evidence: tuple[Evidence, ...] | None = None,
        topic: str | None = None, voices: int = 3, voices_known: bool = True, expected: float = 0.3,
        terms: tuple[str, ...] = ("异味", "河边"), closed_at: datetime | None = None,
    ) -> Alert:  # fmt: skip
        """A story with one thread for each of `hours` (hours before NOW, newest first), and its alert."""
        opened = NOW - max(hours) * HOUR
        ids = tuple(self.said((BOARD, NEWS)[i % 2], f"{name}{i}", NOW - h * HOUR) for i, h in enumerate(hours))
        why = why or f"过去 24 小时，“{terms[0]}”在 2 个来源的 {len(hours)} 个帖子里出现，平时约 {expected} 个。"
        shared = {
            "title": title, "terms": terms, "topic": topic, "threads": len(hours), "voices": voices,
            "voices_known": voices_known, "sources": (BOARD, NEWS)[: len(hours)], "expected": expected,
            "surprise": 5.2, "why": why, "opened_at": opened, "updated_at": NOW - min(hours) * HOUR,
        }  # fmt: skip
        stories.save(
            self.store,
            [
                Story(
                    id=name, kind="watch" if topic else "discovered", window_start=opened, window_end=NOW,
                    shown=True, post_ids=ids, **shared,
                )
            ],
        )  # fmt: skip
        if evidence is None:
            evidence = tuple(
                Evidence(
                    source=(BOARD, NEWS)[i % 2], excerpt=f"有没有人闻到河边的味道,今天第 {i + 1} 回了",
                    thread_url=f"https://{('bbs', 'news')[i % 2]}.example.org/thread-{name}{i}", posts=1 + i,
                    seen_at=NOW - h * HOUR,
                )
                for i, h in enumerate(hours)
            )  # fmt: skip
        alert = alerts.add(
            self.store,
            Alert(id=0, story_id=name, level=level, state=state, closed_at=closed_at, evidence=evidence, **shared),
        )
        event = AlertEvent(alert_id=alert.id, at=opened, what="opened", detail="3 个帖子同时说起,平时几乎没有")
        alerts.add_event(self.store, event)
        return alert

    def ran(self, job: str, at: datetime, *, ok: bool = True) -> int:
        run = runs.start(self.store, job, at)
        runs.finish(self.store, run, at + timedelta(seconds=40), ok=ok, counts={})
        return run

    def trouble(self, source: str | None, message: str, at: datetime) -> None:
        runs.add_issue(
            self.store,
            Issue(run_id=None, source=source, severity=Severity.ERROR, kind="timeout", message=message, at=at),
        )

    def visited(self, source: str, at: datetime, *, ok: bool = True) -> None:
        crawling.visited(self.store, source, at, ok=ok)

    def learnt(self, days: int) -> None:
        cursors.move(self.store, "analyse.learning_day", days)

    def digest(self, day: date, *shown: Alert) -> None:
        until = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(minutes=30)
        digest = Digest(
            day=day, since=until - 24 * HOUR, until=until, open=shown, closed=(),
            coverage=(
                SourceCoverage(
                    source=BOARD, status="ok", posts=212, last_success=until, newest_post=until, message=""
                ),
                SourceCoverage(
                    source=NEWS, status="failed", posts=0, last_success=None, newest_post=None,
                    message="网站没有按时回答",
                ),
            ),
            hidden_personal=1, learning_day=None, posts=212, threads=64,
            hourly={alert.id: (0,) * 18 + (1, 0, 2, 1, 0, 3) for alert in shown}, notes=(),
        )  # fmt: skip
        digests.save(self.store, digest, until)


@dataclass(frozen=True)
class Site:
    """The console as a browser meets it."""

    address: str

    def get(self, path: str = "/", method: str = "GET", **headers: str) -> requests.Response:
        sent = {"Accept-Language": "zh-CN", **{name.replace("_", "-"): value for name, value in headers.items()}}
        return requests.request(method, self.address + path, headers=sent, timeout=20, allow_redirects=False)


@pytest.fixture
def config(tmp_path: Path) -> Config:
    source = {
        "kind": "discuz", "name": BOARD, "url": "https://bbs.example.org/forum.php",
        "healthy": {"posts_per_day": [2, 500], "newest_within": "24h"},
    }  # fmt: skip
    return Config.model_validate(
        {
            "association": {"name": "永安网络志愿者协会", "town": "永安", "contact": "mailto:help@yongan.test"},
            "database": tmp_path / "town.db",
            "sources": [source, {"kind": "page", "name": NEWS, "url": "https://news.example.org/list"}],
            "topics": {"water": {"title": "用水", "words": ["自来水"], "contact": "供水公司值班室"}},
        }
    )


@pytest.fixture
def town(config: Config) -> Iterator[Town]:
    """The database, with the learning time over."""
    with open_store(config.database) as store:
        town = Town(store)
        town.learnt(30)
        yield town


@pytest.fixture
def opened() -> Callable[..., Iterator[Site]]:
    """Serve a configuration; the clock stands at NOW."""

    @contextmanager
    def serving(config: Config, **more: Any) -> Iterator[Site]:
        listener = listen("127.0.0.1", 0)
        running = server(create_app(config, clock=lambda: NOW, busy_seconds=0.1, **more))
        thread = threading.Thread(target=running.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield Site(address_of(listener).rstrip("/"))
        finally:
            running.should_exit = True
            thread.join()
            listener.close()

    return serving


@pytest.fixture
def site(config: Config, opened: Callable[..., Iterator[Site]]) -> Iterator[Site]:
    with opened(config) as site:
        yield site
