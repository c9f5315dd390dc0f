"""An invented town for the tests of alerts: posts, stories, settings, and a receiver on loopback."""

from __future__ import annotations

import json
import threading
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from apprise import Apprise

from model.config import Config
from model.records import Post, Precision, Story
from store import posts, stories
from store.database import Store, open_store
from tests.loopback import Handler, served

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def now() -> datetime:
    return NOW


@pytest.fixture(scope="session", autouse=True)
def _apprise_has_loaded_its_services() -> None:
    """Its mail plugin imports imghdr, which warns; in these tests a warning is an error."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        Apprise().add("json://127.0.0.1")


@pytest.fixture
def store() -> Iterator[Store]:
    with open_store(None) as opened:
        yield opened


def _post(key: str, thread: str, title: str = "", body: str = "大家都说说", **more: Any) -> Post:
    at = more.pop("at", NOW - timedelta(hours=2))
    values: dict[str, Any] = {
        "source": "论坛", "key": key, "url": f"https://bbs.town.cn/thread-{thread}-1-1.html#pid{key}",
        "thread": thread, "thread_url": f"https://bbs.town.cn/thread-{thread}-1-1.html", "opener": bool(title),
        "title": title, "body": body, "published_at": at, "precision": Precision.MINUTE, "fetched_at": at,
    }  # fmt: skip
    return Post(**{**values, **more})


@pytest.fixture(scope="session")
def make_post() -> Callable[..., Post]:
    return _post


def _story(identifier: str = "s1", **more: Any) -> Story:
    values: dict[str, Any] = {
        "kind": "discovered", "topic": None, "terms": ("牙签弩", "易拉罐"), "title": "牙签弩能射穿易拉罐",
        "opened_at": NOW - timedelta(hours=3), "updated_at": NOW - timedelta(minutes=10),
        "window_start": NOW - timedelta(hours=24), "window_end": NOW - timedelta(minutes=10), "threads": 3,
        "voices": 4, "voices_known": True, "sources": ("论坛", "晚报"), "expected": 0.3, "surprise": 5.2,
        "why": "过去 24 小时，“牙签弩”在 2 个来源的 3 个帖子里出现，平时约 0.3 个。", "shown": True, "post_ids": (),
    }  # fmt: skip
    return Story(id=identifier, **{**values, **more})


@pytest.fixture(scope="session")
def make_story() -> Callable[..., Story]:
    return _story


def _tell(store: Store, identifier: str = "s1", threads: int = 3, **more: Any) -> Story:
    """Store a story that rests on `threads` threads, each an opener and one reply."""
    ids: list[int] = []
    for number in range(threads):
        thread = f"{identifier}-{number}"
        ids += posts.save(store, [_post(f"{thread}a", thread, f"门口有人卖牙签弩,第{number}个帖子")])
        ids += posts.save(store, [_post(f"{thread}b", thread, body="我也看见了")])
    story = _story(identifier, threads=threads, post_ids=tuple(ids), **more)
    stories.save(store, [story])
    return story


@pytest.fixture(scope="session")
def tell() -> Callable[..., Story]:
    return _tell


@pytest.fixture(scope="session")
def make_config() -> Callable[..., Config]:
    """Settings in a folder; `channels`, `topics`, `sources` and `language` as in config.yaml."""

    def made(folder: Path, **more: Any) -> Config:
        about = {"name": "志愿者协会", "town": "永康", "contact": "mailto:help@xiehui.cn"}
        config = Config.model_validate({"association": about, "database": "town.db", **more})
        return config.model_copy(update={"base": folder})

    return made


@dataclass
class Receiver:
    """What arrived, and how to answer: a status, ``drop`` (hang up) or ``hang``; the last one repeats."""

    port: int = 0
    answers: list[int | str] = field(default_factory=lambda: [200])
    paths: list[str] = field(default_factory=list)
    got: list[dict[str, Any]] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)

    def url(self, scheme: str = "http", path: str = "/hook/geheim-9f3a") -> str:
        return f"{scheme}://127.0.0.1:{self.port}{path}"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    here = Receiver()

    class Hook(Handler):
        def do_POST(self) -> None:
            here.paths.append(self.path)
            here.got.append(json.loads(self.body()))
            answer = here.answers.pop(0) if len(here.answers) > 1 else here.answers[0]
            if answer == "hang":
                here.released.wait(30)
            if not isinstance(answer, int):
                self.close_connection = True
                return
            elsewhere = {"location": f"http://127.0.0.1:{here.port}/elsewhere"} if 300 <= answer < 400 else {}
            self.reply(answer, **elsewhere)

        do_GET = do_POST

    with served(Hook) as here.port:
        yield here
        here.released.set()
