"""Mazes of addresses over real HTTP: they are left alone, said in a plain sentence, and cost the rest nothing."""

from __future__ import annotations

from datetime import datetime
from itertools import count
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from crawlers.kinds import KINDS
from crawlers.kinds.base import Fetch, Outcome, Page, Visit
from crawlers.run import crawl
from model.config import ForumSource

if TYPE_CHECKING:
    from conftest import Site, Town

TEXT = "今天上午城西菜市场门口修路,来往的人请绕行,预计要修三天左右,请大家互相转告一下,注意安全。"


def test_addresses_without_end_are_not_followed(site: Site, town: Town) -> None:
    mazes = ["/a/b/a/b/a/b/", "/calendar/2031-05", "/list?f=1&f=2&f=3&f=4"]
    site.put("/feed", "头", follow=[*mazes, "/2026-11/26/content_1.htm"])
    site.put("/2026-11/26/content_1.htm", "文")
    assert town.visit().ok
    assert site.paths() == ["/feed", "/2026-11/26/content_1.htm"] and town.column("key") == ["头", "文"]
    assert town.kinds() == ["trap-calendar", "trap-path", "trap-query"]
    assert any("日历" in issue.message and "/calendar/2031-05" in issue.message for issue in town.issues())


def test_one_text_under_many_addresses_is_read_no_further(site: Site, town: Town) -> None:
    site.put("/feed", "头", follow=[*(f"/t?n={n}" for n in range(12)), "/other/1"])
    for number in range(12):
        site.put(f"/t?n={number}", TEXT)
    site.put("/other/1", "别的")
    town.visit()
    assert site.paths() == ["/feed", *(f"/t?n={n}" for n in range(5)), "/other/1"]
    assert town.kinds() == ["trap-same"] and town.column("key") == [TEXT, "别的", "头"]


def test_a_notice_in_three_columns_is_no_trap(site: Site, town: Town) -> None:
    paths = [f"/t?n={n}" for n in range(8)]
    site.put("/feed", "头", follow=paths)
    for number, path in enumerate(paths):
        site.put(path, TEXT if number < 3 else f"{TEXT}{number}")
    town.visit()
    assert site.paths() == ["/feed", *paths] and town.kinds() == []


def test_what_lies_too_deep_is_read_at_the_next_visit(site: Site, town: Town) -> None:
    town.source["max_depth"] = 3
    site.put("/feed", "头", follow=["/t/1"], etag='"1"')
    for number in range(1, 7):
        more = {"next": f"/t/{number + 1}"} if number < 6 else {}
        site.put(f"/t/{number}", f"帖{number}", **more)
    town.visit()
    assert town.column("key") == ["头", "帖1", "帖2", "帖3"] and town.kinds() == ["too-deep"]
    assert town.validators() == {}, "a list that was not read to its end must be sent again"
    town.visit(after="10m")
    town.visit(after="10m")
    assert len(town.column("key")) == 7 and town.validators()


class Paper:
    """A calendar that can be turned back for ever; every month shows an article of its own."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def month(self, number: int) -> str:
        year, month = divmod(2026 * 12 + 10 - number, 12)
        return f"/calendar/{year}-{month + 1:02}"

    def open(self, months: int) -> None:
        for number in range(months):
            listed = f'<li><a class="a" href="/{number}/news.html">第 {number} 条消息在这里</a></li>'
            turn = f'<a class="next" href="{self.month(number + 1)}">上月</a>'
            self._site.raw(self.month(number), f"<html><body><ul>{listed}</ul>{turn}</body></html>".encode())
            article = f"<html><body><h1>第 {number} 条消息</h1><div class='b'>{TEXT}{number}</div></body></html>"
            self._site.raw(f"/{number}/news.html", article.encode())


def test_a_calendar_is_not_turned_back_beyond_the_back_fill(site: Site, town: Town) -> None:
    Paper(site).open(40)
    town.sources = {"日历": f"{site.url}{Paper(site).month(0)}"}
    town.source |= {"kind": "page", "links": "a.a", "next_page": "a.next", "body": ".b", "max_pages": 100}
    for _ in range(3):
        crawl(town.config(), town.now, only=["日历"])
    months = [path for path in site.asked if path.startswith("/calendar/")]
    assert set(months) == {"/calendar/2026-11", "/calendar/2026-10"}, "the back-fill begins in October"
    assert town.kinds() == ["no-date"], "and that it ends there is no trouble"


@pytest.mark.parametrize(("href", "address"), [
    ("/t/5?PHPSESSID={n:032x}", "/t/5"), ("/t/5;jsessionid={n:016X}", "/t/5"), ("/t/5?_=17641500{n:05}", "/t/5"),
])  # fmt: skip
def test_a_session_in_every_address_makes_no_new_thread(href: str, address: str) -> None:
    source = ForumSource(
        name="坛", kind="forum", url="https://a.cn/", threads="a.t", post=".p", body=".b", id="a::attr(id)"
    )
    numbers = count(1)
    found = set()
    for _ in range(3):
        link = href.format(n=next(numbers))
        body = (
            f"<html><body><li><a class='t' href='{link}'>修路的事</a> 2026-11-20 10:00</li></body></html>".encode()
        )
        moment = datetime(2026, 11, 20, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
        page = Page(url="https://a.cn/", status=200, content_type="text/html", charset="utf-8", body=body,
                    fetched_at=moment)  # fmt: skip
        visit = Visit(
            markers={}, oldest=datetime(2026, 10, 1, tzinfo=ZoneInfo("UTC")), zone=ZoneInfo("Asia/Shanghai")
        )
        outcome = KINDS["forum"].parse(source, Fetch(url="https://a.cn/", role="list"), page, visit)
        assert isinstance(outcome, Outcome)
        found |= {(item.url, item.thread, item.marker) for item in outcome.follow}
    [(url, thread, _)] = found
    assert url == thread == f"https://a.cn{address}"
