"""Small wounds of a feed cost a character or the surplus, never the feed."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from crawlers.kinds.base import Fetch, Outcome, Page, Visit
from crawlers.kinds.feed import LIMIT, Feed
from model.config import FeedSource

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 24, 10, 30, tzinfo=ZONE)
URL = "https://a.example/feed"
SOURCE = FeedSource(kind="feed", name="城事", url=URL)


def read(text: str) -> Outcome:
    page = Page(url=URL, status=200, content_type="", charset="utf-8", body=text.encode(), fetched_at=NOW)
    visit = Visit(markers={}, oldest=NOW - timedelta(days=30), zone=ZONE)
    outcome = Feed().parse(SOURCE, Fetch(url=URL, role="list"), page, visit)
    assert isinstance(outcome, Outcome)
    return outcome


def item(number: int, title: str) -> str:
    date = "Tue, 24 Nov 2026 09:00:00 +0800"
    return f"<item><guid>g{number}</guid><title>{title}</title><pubDate>{date}</pubDate></item>"


def feed(items: str) -> str:
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>城事</title>{items}</channel></rss>"


def test_half_an_emoji_costs_itself_only() -> None:
    outcome = read(
        feed(item(1, "路灯坏了&#55357;") + item(2, "修好了&#55357;&#56834;") + item(3, "谢谢&#x110000;"))
    )
    assert [r.post.title for r in outcome.reads] == ["路灯坏了", "修好了😂", "谢谢"]


def test_a_long_feed_is_not_a_broken_one() -> None:
    outcome = read(feed("".join(item(n, f"第{n}条") for n in range(6 * LIMIT))))
    assert len(outcome.reads) == LIMIT
    assert {refusal.kind for refusal in outcome.refusals} == {"too-many"}


def test_a_link_to_one_reply_leads_to_its_thread() -> None:
    link = "https://a.example/forum.php?mod=redirect&amp;goto=findpost&amp;ptid=5&amp;pid=77"
    outcome = read(feed(f"<item><title>回复:路灯</title><link>{link}</link></item>"))
    assert outcome.reads[0].post.thread_url == "https://a.example/forum.php?mod=viewthread&tid=5"


def test_no_address_points_to_a_person() -> None:
    link = "https://a.example/show?id=9&amp;user=laoli&amp;fromuid=77&amp;authorid=5"
    post = read(feed(f"<item><guid>{link}</guid><title>路灯</title><link>{link}</link></item>")).reads[0].post
    assert (post.url, post.thread_url) == ("https://a.example/show?id=9", "https://a.example/show?id=9")
    assert "laoli" not in f"{post.key}{post.thread}"
