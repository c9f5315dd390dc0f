"""The watch list over real HTTP: what it shows, and what people say of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
import requests

from model.config import Config
from model.records import Post, Precision
from store import candidates, posts
from tests.console.conftest import NOW

FORM = "application/x-www-form-urlencoded"
TITLE = "东门桥边有人喊塌方"


@pytest.fixture
def site(config: Config, opened: Callable[..., Any]) -> Iterator[Any]:
    with opened(config) as site:
        yield site


@pytest.fixture
def number(town: Any) -> int:
    """One candidate of three threads, one of which names somebody."""
    at = NOW - timedelta(hours=2)
    said = [
        Post(
            source="论坛", key=f"k{i}", url="", thread=f"k{i}", thread_url=f"https://bbs.example.org/thread-k{i}",
            opener=True, title="", body=f"王建军说{TITLE}{i}", published_at=at, precision=Precision.MINUTE,
            fetched_at=at,
        )
        for i in range(3)
    ]  # fmt: skip
    posts.save(town.store, said)
    kept = [row["id"] for row in town.store.rows("SELECT id FROM post WHERE key LIKE 'k_' ORDER BY id")]
    content = {
        "id": "near", "kind": "discovered", "topic": None, "opened": 0, "updated": int(at.timestamp()),
        "window_start": 0, "threads": [["论坛", f"k{i}"] for i in range(3)], "posts": list(map(str, kept)),
        "vocabulary": [], "terms": ["塌方"], "title": TITLE, "voices": 3, "voices_known": True,
        "sources": ["论坛"], "alive": 3, "expected": 0.1, "surprise": 3.0, "why": "-", "shown": True,
    }  # fmt: skip
    rests_on = posts.by_ids(town.store, kept)
    veils = {post: ((), ((0, 3),)) for post in kept}
    candidates.put(town.store, "near", content, rests_on, veils, score=3.4, bar=4.0)
    return 1


def send(site: Any, values: dict[str, str]) -> requests.Response:
    found = re.search(r'name="token" value="([^"]*)"', site.get("/tips").text)
    assert found is not None
    return requests.post(
        site.address + "/watch/judge", urlencode({"token": found[1], **values}), timeout=20,
        allow_redirects=False, headers={"Content-Type": FORM, "Origin": "null", "Accept-Language": "zh-CN"},
    )  # fmt: skip


def test_the_list_shows_veiled_excerpts_and_links_to_threads(site: Any, number: int) -> None:
    page = site.get("/watch").text
    assert TITLE in page and "〔某人〕" in page and "王建军" not in page
    assert "https://bbs.example.org/thread-k1" in page and "得分 3.4，门槛 4.0" in page
    assert "1 条差一点就报警" in site.get("/").text


def test_what_should_have_alarmed_leads_to_its_alert(site: Any, number: int) -> None:
    done = send(site, {"id": str(number), "judgement": "missed", "by": "A3"})
    assert done.status_code == 303 and TITLE in site.get(done.headers["Location"]).text
    again = send(site, {"id": str(number), "judgement": "missed"})
    assert again.status_code == 400 and "观察名单里没有" in again.text


def test_rightly_quiet_is_said_and_leaves_the_list(site: Any, number: int) -> None:
    done = send(site, {"id": str(number), "judgement": "quiet"})
    page = site.get(done.headers["Location"]).text
    assert "记为不报是对的" in page and TITLE not in page


def test_an_opinion_asks_twice(town: Any, site: Any, number: int) -> None:
    asked = send(site, {"id": str(number), "judgement": "opinion"})
    assert asked.status_code == 200 and "不能撤销" in asked.text and TITLE in site.get("/watch").text
    done = send(site, {"id": str(number), "judgement": "opinion", "sure": "yes"})
    assert done.status_code == 303 and TITLE not in site.get("/watch").text
    assert not town.store.rows("SELECT 1 FROM candidate WHERE content LIKE ?", (f"%{TITLE}%",))


@pytest.mark.parametrize("values", [{"judgement": "praise"}, {"judgement": "quiet", "by": "王建军"}, {}])
def test_what_cannot_be_used_changes_nothing(site: Any, number: int, values: dict[str, str]) -> None:
    assert send(site, {"id": str(number), **values}).status_code == 400
    assert TITLE in site.get("/watch").text


def test_measures_say_where_the_threshold_stands(site: Any, town: Any) -> None:
    page = site.get("/measures").text
    assert "报警门槛 4.00" in page and "生命安全的话题不受影响" in page
