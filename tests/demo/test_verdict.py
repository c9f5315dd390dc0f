"""The demo fails, and says why in plain words, unless exactly the two stories were flagged."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawlers.run import CrawlResult
from demo.records import Thread, Town
from demo.run import Outcome
from demo.settings import Place
from demo.telling import faults
from demo.town.build import build
from demo.verdict import STORIES, Verdict, judge
from model.catalogue import Catalogue
from model.config import Config
from model.records import Alert, Evidence, Level, State

END = datetime(2026, 5, 20, 6, 41, tzinfo=UTC)
GOOD = Verdict(heard=STORIES)
CONFIG = Config.model_validate({"association": {"name": "协会", "town": "晴川", "contact": "mailto:a@example.org"}})


@pytest.fixture(scope="module")
def town() -> Town:
    return build(1, END)


def alert(*urls: str) -> Alert:
    return Alert(
        id=1, story_id="s", title="t", terms=("a",), topic=None, level=Level.NORMAL, state=State.NEW, opened_at=END,
        updated_at=END, closed_at=None, threads=len(urls), voices=3, voices_known=True, sources=("x",),
        expected=0.1, surprise=9.0, why="因为。",
        evidence=tuple(Evidence(source="x", thread_url=url, excerpt="", posts=1, seen_at=END) for url in urls),
    )  # fmt: skip


def address(thread: Thread) -> str:
    return {
        "blog": f"http://127.0.0.1:23456/p/{thread.key}",
        "news": f"http://127.0.0.1:23456/news/2026/0520/{thread.key}.html",
        "radio": f"http://127.0.0.1:23456/xinwen/2026-05-20/{thread.key}.html",
        "notices": f"http://127.0.0.1:23456/notice/{thread.key}.html",
        "kitchen": f"http://127.0.0.1:23456/archives/{thread.key}",
    }.get(thread.board, f"http://127.0.0.1:23456/forum.php?mod=viewthread&tid={thread.key}")


@pytest.mark.parametrize("planted", [*STORIES, "museum", "ads", ""])
def test_an_alert_is_known_by_the_threads_it_rests_on(town: Town, planted: str) -> None:
    urls = [address(thread) for thread in town.threads if thread.planted == planted][:6]
    assert judge(town, [alert(*urls)]).heard == (planted,)


def said(plain: Verdict, watched: Verdict = GOOD, **other: object) -> list[str]:
    values: dict[str, object] = {
        "town": Town(seed=1, end=END, threads=()),
        "place": Place(Path("home"), CONFIG, CONFIG),
        "crawled": CrawlResult(ok=True, counts={}),
        "problems": (),
        "trespasses": (),
        "alerts": (),
        "drafts": (),
        "digest": (),
        "seconds": {},
    }
    outcome = Outcome(**{**values, "plain": plain, "watched": watched, **other})  # type: ignore[arg-type]
    found = list(faults(outcome, Catalogue("zh")))
    assert outcome.ok == (not found)
    return found


def test_exactly_the_two_is_good() -> None:
    assert said(GOOD) == []
    assert said(Verdict(heard=tuple(reversed(STORIES)))) == []


def test_a_missed_story_is_named() -> None:
    assert said(Verdict(heard=("blue_whale",))) == [
        "演示没有成功：没有关注话题时，应当正好报出两件事，却没有报：校门口的牙签弩。"
    ]


def test_the_second_pass_counts_as_much_as_the_first() -> None:
    assert said(GOOD, Verdict(heard=())) == [
        "演示没有成功：有关注话题时，应当正好报出两件事，却没有报：蓝鲸游戏的传言, 校门口的牙签弩。"
    ]


def test_a_story_told_twice_and_a_false_alarm_are_named() -> None:
    first, second = said(Verdict(heard=(*STORIES, "crossbow", "ads")))
    assert "不止一次：校门口的牙签弩" in first
    assert second.endswith("不该报的报了：ads。")


def test_an_unread_source_and_a_trespass_are_faults() -> None:
    (unread,) = said(GOOD, crawled=CrawlResult(ok=False, counts={}), problems=("网站没有回答",))
    assert "网站没有回答" in unread
    (trespass,) = said(GOOD, trespasses=("/news/draft/1.html",))
    assert "/news/draft/1.html" in trespass
