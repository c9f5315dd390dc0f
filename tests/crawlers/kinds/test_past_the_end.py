"""Sites that go on offering a next page for ever: what shows the page before it again is the end."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from crawlers.kinds.base import Fetch, Outcome, Page, Refusal, Visit
from crawlers.kinds.forum import Forum
from crawlers.kinds.page import Articles
from model.config import ForumSource, PageSource

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
BOARD = "http://forum.example/board"
SOURCE = ForumSource(
    name="论坛", kind="forum", url=BOARD, threads="a.topic", next_page="a.next", thread_next_page="a.next",
    post="div.c", body="div.t", time="i", id="::attr(data-pk)",
)  # fmt: skip
PAPER = PageSource(name="晚报", kind="page", url=BOARD, links="a.topic", next_page="a.next")
NEXT = "<a class='next' href='?page={}'>下一页</a>"
TOPICS = "".join(f"<p><a class='topic' href='/t/{n}'>第 {n} 号路口的灯几点开</a> 1 回复</p>" for n in range(3))
POSTS = "".join(
    f"<div class='c' data-pk='{n}'><div class='t'>第 {n} 楼说</div><i>2026-11-24 09:00</i></div>" for n in "12"
)
VISIT = Visit(markers={}, oldest=NOW - timedelta(days=30), zone=ZoneInfo("Asia/Shanghai"))


def parse(fetch: Fetch, body: str, source: ForumSource | PageSource = SOURCE) -> Outcome | Refusal:
    page = Page(
        url=fetch.url, status=200, content_type="text/html", charset="utf-8", fetched_at=NOW,
        body=f"<html><head><title>论坛</title></head><body>{body}</body></html>".encode(),
    )  # fmt: skip
    kind = Forum() if isinstance(source, ForumSource) else Articles()
    return kind.parse(source, fetch, page, VISIT)


def follow(outcome: Outcome | Refusal, role: str) -> list[Fetch]:
    assert isinstance(outcome, Outcome)
    return [fetch for fetch in outcome.follow if fetch.role == role]


def notes(outcome: Outcome | Refusal) -> list[str]:
    assert isinstance(outcome, Outcome)
    return [one.kind for one in outcome.refusals]


def test_a_list_page_that_comes_again_is_the_end_of_the_back_fill() -> None:
    for source in (SOURCE, PAPER):
        first = parse(Fetch(url=BOARD, role="list"), TOPICS + NEXT.format(2), source)
        second = parse(follow(first, "list")[0], TOPICS + NEXT.format(3), source)
        assert follow(second, "list") == [] and notes(second) == ["past-the-end"]
        assert isinstance(second, Outcome) and dict(second.markers)["#list"].startswith("0 0")


def test_a_list_page_with_other_items_is_read() -> None:
    first = parse(Fetch(url=BOARD, role="list"), TOPICS + NEXT.format(2))
    second = parse(follow(first, "list")[0], TOPICS.replace("/t/2", "/t/9") + NEXT.format(3))
    assert len(follow(second, "list")) == 1 and notes(second) == []


def test_an_empty_later_page_is_no_changed_layout_but_does_not_end_the_back_fill() -> None:
    first = parse(Fetch(url=BOARD, role="list"), TOPICS + NEXT.format(2))
    later = parse(follow(first, "list")[0], "<p>暂无内容</p>" + NEXT.format(3))
    assert notes(later) == ["past-the-end"] and follow(later, "list") == []
    assert isinstance(later, Outcome) and later.markers == {}
    again = parse(Fetch(url=BOARD, role="list"), "<p>暂无内容</p>")
    assert isinstance(again, Refusal) and again.kind == "page-changed"


def test_a_wall_on_a_later_page_stays_a_wall() -> None:
    first = parse(Fetch(url=BOARD, role="list"), TOPICS + NEXT.format(2))
    wall = parse(follow(first, "list")[0], "<p>您的访问过于频繁</p>")
    assert isinstance(wall, Refusal) and wall.blocked


def test_the_last_page_of_a_thread_that_comes_again_completes_it_once() -> None:
    item = Fetch(url="http://forum.example/t/1", role="item", thread="http://forum.example/t/1", marker="m")
    first = parse(item, POSTS + NEXT.format(2))
    then = follow(first, "item")[0]
    assert (then.page, markers(first)) == (2, {})
    second = parse(then, POSTS + NEXT.format(3))
    assert follow(second, "item") == [] and markers(second) == {item.thread: "m"}
    assert isinstance(second, Outcome) and second.reads == ()


def markers(outcome: Outcome | Refusal) -> Mapping[str, str]:
    assert isinstance(outcome, Outcome)
    return outcome.markers
