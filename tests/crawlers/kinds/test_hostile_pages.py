"""Whatever a site sends, a kind answers with an outcome or a refusal; it never raises."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from crawlers.kinds import KINDS
from crawlers.kinds.base import Fetch, Outcome, Page, Refusal, Visit
from crawlers.kinds.gathering import LONGEST_BODY, LONGEST_TITLE
from model.config import Source
from model.records import Precision

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 24, 10, 30, tzinfo=ZONE)
URL = "https://a.example/forum-2-1.html"
SOURCE: TypeAdapter[Source] = TypeAdapter(Source)
SELECTORS = {"threads": "a", "post": "div", "body": "p", "time": "span", "id": "::attr(id)", "next_page": "a.nxt"}
SOURCES = {
    kind: SOURCE.validate_python({"kind": kind, "name": kind, "url": URL, **(SELECTORS if kind == "forum" else {})})
    for kind in KINDS
}
PIECES = [
    "<", ">", "</", "div", " id='post_1'", " id='postmessage_1'", "<div id='postlist'>", "<td class='t_f'>",
    "<a href='", "'", "<a href='javascript:x'>", "<a href='/t/1#comment-2'>老街的灯坏了好几天了</a>",
    "<tbody id='normalthread_1'>", "<p>", "天黑了", "<span title='2026-13-45'>", "<time datetime='x'>",
    "&#xD83D;", "&#0;", "&nbsp;", "<![CDATA[", "]]>", "<!--", "-->", "<item>", "</item>",
    "<rss version='2.0'><channel>", "<guid>", "<link>", "<title>", "<description>", "{", "}", "[", "]",
    '"items":', '"id":1,', "<base href='http://[::1'>", "<script type='application/ld+json'>", "<feed>",
    "<entry>", "\x00", "\ud83d", "<meta charset='", "gbk'>", "2026-11-24 08:00", "刚刚", "<html>", "<h1>",
    "<?xml version='1.0' encoding='utf-16'?>",
]  # fmt: skip


def read(kind: str, role: str, body: bytes, charset: str = "") -> Outcome | Refusal:
    page = Page(url=URL, status=200, content_type="", charset=charset, body=body, fetched_at=NOW)
    visit = Visit(markers={"#list": "x"}, oldest=NOW - timedelta(days=30), zone=ZONE)
    fetch = Fetch(url=URL, role=role, thread="9" if role == "item" else "", marker="m" if role == "item" else "")
    return KINDS[kind].parse(SOURCES[kind], fetch, page, visit)


def check(outcome: Outcome | Refusal) -> None:
    if isinstance(outcome, Refusal):
        assert outcome.kind and outcome.message
        return
    for one in outcome.reads:
        post = one.post
        assert post.key and post.thread and (post.title or post.body)
        assert len(post.body) <= LONGEST_BODY and len(post.title) <= LONGEST_TITLE
        assert (post.published_at is None) == (post.precision is Precision.NONE)
        assert post.url.startswith(("http://", "https://")) and "#" not in post.thread_url
        f"{post.key}{post.thread}{post.title}{post.body}{post.url}".encode()
    for fetch in outcome.follow:
        assert fetch.url.startswith("https://a.example/") and "#" not in fetch.url


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(sorted(KINDS)), st.sampled_from(["list", "item"]),
    st.lists(st.sampled_from(PIECES), max_size=40), st.sampled_from(["", "utf-8", "gbk", "zlib"]),
)  # fmt: skip
def test_a_page_of_debris(kind: str, role: str, pieces: list[str], charset: str) -> None:
    check(read(kind, role, "".join(pieces).encode("utf-8", "surrogatepass"), charset))


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(sorted(KINDS)), st.sampled_from(["list", "item"]), st.binary(max_size=300))
def test_a_page_of_noise(kind: str, role: str, body: bytes) -> None:
    check(read(kind, role, body))


def test_a_feed_that_is_too_long_is_cut_and_noted() -> None:
    items = "".join(f"<item><guid>g{n}</guid><title>第{n}条</title></item>" for n in range(250))
    outcome = read("feed", "list", f"<rss version='2.0'><channel>{items}</channel></rss>".encode())
    assert isinstance(outcome, Outcome)
    assert len(outcome.reads) == 200
    assert "too-many" in {refusal.kind for refusal in outcome.refusals}


def test_a_text_that_is_too_long_is_cut_and_noted() -> None:
    feed = {"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "content_text": "长" * 30_000}]}
    outcome = read("feed", "list", json.dumps(feed).encode())
    assert isinstance(outcome, Outcome)
    assert len(outcome.reads[0].post.body) == LONGEST_BODY
    assert "too-long" in {refusal.kind for refusal in outcome.refusals}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_refusals_speak_the_language_of_the_visit(language: str) -> None:
    page = Page(url=URL, status=200, content_type="", charset="", body=b"", fetched_at=NOW)
    visit = Visit(markers={}, oldest=NOW, zone=ZONE, language=language)
    refusal = KINDS["feed"].parse(SOURCES["feed"], Fetch(url=URL, role="list"), page, visit)
    assert isinstance(refusal, Refusal)
    assert ("订阅" in refusal.message) == (language == "zh")


def test_people_who_write_about_captchas_are_no_captcha() -> None:
    thread = (
        "<title>滑动验证总是失败 - 论坛</title><div id='postlist'><span id='thread_subject'>滑动验证总是失败</span>"
        "<div id='post_1'><em id='authorposton1'>发表于 2026-11-24 08:00</em><td class='t_f' id='postmessage_1'>"
        "请输入验证码这一步收不到短信,请先登录也不行,3+5=?</td></div></div>"
    )
    outcome = read("discuz", "item", thread.encode())
    assert isinstance(outcome, Outcome) and len(outcome.reads) == 1
