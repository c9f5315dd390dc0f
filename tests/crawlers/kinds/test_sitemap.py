"""Sitemaps as large, as hostile and as careless as sites make them."""

from __future__ import annotations

import gzip
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from crawlers.kinds.base import Fetch, Outcome, Page, Refusal, Visit
from crawlers.kinds.sitemap import Sitemap
from crawlers.kinds.sitemapfile import LARGEST, MOST
from crawlers.reading.links import is_front, leads_to_a_person, lists_people
from crawlers.reading.w3c import latest
from model.config import SitemapSource

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 24, 10, 30, tzinfo=ZONE)
URL = "https://a.example/sitemap.xml"
SOURCE = SitemapSource(kind="sitemap", name="晚报", url=URL)


def read(body: bytes | str, known: dict[str, str] | None = None) -> Outcome | Refusal:
    data = body.encode() if isinstance(body, str) else body
    page = Page(url=URL, status=200, content_type="", charset="", body=data, fetched_at=NOW)
    visit = Visit(markers=known or {}, oldest=NOW - timedelta(days=30), zone=ZONE)
    return Sitemap().parse(SOURCE, Fetch(url=URL, role="list"), page, visit)


def given(body: bytes | str, known: dict[str, str] | None = None) -> Outcome:
    outcome = read(body, known)
    assert isinstance(outcome, Outcome)
    return outcome


def sitemap(numbers: range, lastmod: str = "") -> str:
    date = f"<lastmod>{lastmod}</lastmod>" if lastmod else ""
    urls = "".join(f"<url><loc>https://a.example/n/{n}.html</loc>{date}</url>" for n in numbers)
    return f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{urls}</urlset>"


def numbers(outcome: Outcome) -> list[int]:
    return [int(fetch.url.rpartition("/")[2].removesuffix(".html")) for fetch in outcome.follow]


def test_a_few_bytes_that_unpack_to_a_flood_are_not_unpacked() -> None:
    bomb = gzip.compress(b"<urlset>" + b" " * (LARGEST + 1))
    assert len(bomb) < 50_000
    refused = read(bomb)
    assert isinstance(refused, Refusal)
    assert (refused.kind, refused.blocked) == ("too-large", False) and "20 MB" in refused.message


def test_members_of_one_packed_file_are_joined() -> None:
    whole = sitemap(range(3), "2026-11-24").encode()
    assert numbers(given(gzip.compress(whole[:100]) + gzip.compress(whole[100:]))) == [0, 1, 2]


def test_news_come_with_their_title_and_time_for_pages_that_have_none() -> None:
    news = (
        "<urlset><url><loc>/n/1.html</loc><lastmod>2026-11-24</lastmod><news><title> 渡船\n停航 </title>"
        "<publication_date>2026-11-24T08:00:00+08:00</publication_date></news></url></urlset>"
    )
    assert dict(given(news).follow[0].hint) == {
        "title": "渡船 停航", "when": "2026-11-24T08:00:00+08:00", "modified": "2026-11-24",
    }  # fmt: skip


def test_without_dates_both_ends_are_looked_at_and_nothing_is_hidden() -> None:
    outcome = given(sitemap(range(1000)))
    assert set(numbers(outcome)) == {*range(100), *range(900, 1000)}
    assert numbers(outcome)[:4] == [999, 0, 998, 1]
    assert [(note.kind, "1000" in note.message) for note in outcome.refusals] == [("undated", True)]
    known = {fetch.url: "read" for fetch in outcome.follow}
    assert numbers(given(sitemap(range(1002)), known)) == [1001, 1000]
    assert set(numbers(given(sitemap(range(-2, 1000)), known))) == {-2, -1}


def test_an_address_listed_twice_is_one_and_not_off_site() -> None:
    once = sitemap(range(2), "2026-11-24")
    outcome = given(once.replace("</urlset>", once.partition(">")[2]))
    assert (sorted(numbers(outcome)), outcome.refusals) == ([0, 1], ())


def test_more_than_a_visit_can_read_is_left_for_the_next_one() -> None:
    first = given(sitemap(range(3000), "2026-11-20"))
    assert len(first.follow) == 1000
    rest = given(sitemap(range(3000), "2026-11-20"), {fetch.url: "read" for fetch in first.follow})
    assert len(rest.follow) == 1000 and not set(numbers(first)) & set(numbers(rest))


def test_a_sitemap_beyond_the_protocol_is_cut_and_said() -> None:
    outcome = given(sitemap(range(MOST + 5), "2019-01-01"))
    assert outcome.follow == () and [note.kind for note in outcome.refusals] == ["too-many"]


@pytest.mark.parametrize("body", [
    b"", b"\x1f\x8b", b"\x1f\x8bxx", b"<urlset", b"<urlset></sitemapindex>", b"<urlset><url><loc>", b"{}",
    b"\xff\xfe<\x00", b"<urlset>\x00</urlset", b"<?xml version='1.0' encoding='utf-16'?><urlset>",
    b"<x:urlset>&nbsp;</x:urlset>",
])  # fmt: skip
def test_what_is_no_whole_sitemap_is_refused_in_words(body: bytes) -> None:
    refused = read(body)
    assert isinstance(refused, Refusal)
    assert refused.kind in {"broken-sitemap", "broken-gzip", "not-a-sitemap", "charset"} and refused.message


def test_an_index_is_asked_for_whole_each_time_and_a_sitemap_is_not() -> None:
    index = "<sitemapindex><sitemap><loc>https://a.example/s.xml</loc></sitemap></sitemapindex>"
    assert given(index).table and not given(sitemap(range(2))).table


def test_addresses_of_people_and_the_front_page_are_no_articles() -> None:
    people = ["/author/laozhang/", "/users/7", "/u/limei", "/space-uid-77.html", "/home.php?mod=space&uid=7"]
    assert all(leads_to_a_person(f"https://a.example{path}") for path in people)
    articles = ["/author-interview.html", "/2026/users-meet.html", "/u-turn/1.html", "/forum.php?mod=viewthread"]
    assert not any(leads_to_a_person(f"https://a.example{path}") for path in articles)
    assert all(
        lists_people(f"https://a.example/{name}") for name in ("wp-sitemap-users-1.xml", "author-sitemap.xml")
    )
    assert not lists_people("https://a.example/wp-sitemap-posts-post-1.xml")
    assert is_front("https://a.example/index.php") and not is_front("https://a.example/?p=31")


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("2026", "2027-01-02T00:00:00+08:00"),
        ("2026-11", "2026-12-02T00:00:00+08:00"),
        ("2026-11-24", "2026-11-25T00:00:00+08:00"),
        ("2026-11-24T08:20Z", "2026-11-24T16:20:00+08:00"),
        ("2026-11-24T08:20:07.25+0800", "2026-11-24T08:20:07+08:00"),
        (" 2026-11-24 08:20:07 ", "2026-11-24T08:20:07+08:00"),
        ("1999-12-31T23:59:59-05:00", "2000-01-01T12:59:59+08:00"),
    ],
)
def test_a_w3c_date_ends_when_it_says(text: str, end: str) -> None:
    found = latest(text, ZONE)
    assert found is not None and found.astimezone(ZONE).isoformat() == end


@pytest.mark.parametrize("text", [
    "", "昨天", "24/11/2026", "2026-13-01", "2026-02-30", "9999", "0000-01-01", "2026-11-24T25:00Z",
    "2026-11-24T08:20:07+99:99",
])  # fmt: skip
def test_what_is_no_w3c_date_is_none(text: str) -> None:
    assert latest(text, ZONE) is None
