"""What may be shown of a thread: its link and at most 40 characters."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.triage.evidence import MOST_THREADS, evidence
from alerts.triage.excerpt import LONGEST, excerpt, one_line, thread_link
from model.records import Post

MakePost = Callable[..., Post]


def test_one_excerpt_per_thread_the_earliest_thread_first(make_post: MakePost, now: datetime) -> None:
    found = evidence(
        [
            make_post("3", "b", "超市门口也有人在卖牙签弩", at=now - timedelta(hours=1)),
            make_post("2", "a", body="我也看见了", at=now - timedelta(hours=2)),
            make_post("1", "a", "古山中学门口有人卖牙签弩", at=now - timedelta(hours=3)),
        ]
    )
    assert [(item.excerpt, item.posts, item.seen_at) for item in found] == [
        ("古山中学门口有人卖牙签弩", 2, now - timedelta(hours=3)),
        ("超市门口也有人在卖牙签弩", 1, now - timedelta(hours=1)),
    ]
    assert [item.thread_url for item in found] == [f"https://bbs.town.cn/thread-{t}-1-1.html" for t in "ab"]


def test_a_title_that_says_nothing_is_joined_by_the_text(make_post: MakePost) -> None:
    (found,) = evidence([make_post("1", "a", "求助", "孩子书包里翻出牙签弩怎么办")])
    assert found.excerpt == "求助 孩子书包里翻出牙签弩怎么办"


def test_a_thread_whose_opener_is_no_evidence_is_told_by_its_earliest_reply(
    make_post: MakePost, now: datetime
) -> None:
    late, early = (make_post(key, "a", body=body, at=at) for key, body, at in
                   [("2", "后来的话", now), ("1", "先说的话", now - timedelta(hours=1))])  # fmt: skip
    (found,) = evidence([late, early])
    assert found.excerpt == "先说的话"


def test_same_thread_number_on_two_sites_is_two_threads(make_post: MakePost) -> None:
    assert (
        len(evidence([make_post("1", "a", "某某帖子一二三四"), make_post("1", "a", "某某帖子", source="晚报")]))
        == 2
    )


def test_a_huge_story_shows_its_earliest_threads(make_post: MakePost, now: datetime) -> None:
    many = [make_post(str(n), f"t{n}", f"第{n}个帖子说牙签弩", at=now + timedelta(minutes=n)) for n in range(80)]
    found = evidence(reversed(many))
    assert len(found) == MOST_THREADS
    assert found[0].excerpt.startswith("第0个") and found[-1].excerpt.startswith("第49个")


@pytest.mark.parametrize(
    ("address", "link"),
    [
        ("https://bbs.town.cn/thread-1-1-1.html#pid33", "https://bbs.town.cn/thread-1-1-1.html"),
        ("http://bbs.town.cn/t?id=1", "http://bbs.town.cn/t?id=1"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("https://name:word@bbs.town.cn/1", ""),
        ("https://[broken", ""),
        ("https://bbs.town.cn/a b", ""),
        ("", ""),
    ],
)
def test_only_web_addresses_of_threads(address: str, link: str) -> None:
    assert thread_link(address) == link


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("短", "短"),
        ("两行\n\t并成一行", "两行 并成一行"),
        ("字" * 40, "字" * 40),
        ("字" * 41, "字" * 39 + "…"),
        ("字" * 37 + "〔电话〕找他", "字" * 37 + "…"),
        ("看 https://bbs.town.cn/t#pid3 这里", "看 〔链接〕 这里"),
        ("看www.town.cn/x?pid=3", "看〔链接〕"),
        ("\u202e反着写\u200b的\x00字", "反着写 的 字"),
        ("", ""),
    ],
)
def test_excerpts(text: str, short: str) -> None:
    assert excerpt(text) == short


@given(st.text(max_size=200))
def test_an_excerpt_is_one_short_visible_line(text: str) -> None:
    short = excerpt(text)
    assert len(short) <= LONGEST
    assert short == one_line(short)
