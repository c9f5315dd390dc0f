"""A cry for help is stored and nothing else: through the real store, analysis, alerts, digest, export and console.

All sentences are invented. SECRETS are pieces of what people in distress write here; nothing that leaves has one.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests

from alerts.digest.write import write
from alerts.export.run import SUBJECTS, Order, export
from alerts.run import alert, triage
from analysis.run import analyse
from analysis.signs.distress import first_person_distress
from console.app import create_app
from console.server import address_of, listen, server
from model.config import Config
from model.records import Post, State
from store import alerts, posts
from store.database import Store, open_store

TOPICS = {
    "life": {"title": "轻生", "words": ["跳楼", "想死", "不想活", "自杀", "轻生"], "level": "life"},
    "debt": {"title": "网贷", "words": ["网贷"], "level": "normal"},
}
SECRETS = ("我想死", "不想活了", "一了百了", "枕头底下", "红围巾", "想跳楼", "想自杀")
MakePost = Callable[..., Post]


@pytest.fixture
def config(tmp_path: Path, make_config: Callable[..., Config]) -> Config:
    channels = [{"name": "群", "kind": "webhook", "url": "http://127.0.0.1:9/nobody"}]
    return make_config(tmp_path, topics=TOPICS, channels=channels)


@pytest.fixture
def town(config: Config) -> Iterator[Store]:
    with open_store(config.path(config.database)) as opened:
        yield opened


def run(town: Store, config: Config, now: datetime, *said: Post) -> None:
    """What one cycle does after its crawl; the message waits in the outbox, since nobody listens."""
    posts.save(town, said)
    analyse(town, config, now)
    triage(town, config, now)


def told(town: Store, config: Config, now: datetime) -> str:
    """Everything that people may see: digests, console, exports, every table but those that hold the posts."""
    folder = config.path(Path("out"))
    files = write(town, config, now, now.astimezone(config.zone).date(), folder)
    pages = read_console(config, now, ["/", "/digest", *(f"/alerts/{item.id}" for item in alerts.page(town))])
    tables = ("story", "story_post", "open_story", "alert", "alert_event", "message", "digest", "term_day", "issue")
    rows = [str(tuple(row)) for table in tables for row in town.rows(f"SELECT * FROM {table}")]
    return "\n".join([*(file.read_text("utf-8") for file in files), *pages, *exported(town, config, now), *rows])


def exported(town: Store, config: Config, now: datetime) -> Iterator[str]:
    for subject in SUBJECTS:
        out = io.BytesIO()
        order = Order(subject=subject, form="jsonl", since=None)
        export(town, config, order, out, now, distress=first_person_distress)
        yield out.getvalue().decode()


def read_console(config: Config, now: datetime, paths: Sequence[str]) -> list[str]:
    """The pages of the console, read over a socket of this machine."""
    listener = listen("127.0.0.1", 0)
    running = server(create_app(config, clock=lambda: now, busy_seconds=0.1))
    thread = threading.Thread(target=running.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        answers = [requests.get(address_of(listener).rstrip("/") + path, timeout=20) for path in paths]
        assert [answer.status_code for answer in answers] == [200] * len(paths)
        return [answer.text for answer in answers]
    finally:
        running.should_exit = True
        thread.join()
        listener.close()


def assert_silent(town: Store, config: Config, now: datetime) -> None:
    text = told(town, config, now)
    assert [secret for secret in SECRETS if secret in text] == []


def votes(town: Store) -> list[tuple[int, int]]:
    return [(row["threads"], row["voices"]) for row in town.rows("SELECT threads, voices FROM story WHERE shown")]


def test_a_life_topic_says_nothing_of_somebody_in_distress(
    town: Store, config: Config, now: datetime, make_post: MakePost
) -> None:
    cries = [
        make_post("1", "a", "我想死", "信在枕头底下"),
        make_post("2", "b", "晚安", "不 想 活 了,一了百了"),
        make_post("3", "c", "求助", "欠了网贷,我想\u200b自杀", source="晚报"),
    ]
    run(town, config, now, *cries)
    assert votes(town) == []
    assert alerts.page(town) == []
    assert len(town.rows("SELECT id FROM post")) == 3
    assert_silent(town, config, now)


def test_a_report_about_somebody_else_is_heard(
    town: Store, config: Config, now: datetime, make_post: MakePost
) -> None:
    run(town, config, now, make_post("1", "a", "有个学生说不想活了,学校在封锁消息"), make_post("2", "b", "我想死"))
    (found,) = alerts.page(town)
    assert (found.threads, found.voices) == (1, 1)
    assert found.evidence[0].excerpt.startswith("有个学生")


def test_in_a_thread_of_others_the_cry_is_no_voice_and_no_excerpt(
    town: Store, config: Config, now: datetime, make_post: MakePost
) -> None:
    report = make_post("1", "a", "听说昨天有人跳楼,是真的吗", voice="k:1")
    cry = make_post("2", "a", body="我也想跳楼,红围巾留给我妹", voice="k:2")
    run(town, config, now, report, cry)
    (found,) = alerts.page(town)
    assert (found.threads, found.voices, found.evidence[0].posts) == (1, 1, 1)
    assert_silent(town, config, now)


@pytest.mark.parametrize("opener_later", [False, True])
def test_a_thread_that_opens_with_a_cry_is_not_pointed_at(
    town: Store, config: Config, now: datetime, make_post: MakePost, opener_later: bool
) -> None:
    """Whoever answers there, and whatever they report: every link to the thread would lead to that person."""
    opener = make_post("1", "a", "我不想活了", "红围巾", at=now - timedelta(hours=30))
    replies = [
        make_post("2", "a", body="别做傻事,千万不要自杀"),
        make_post("3", "a", body="我们学校上周也有人跳楼,老师不让说"),
    ]
    if opener_later:
        replies = [replace(reply, thread="b") for reply in replies]
        run(town, config, now - timedelta(minutes=20), make_post("9", "b", "随便聊聊", "有人在吗"))
        edited = make_post("9", "b", "我不想活了", "红围巾", fetched_at=now - timedelta(minutes=10))
        run(town, config, now - timedelta(minutes=5), edited)
    run(town, config, now, opener, *replies)
    assert votes(town) == []
    assert_silent(town, config, now)
    assert "thread-a" not in told(town, config, now)


def test_a_title_that_replies_repeat_counts_for_none_of_them(
    town: Store, config: Config, now: datetime, make_post: MakePost
) -> None:
    run(town, config, now, *(make_post(str(n), "a", "回复:我想死,怎么办", "轻生不是办法") for n in range(4)))
    assert votes(town) == []
    assert_silent(town, config, now)


def test_an_edit_into_a_cry_takes_the_vote_back(
    town: Store, config: Config, now: datetime, make_post: MakePost
) -> None:
    first = make_post("1", "a", "楼下有人要跳楼", at=now - timedelta(hours=2))
    second = make_post("2", "b", "城东有人要跳楼,消防来了", source="晚报", at=now - timedelta(hours=1))
    run(town, config, now - timedelta(minutes=30), first, second)
    assert alerts.page(town)[0].threads == 2
    run(town, config, now, replace(first, title="我想跳楼", body="红围巾", fetched_at=now - timedelta(minutes=10)))
    (found,) = alerts.page(town)
    assert (found.threads, found.voices, [item.source for item in found.evidence]) == (1, 1, ["晚报"])
    assert "楼下有人" not in found.title
    assert_silent(town, config, now)


def test_an_alert_that_rested_on_nothing_else_is_withdrawn(
    town: Store, config: Config, now: datetime, make_post: MakePost
) -> None:
    first = make_post("1", "a", "城东有人要跳楼", at=now - timedelta(hours=2))
    run(town, config, now - timedelta(minutes=30), first)
    assert len(town.rows("SELECT * FROM message")) == 1
    run(town, config, now, replace(first, title="我想跳楼", body="红围巾", fetched_at=now - timedelta(minutes=10)))
    (found,) = alerts.page(town)
    assert (found.state, found.evidence, found.terms) == (State.FADED, (), ())
    assert town.rows("SELECT * FROM message") == []  # it had not been delivered yet
    assert "thread-a" not in told(town, config, now)
    assert_silent(town, config, now)
    later = now + timedelta(minutes=30)
    run(town, config, later, make_post("5", "e", "桥上有人要跳楼", at=later - timedelta(minutes=5)))
    assert [item.state for item in alerts.page(town)] == [State.NEW, State.FADED]


def test_an_edit_long_after_is_not_quoted_when_the_story_grows(
    town: Store, config: Config, now: datetime, make_post: MakePost
) -> None:
    first = make_post("1", "a", "城东有人要跳楼", at=now - timedelta(hours=40))
    run(town, config, now - timedelta(hours=39), first)
    run(
        town,
        config,
        now - timedelta(hours=1),
        replace(first, title="我想跳楼", fetched_at=now - timedelta(hours=2)),
    )
    run(town, config, now, make_post("2", "b", "城东又有人要跳楼", at=now - timedelta(minutes=20)))
    assert [item.excerpt for item in alerts.page(town)[0].evidence] == ["城东又有人要跳楼"]
    assert_silent(town, config, now)


def test_an_edit_that_analysis_has_not_read_is_not_quoted(
    town: Store, config: Config, now: datetime, make_post: MakePost
) -> None:
    first = make_post("1", "a", "城东有人要跳楼", at=now - timedelta(hours=2))
    posts.save(town, [first])
    analyse(town, config, now - timedelta(minutes=30))
    posts.save(town, [replace(first, title="我想跳楼", body="红围巾", fetched_at=now - timedelta(minutes=10))])
    alert(town, config, now, seconds=1)
    assert_silent(town, config, now)


def test_what_is_unusual_in_many_cries_makes_no_story(
    town: Store, config: Config, now: datetime, make_post: MakePost
) -> None:
    config = config.model_copy(
        update={
            "analysis": config.analysis.model_copy(
                update={"emergence": config.analysis.emergence.model_copy(update={"learning_days": 0})}
            )
        }
    )
    same: list[dict[str, Any]] = [{"source": source} for source in ("论坛", "晚报", "家长群站", "五金之窗")]
    cries = [
        make_post(str(n), str(n), "", f"蓝鲸挑战最后一关到了,我想死,红围巾第{n}条", **more)
        for n, more in enumerate(same)
    ]
    run(town, config, now, *cries)
    assert town.rows("SELECT * FROM story") == []
    assert town.rows("SELECT * FROM term_day") == []
    reports = [
        make_post(f"r{n}", f"r{n}", "", f"听说有个蓝鲸挑战最后一关要孩子跳楼,第{n}个家长在问", **more)
        for n, more in enumerate(same)
    ]
    later = now + timedelta(minutes=30)
    run(town, config, later, *(replace(p, fetched_at=later - timedelta(minutes=5)) for p in reports))
    assert votes(town) and max(votes(town))[0] == 4
    assert_silent(town, config, later)
