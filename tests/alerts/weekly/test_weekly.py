"""The weekly digest over a real store: its seven days, what it says, and that it is sent once."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from alerts.digest.fonts import chinese
from alerts.digest.publish import publish_week
from alerts.run import alert
from alerts.weekly.build import build, due_day
from alerts.weekly.render import html, markdown, message, text
from alerts.weekly.words import WeekWords
from alerts.weekly.write import enqueue, write_picture
from commands import digest as digest_command
from model.catalogue import Catalogue
from model.config import Config
from model.config.channels import AppriseChannel
from model.measures import Trend, Weekly
from model.records import AlertEvent, Label, Post, ScoredPost, Story, WatchHit
from store import alerts, outbox, posts, runs, scores
from store.database import Store, open_store

MONDAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 0, 0, tzinfo=UTC)  # Monday 08:00 in the town
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MakeConfig = Callable[..., Config]
MakePost = Callable[..., Post]
TOPICS = {"fire": {"title": "火情", "words": ["着火"]}, "flood": {"words": ["洪水"]}}
SOURCE = {"name": "论坛", "kind": "feed", "url": "https://bbs.town.cn/rss"}


def quiet(text: str) -> bool:
    return "想死" in text


def caught(store: Store, make_post: MakePost, topic: str, at: datetime, threads: int, body: str = "着火了") -> None:
    """`threads` threads in which `topic` was spoken of at `at`."""
    for number in range(threads):
        key = f"{topic}-{at:%m%d%H}-{number}"
        (post_id,) = posts.save(store, [make_post(key, key, body=body, at=at)])
        hit = WatchHit(topic=topic, term="x", text="x", start=0, end=1, field="text")
        scored = ScoredPost(
            post_id=post_id, words=(), sentiment=None, confidence=0, label=Label.UNSCORABLE, watch=(hit,), cues=(),
            places=(), duplicate_of=None, engine="t", scores={},
        )  # fmt: skip
        scores.save(store, [scored])


@pytest.fixture
def town(
    tmp_path: Path, store: Store, make_config: MakeConfig, make_post: MakePost, tell: Callable[..., Story]
) -> Config:
    """A week with two alerts, one answered and one dismissed, after three weeks of posts."""
    config = make_config(tmp_path, topics=TOPICS, sources=[SOURCE])
    for week in range(4):
        caught(store, make_post, "fire", NOW - 2 * DAY - week * 7 * DAY, 12 if week == 0 else 3)
    caught(store, make_post, "fire", NOW - 3 * DAY, 5, body="我想死")
    for number, what in ((1, "publish"), (2, "dismiss")):
        at = NOW - 3 * DAY + number * HOUR
        tell(store, f"s{number}", topic="fire" if number == 1 else None, updated_at=at)
        alert(store, config, at)
        found = alerts.page(store)[0]
        alerts.add_event(store, AlertEvent(alert_id=found.id, at=at + 2 * HOUR, what=what, detail=""))
    return config


def test_the_last_due_day() -> None:
    assert due_day(MONDAY, "mon") == MONDAY
    assert due_day(MONDAY + 6 * DAY, "mon") == MONDAY
    assert due_day(MONDAY, "sun") == date(2026, 3, 1)


def test_what_a_week_was_like(town: Config, store: Store) -> None:
    found = build(store, town, NOW, MONDAY, quiet)
    assert (found.since, found.until) == (NOW - 8 * HOUR - 7 * DAY, NOW - 8 * HOUR)
    assert found.trends == (Trend(topic="fire", threads=12, usual=3.0),), "cries for help are nobody's figure"
    _, this = found.weeks[-1]
    assert (this.alerts, this.answered, this.dismissed, this.to_answered) == (2, 1, 1, 2 * HOUR)
    assert [(topic, figures.alerts) for topic, figures in found.topics] == [(None, 1), ("fire", 1)]
    said = text(WeekWords(found, Catalogue("zh"), town))
    for line in (
        "永康周报 · 2026年2月23日至3月1日",
        "发出 2 条警报\uff1a已回应 1 条\uff0c已排除 1 条",
        "火情\uff1a12 个帖子\uff0c前几周平均 3.0 个\uff0c多了",
        "2 条有结论\uff0c其中 1 条是误报\uff0850%\uff09",
        "警报到回应\uff1a2 小时",
        "论坛\uff1a",
    ):
        assert line in said


def test_a_first_week_compares_with_nothing(
    tmp_path: Path, store: Store, make_config: MakeConfig, make_post: MakePost
) -> None:
    config = make_config(tmp_path, topics=TOPICS)
    caught(store, make_post, "flood", NOW - DAY, 2)
    found = build(store, config, NOW, MONDAY, quiet)
    assert found.trends == (Trend(topic="flood", threads=2, usual=None),)
    assert "flood\uff1a少于3 个帖子" in text(WeekWords(found, Catalogue("zh"), config)), "small counts are not told"


def test_every_form_says_the_same(town: Config, store: Store) -> None:
    found = replace(build(store, town, NOW, MONDAY, quiet), late=True)
    for language in ("zh", "en"):
        words = WeekWords(found, Catalogue(language), town)
        page = html(words)
        assert "<script" not in page and "src=" not in page
        for section in words.sections:
            for form in (page, markdown(words), text(words), message(words)):
                assert section.title in form
        assert words.note in page and words.note in message(words)


@pytest.mark.skipif(chinese() is None, reason="no font with Chinese characters on this machine")
def test_each_topic_and_each_week_has_its_times_and_its_share_of_use(town: Config, store: Store) -> None:
    found = build(store, town, NOW, MONDAY, quiet)
    told = text(WeekWords(found, Catalogue("zh"), town))
    (fire,) = [line for line in told.splitlines() if "火情：1 条警报" in line]
    assert "有用 100%" in fire and "首帖到警报" in fire and "警报到接手 2 小时" in fire and "到回应 2 小时" in fire
    (other,) = [line for line in told.splitlines() if "条警报" in line and "有用 0%" in line]
    assert "到回应 —" in other


def test_a_mail_carries_the_chart_of_the_topics(town: Config, store: Store) -> None:
    config = town.model_copy(
        update={"channels": [AppriseChannel(name="mail", kind="apprise", url="mailto://a:b@town.cn")]}
    )
    found = build(store, config, NOW, MONDAY, quiet)
    enqueue(store, config, NOW, found)
    (row,) = outbox.page(store)
    assert 'src="cid:topics.png" alt="条形图' in str(row.body["html"])
    assert base64.b64decode(row.body["pictures"]["topics.png"]).startswith(b"\x89PNG")  # type: ignore[index]
    words = WeekWords(found, Catalogue("zh"), config)
    assert words.charted == [("火情", 12.0, 3.0)] and "cid:" not in html(words)
    few = replace(
        found, trends=(Trend(topic="fire", threads=2, usual=1.0), Trend(topic="flood", threads=2, usual=9.0))
    )
    drawn = WeekWords(few, Catalogue("zh"), config).charted
    assert drawn == [("flood", None, 9.0)], "small counts are not told, so not drawn"


@pytest.mark.skipif(chinese() is None, reason="no font with Chinese characters on this machine")
def test_a_group_gets_the_week_as_a_picture_once(town: Config, store: Store, tmp_path: Path, receiver: Any) -> None:
    url = receiver.url("json")
    config = town.model_copy(update={"channels": [AppriseChannel(name="群", kind="apprise", url=url)]})
    found = build(store, config, NOW, MONDAY, quiet)
    ((path, picture),) = write_picture(config, found, tmp_path / "out").items()
    assert path.name == "week-2026-03-02.png" and path.read_bytes() == picture
    for _ in range(2):
        enqueue(store, config, NOW, found, picture=picture)
    kinds = [(row.kind, len(row.body["pictures"])) for row in outbox.page(store)][::-1]  # type: ignore[arg-type]
    assert kinds == [("weekly", 1), ("picture", 1)]
    off = config.model_copy(update={"digest": config.digest.model_copy(update={"picture": False})})
    assert write_picture(off, found, tmp_path / "off") == {}


def weekly(config_path: Path, at: datetime, monkeypatch: pytest.MonkeyPatch, *more: str) -> int:
    monkeypatch.setattr(digest_command, "now", lambda: at)
    return CliRunner().invoke(digest_command.command, ["--weekly", "--config", str(config_path), *more]).exit_code


@pytest.fixture
def config_path(tmp_path: Path, receiver: Any) -> Path:
    path = tmp_path / "config.yaml"
    path.write_text(
        "association: {name: 协会, town: 永康, contact: mailto:help@xiehui.cn}\ndatabase: town.db\n"
        "digest: {folder: out}\npublish_dir: web\n"
        f"channels: [{{name: hook, kind: webhook, url: '{receiver.url()}'}}]\n",
        encoding="utf-8",
    )
    return path


def test_caught_up_once_and_marked_late(
    config_path: Path, receiver: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with open_store(tmp_path / "town.db") as store:
        runs.start(store, "cycle", NOW - 3 * DAY)
    for at in (NOW + 2 * DAY, NOW + 2 * DAY + HOUR, NOW + 3 * DAY):
        assert weekly(config_path, at, monkeypatch, "--send") == 0
    (got,) = receiver.got
    assert got["kind"] == "weekly" and got["weekly"]["day"] == "2026-03-02" and got["weekly"]["late"]
    assert "补做" in got["subject"]
    assert weekly(config_path, NOW + 7 * DAY, monkeypatch, "--send") == 0
    assert len(receiver.got) == 2 and not receiver.got[1]["weekly"]["late"]
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    ends = ("html", "md", "txt") if chinese() is None else ("html", "md", "png", "txt")
    assert names == [f"week-2026-03-0{day}.{end}" for day in (2, 9) for end in ends]
    index = (tmp_path / "web" / "digests" / "index.html").read_text(encoding="utf-8")
    assert index.index("week-2026-03-09.html") < index.index("week-2026-03-02.html")


def test_late_stays_as_it_was_sent(
    config_path: Path, receiver: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with open_store(tmp_path / "town.db") as store:
        runs.start(store, "cycle", NOW - 3 * DAY)
    for at in (NOW - HOUR / 2, NOW + 2 * DAY):  # in time, then once more by hand
        assert weekly(config_path, at, monkeypatch, "--send") == 0
    assert len(receiver.got) == 1
    assert "补做" not in (tmp_path / "out" / "week-2026-03-02.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("step", [-DAY, -HOUR, HOUR, DAY], ids=str)
def test_a_clock_step_loses_and_doubles_no_week(
    step: timedelta, config_path: Path, receiver: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Mondays at 07:30; on the third the clock is wrong, and right again the day after, when it is caught up."""
    start = NOW - HOUR / 2
    with open_store(tmp_path / "town.db") as store:
        runs.start(store, "cycle", start - 3 * DAY)
    for week in range(5):
        at = start + 7 * week * DAY
        if week == 2:
            weekly(config_path, at + step, monkeypatch, "--send")
            at += DAY
        weekly(config_path, at, monkeypatch, "--send")
    told = [message["weekly"]["day"] for message in receiver.got]
    assert told == [f"{MONDAY + 7 * week * DAY}" for week in range(5)]


def test_a_new_installation_sends_no_week_of_before(
    config_path: Path, receiver: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert weekly(config_path, NOW + 2 * DAY, monkeypatch, "--send") == 0
    assert receiver.got == []


def test_a_week_to_come_is_refused(config_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert weekly(config_path, NOW, monkeypatch, "--date", "2026-03-09") != 0


def test_the_page_for_everybody_has_figures_only(town: Config, store: Store, tmp_path: Path) -> None:
    config = town.model_copy(update={"publish_dir": Path("web")})
    found: Weekly = build(store, config, NOW, MONDAY, quiet)
    page = publish_week(store, config, found)[0].read_text(encoding="utf-8")
    assert "牙签弩" not in page and "bbs.town.cn" not in page
    assert json.dumps("火情", ensure_ascii=False).strip('"') in page
