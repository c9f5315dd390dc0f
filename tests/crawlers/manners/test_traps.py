"""Traps, and the ordinary addresses that look like them: a false alarm would leave a source unread."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from crawlers.manners.traps import calendar_day, trap_in
from crawlers.reading.links import canonical, whole_thread

NOW = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
ORDINARY = """\
/2026-11/26/content_123.htm
/html/2026-11/26/node_2.htm
/2026/11/26/ARTI123.shtml
/2011/11/11/11.html
/art/2026/11/26/art_1229_59104.html
/n1/2026/1126/c1001-40000001.html
/system/2026/11/26/030123456.shtml
/20261126/20351201.html
/article/20351201.html
/news/news/1.html
/news/local/news/local/1.html
/1/1/1/1/1.html
/archives/2031
/archives/2031/2
/event/20311
/category/2031/12/
/xxgk/guihua/2035/1.html
/guihua/2035-2050/1.html
/zwgk/2035/gh/
/archives/2008/05/12/5.html
/events/2026/12/
/events/2027-06-01/
/events/2026-11/26-notice.html
/calendar/2026-11
/list?date=2026-11-26
/list?date=20261126
/list?year=2026&month=11
/list?updated=1700000000
/forum.php?mod=viewthread&tid=5&extra=page%3D1
/forum.php?mod=forumdisplay&fid=2&filter=lastpost&orderby=lastpost&page=7
/thread-2031-12-1.html
/s?f[]=a&f[]=b&f[]=c
/login?back=http%3A%2F%2Fa.cn%2Fx
/col/col1229/index.html?uid=59&pageNum=2
/%E6%96%B0%E9%97%BB/2026/11/
""".splitlines()


@pytest.mark.parametrize("path", ORDINARY)
def test_no_trap(path: str) -> None:
    assert trap_in(f"https://a.cn{path}", NOW) is None


@pytest.mark.parametrize(("path", "kind"), [
    ("/x/x/x/", "trap-path"),
    ("/news/local/news/local/news/local/", "trap-path"),
    ("/a/b/c/d/a/b/c/d/a/b/c/d/1.html", "trap-path"),
    ("/a/1/a/1/a/1/", "trap-path"),
    ("/" + "/".join(f"p{n}" for n in range(30)), "trap-path"),
    ("/%78/x/%78/", "trap-path"),
    ("/list?page=2&page=3&page=4&page=5", "trap-query"),
    ("/list?f[]=a&f[]=b&f[]=c&f[]=d", "trap-query"),
    ("/list?a=1&b=2&a=1&b=2&a=1", "trap-query"),
    ("/list?" + "&".join(f"k{n}=1" for n in range(30)), "trap-query"),
    ("/go?u=http%3A%2F%2Fa.cn%2Fgo%3Fu%3Dhttp%253A%252F%252Fa.cn%252Fgo%253Fu%253Dhttp%25253A%25252F%25252Fa.cn",
     "trap-query"),
    ("/calendar/2031/05", "trap-calendar"),
    ("/calendar/2031-05-06", "trap-calendar"),
    ("/events/month/2030-01", "trap-calendar"),
    ("/events/1970-01-01/", "trap-calendar"),
    ("/calendar?year=2031&month=5", "trap-calendar"),
    ("/calendar?month=2031-05", "trap-calendar"),
    ("/huodong?ym=203105", "trap-calendar"),
    ("/events/?tribe-bar-date=1893-01-01", "trap-calendar"),
    ("/2031-05-06/", "trap-calendar"),
    ("/2031/05/06/", "trap-calendar"),
])  # fmt: skip
def test_a_trap(path: str, kind: str) -> None:
    assert trap_in(f"https://a.cn{path}", NOW) == kind


@pytest.mark.parametrize(("path", "day"), [
    ("/calendar/2026-11", date(2026, 11, 1)), ("/list?date=20261126", date(2026, 11, 26)),
    ("/list?year=2025&month=3", date(2025, 3, 1)), ("/2026-11/26/content_1.htm", None), ("/calendar/2026-13", None),
])  # fmt: skip
def test_which_day_a_calendar_shows(path: str, day: date | None) -> None:
    assert calendar_day(f"https://a.cn{path}") == day


@pytest.mark.parametrize(("one", "other"), [
    ("/t/5?PHPSESSID=9f0c1", "/t/5"),
    ("/t/5;jsessionid=A1B2C3D4?a=1", "/t/5?a=1"),
    ("/(S(lit3py55t21z5v55vlm25s55))/t/5.aspx", "/t/5.aspx"),
    ("/t/5?sid=0123456789abcdef0123", "/t/5"),
    ("/t/5?osCsid=f00&zenid=ba5", "/t/5"),
    ("/t/5?CFID=77&CFTOKEN=88", "/t/5"),
    ("/t/5?_=1764150000123", "/t/5"),
    ("/t/5?_t=1764150000", "/t/5"),
    ("/t/5?r=0.8344217", "/t/5"),
    ("/t/5?rand=48213", "/t/5"),
])  # fmt: skip
def test_one_page_under_two_addresses_is_one(one: str, other: str) -> None:
    assert whole_thread(canonical(f"https://a.cn{one}")) == f"https://a.cn{other}"


@pytest.mark.parametrize("path", [
    "/t?sid=12", "/t?sid=sports", "/t?s=keyword", "/t?t=5", "/t?r=3", "/t?_=5", "/t?session=morning", "/t?ts=2026",
    "/(S)/5.html", "/t?timestamp=20261126", "/t?sids=0123456789abcdef0123",
])  # fmt: skip
def test_what_only_looks_like_a_session_stays(path: str) -> None:
    assert canonical(f"https://a.cn{path}") == f"https://a.cn{path}"
