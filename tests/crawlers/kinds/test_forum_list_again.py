"""A forum's list seen again: what changes by itself is no news, a reply is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from crawlers.kinds.base import Outcome, Page, Visit
from crawlers.kinds.forum import Forum
from model.config import ForumSource

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
SOURCE = ForumSource(
    name="论坛", kind="forum", url="http://forum.example/", threads="a.topic__link", post="div.c", body="div.t",
    id="::attr(data-pk)",
)  # fmt: skip
# The row of django-spirit's list of topics, as its Chinese translation writes it.
ROW = """<html><head><title>街坊闲谈</title></head><body><div class="layout__topics">
<div class="layout__topics__topic"><div class="topic__title">
<a class="topic__link" href="/topic/7/han-dong/">涵洞积水多深能过车</a></div>
<div class="topic__category"><a href="/category/3/xian-tan/">街坊闲谈</a></div>
<div class="topic__comments"><i class="fa fa-comment"></i> {replies}</div>
<div class="topic__date" title="2026年11月24日 {last}"><i class="fa fa-clock-o"></i> {ago}</div></div>
<div class="layout__topics__topic"><div class="topic__title">
<a class="topic__link" href="/topic/3/dou-hua/">哪家豆花好吃</a></div>
<div class="topic__comments"><i class="fa fa-comment"></i> 9</div>
<div class="topic__date" title="2026年11月20日 19:44"><i class="fa fa-clock-o"></i> 20 十一月</div></div>
</div></body></html>"""


def _read(markers: Mapping[str, str], minutes: int, ago: str, replies: int = 2, last: str = "10:58") -> Outcome:
    later = NOW + timedelta(minutes=minutes)
    page = Page(
        url=SOURCE.url, status=200, content_type="text/html", charset="utf-8", fetched_at=later,
        body=ROW.format(ago=ago, replies=replies, last=last).encode(),
    )  # fmt: skip
    visit = Visit(markers=markers, oldest=NOW - timedelta(days=30), zone=ZoneInfo("Asia/Shanghai"))
    outcome = Forum().parse(SOURCE, Forum().start(SOURCE), page, visit)
    assert isinstance(outcome, Outcome)
    return outcome


@pytest.fixture
def remembered() -> dict[str, str]:
    first = _read({}, 0, "现在")
    assert len(first.follow) == 2
    return {fetch.thread: fetch.marker for fetch in first.follow}


@pytest.mark.parametrize("ago", ["现在", "59秒", "2分", "17分", "1时", "23时", "3 小时"])
def test_time_that_passes_is_no_news(remembered: dict[str, str], ago: str) -> None:
    assert _read(remembered, 17, ago).follow == ()


def test_a_reply_is_news(remembered: dict[str, str]) -> None:
    assert [f.url for f in _read(remembered, 17, "现在", replies=3).follow] == [
        "http://forum.example/topic/7/han-dong/"
    ]
    assert len(_read(remembered, 17, "现在", last="11:17").follow) == 1
