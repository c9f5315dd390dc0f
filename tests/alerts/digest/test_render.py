"""What a volunteer reads: three lines when quiet, everything when not, and never markup from a post."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.digest.render import render_html, render_markdown, render_text
from alerts.triage.lifecycle import faded, opened
from model.catalogue import Catalogue
from model.config import Config
from model.records import Alert, Digest, Evidence, Level, SourceCoverage, Story
from tests.alerts.hostile import HOSTILE

ZH = Catalogue("zh")
MakeConfig = Callable[..., Config]
MakeStory = Callable[..., Story]


class Page(HTMLParser):
    """Tags with their attributes, and the text between them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text.append(data)


@pytest.fixture(scope="session")
def config(make_config: MakeConfig) -> Config:
    topics = {"drowning": {"title": "溺水", "words": ["溺水"], "level": "life", "contact": "市教育局安全科"}}
    return make_config(Path("/nowhere"), topics=topics)


@pytest.fixture(scope="session")
def made(make_story: MakeStory, now: datetime) -> Callable[..., Alert]:
    def alert(number: int = 1, level: Level = Level.NORMAL, threads: int = 1, **more: object) -> Alert:
        evidence = [
            Evidence(
                source="论坛", thread_url=f"https://bbs.town.cn/thread-{n}-1-1.html", excerpt=f"第{n}个帖子的开头",
                posts=2, seen_at=now - timedelta(hours=2),
            )
            for n in range(threads)
        ]  # fmt: skip
        return replace(opened(make_story(threads=threads, **more), level, evidence, now), id=number)

    return alert


@pytest.fixture(scope="session")
def digest(now: datetime) -> Digest:
    coverage = (
        SourceCoverage(source="论坛", status="ok", posts=12, last_success=now, newest_post=now, message=""),
        SourceCoverage(
            source="晚报", status="failed", posts=0, last_success=None, newest_post=None, message="网站回答 500"
        ),
        SourceCoverage(
            source="公告",
            status="silent",
            posts=0,
            last_success=now,
            newest_post=None,
            message="已 90 小时没有新内容",
        ),
    )
    return Digest(
        day=now.date(), since=now - timedelta(days=1), until=now, open=(), closed=(), coverage=coverage,
        hidden_personal=0, learning_day=None, posts=120, threads=40, hourly={},
    )  # fmt: skip


def test_nothing_new_is_three_lines(digest: Digest, config: Config) -> None:
    assert render_text(digest, ZH, config).splitlines() == [
        "永康日报 · 2026年3月2日 星期一：没有新的话题。",
        "来源：1 个正常，1 个失败（晚报：网站回答 500），1 个安静（公告：已 90 小时没有新内容）。",
        "3月1日 16:00 至 3月2日 16:00，读到 40 个帖子里的 120 条发言。",
    ]


def test_nothing_new_is_three_lines_whatever_else_is_to_say(digest: Digest, config: Config) -> None:
    full = replace(digest, hidden_personal=2, learning_day=5, notes=("分析停了。",))
    for render in (render_text, render_markdown):
        assert len(render(full, ZH, config).splitlines()) == 3
    last = render_text(full, ZH, config).splitlines()[2]
    assert "学习中，第 5/21 天" in last and "涉及个人，未展示：2 个话题" in last and "分析停了。" in last
    page = render_html(full, ZH, config)
    assert page.count("<p ") == 3 + 2, "three lines and the footer"


def test_an_alert_shows_its_ground(digest: Digest, config: Config, made: Callable[..., Alert]) -> None:
    alert = made(level=Level.LIFE, voices=1, topic="drowning", threads=7, expected=0.01)
    told = replace(digest, open=(alert,), hourly={1: (*(0,) * 22, 1, 3)})
    page = Page(render_html(told, ZH, config))
    words = "\n".join(page.text)
    for expected in (
        "单一来源，未核实",
        "生命安全",
        "新",
        alert.title,
        alert.why,
        "可以问：市教育局安全科",
        "另有 2 个帖子",
    ):
        assert expected in words
    figures = [text.strip() for text in page.text if text.strip()]
    at = figures.index("帖子")
    assert figures[at - 1 : at + 7] == ["7", "帖子", "0", "平时约", "1", "发言人数", "2", "来源"]
    jump, *links = [attrs["href"] for tag, attrs in page.tags if tag == "a"]
    assert jump == "#story-1" and ("h2", "story-1") in [(tag, attrs.get("id")) for tag, attrs in page.tags]
    assert links == [f"https://bbs.town.cn/thread-{n}-1-1.html" for n in range(5)]
    for text in (render_text(told, ZH, config), render_markdown(told, ZH, config)):
        assert "单一来源，未核实 · 生命安全 · 新" in text and links[4] is not None and links[4] in text


def test_the_chart_can_be_heard(digest: Digest, config: Config, made: Callable[..., Alert]) -> None:
    told = replace(digest, open=(made(),), hourly={1: (*(0,) * 21, 1, 0, 4)})
    page = Page(render_html(told, ZH, config))
    (label,) = [attrs["aria-label"] for _, attrs in page.tags if attrs.get("role") == "img"]
    assert label == "每小时有人说起的帖子数，共 24 小时；最多 4 个，在 3月2日 16:00。"
    heights = [
        int(found[1]) for _, attrs in page.tags if attrs.get("class") == "bar"
        if (found := re.match(r"height:(\d+)px", attrs["style"] or ""))
    ]  # fmt: skip
    assert heights == [11, 44]


def test_what_faded_is_said_once_as_faded(
    digest: Digest, config: Config, made: Callable[..., Alert], now: datetime
) -> None:
    told = replace(digest, closed=(faded(made(), now),))
    assert "1 个已结束。" in render_text(told, ZH, config)
    assert "牙签弩能射穿易拉罐（未处理已消退）" in render_text(told, ZH, config)
    assert "未处理已消退" in render_html(told, ZH, config)


def test_new_and_continuing_are_told_apart(
    digest: Digest, config: Config, made: Callable[..., Alert], now: datetime
) -> None:
    old = replace(made(2), opened_at=now - timedelta(days=2))
    assert render_text(replace(digest, open=(made(), old)), ZH, config).splitlines()[2] == (
        "2 个话题待核实，其中 1 个是新的。"
    )
    assert "1 个新话题待核实。" in render_text(replace(digest, open=(made(),)), ZH, config)
    text = render_text(replace(digest, open=(old,)), ZH, config)
    assert "1 个话题仍待核实，没有新的。" in text and "未核实 · 持续关注" in text


def test_english(digest: Digest, config: Config, made: Callable[..., Alert]) -> None:
    told = replace(digest, open=(made(),), hidden_personal=1)
    for render in (render_html, render_markdown, render_text):
        text = render(told, Catalogue("en"), config)
        assert "Monday, 2 March 2026" in text and "unverified" in text and "About a person, not shown: 1." in text


@pytest.mark.parametrize("text", [*HOSTILE.values(), "".join(HOSTILE.values())], ids=[*HOSTILE, "all of it"])
def test_hostile_text_is_only_text(
    text: str, digest: Digest, config: Config, made: Callable[..., Alert], now: datetime
) -> None:
    seen = Evidence(source=text, thread_url='https://a.cn/"><b>(x)', excerpt=text, posts=1, seen_at=now)
    alert = replace(made(), title=text, why=text, evidence=(seen,))
    bad = SourceCoverage(source=text, status="failed", posts=0, last_success=None, newest_post=None, message=text)
    told = replace(digest, open=(alert,), closed=(alert,), coverage=(bad,), notes=(text,))
    page = Page(render_html(told, ZH, config))
    assert not {"script", "img", "b", "at", "font", "@all", "@everyone"} & {tag for tag, _ in page.tags}
    assert text in page.text
    links = {attrs["href"] for tag, attrs in page.tags if tag == "a"}
    assert links <= {"#story-1", 'https://a.cn/"><b>(x)'}, "nothing from a post is a link"
    assert not [attrs for _, attrs in page.tags if "onerror" in attrs]
    markdown = render_markdown(told, ZH, config)
    assert not re.search(r"(?<!\\)<(?!https://a\.cn/%22%3E%3Cb%3E\(x\)>)", markdown)
    assert not re.search(r"(?<!\\)\[(点我|官方通知|x\])", markdown)
    assert not re.search(r"(?<![\\*])\*\*(粗|重要)", markdown) and not re.search(r"(?<!\\)!(?=\\?\[\])", markdown)


def test_the_page_loads_nothing_and_fits_a_phone(
    digest: Digest, config: Config, made: Callable[..., Alert]
) -> None:
    told = replace(digest, open=(made(threads=3),), hourly={1: (1,) * 24})
    html = render_html(told, ZH, config)
    page = Page(html)
    assert not {"script", "link", "img", "iframe", "object", "form", "video"} & {tag for tag, _ in page.tags}
    assert not [attrs for _, attrs in page.tags if {"src", "background", "srcset"} & set(attrs)]
    assert not re.search(r"url\(|@import|@font-face", html)
    assert 'name="viewport" content="width=device-width, initial-scale=1"' in html
    assert "prefers-color-scheme: dark" in html
    assert 'lang="zh-Hans"' in html
    taps = [attrs["style"] or "" for tag, attrs in page.tags if tag == "a"]
    assert taps and all("display:block" in style and "padding:11px " in style for style in taps)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60))
def test_any_title_stays_one_line_of_text(
    digest: Digest, config: Config, made: Callable[..., Alert], title: str
) -> None:
    alert = made(title=title)
    told = replace(digest, open=(alert,))
    plain = Page(render_html(replace(digest, open=(made(title="x"),)), ZH, config))
    page = Page(render_html(told, ZH, config))
    assert [tag for tag, _ in page.tags] == [tag for tag, _ in plain.tags]
    for render in (render_text, render_markdown):
        other = render(replace(digest, open=(made(title="x"),)), ZH, config)
        assert len(render(told, ZH, config).splitlines()) == len(other.splitlines())
