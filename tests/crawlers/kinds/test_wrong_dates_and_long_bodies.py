"""A date in the future, a text of a megabyte, in every kind of source: unknown beats wrong, cut beats endless."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from pydantic import TypeAdapter

from crawlers.kinds import KINDS
from crawlers.kinds.base import Fetch, Outcome, Page, Read, Visit
from crawlers.kinds.gathering import LONGEST_BODY
from crawlers.redaction import redact
from model.config import Source
from model.records import Precision

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 24, 10, 30, tzinfo=ZONE)
URL = "https://a.example/thread-9-1-1.html"
SOURCE: TypeAdapter[Source] = TypeAdapter(Source)
FORUM = {"threads": "a", "post": "div.post", "body": "p", "time": "span", "id": "::attr(id)"}
PAGE = {"body": "div.text", "time": "span.time", "title": "h1"}


def rss(when: str, body: str) -> str:
    return (
        f"<rss version='2.0'><channel><item><guid>1</guid><title>题</title><pubDate>{when}</pubDate>"
        f"<description>{body}</description></item></channel></rss>"
    )


def atom(when: str, body: str) -> str:
    return (
        "<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>1</id><title>题</title>"
        f"<published>{when}</published><summary>{body}</summary></entry></feed>"
    )


def json_feed(when: str, body: str) -> str:
    item = {"id": "1", "title": "题", "content_text": body, "date_published": when}
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "t", "items": [item]})


def discuz(when: str, body: str) -> str:
    return (
        "<html><body><div id='postlist'><span id='thread_subject'>题</span><div id='post_1'>"
        f"<em id='authorposton1'>发表于 {when}</em><td class='t_f'><div id='postmessage_1'>{body}</div></td>"
        "</div></div></body></html>"
    )


def article(when: str, body: str) -> str:
    return (
        f"<html><head><title>题</title></head><body><h1>题</h1><span class='time'>{when}</span>"
        f"<div class='text'>{body}</div></body></html>"
    )


def forum(when: str, body: str) -> str:
    return f"<html><body><h1>题</h1><div class='post' id='1'><span>{when}</span><p>{body}</p></div></body></html>"


Build = Callable[[str, str], str]
KINDS_OF_PAGE: list[tuple[str, str, Build, dict[str, str]]] = [
    ("feed", "list", rss, {}), ("feed", "list", atom, {}), ("feed", "list", json_feed, {}),
    ("discuz", "item", discuz, {}), ("page", "item", article, PAGE), ("forum", "item", forum, FORUM),
]  # fmt: skip
every_kind = pytest.mark.parametrize(
    ("kind", "role", "build", "settings"), KINDS_OF_PAGE, ids=lambda value: getattr(value, "__name__", None)
)


def read(kind: str, role: str, text: str, settings: dict[str, str]) -> tuple[Read, list[str]]:
    source = SOURCE.validate_python({"kind": kind, "name": kind, "url": URL, **settings})
    page = Page(url=URL, status=200, content_type="", charset="utf-8", body=text.encode(), fetched_at=NOW)
    visit = Visit(markers={}, oldest=NOW - timedelta(days=30), zone=ZONE)
    outcome = KINDS[kind].parse(source, Fetch(url=URL, role=role, thread="9"), page, visit)
    assert isinstance(outcome, Outcome), outcome
    (found,) = outcome.reads
    return found, [refusal.kind for refusal in outcome.refusals]


@every_kind
@pytest.mark.parametrize(
    "when",
    ["2031-11-24T10:00:00+08:00", "2026-11-24T10:45:00+08:00", "2024-11-20T10:00:00+08:00",
     "9999-12-31T23:59:59+08:00", "2026-13-45T99:00:00+08:00", "0001-01-01T00:00:00+08:00"],
)  # fmt: skip
def test_a_time_that_cannot_be_is_unknown(
    kind: str, role: str, build: Build, settings: dict[str, str], when: str
) -> None:
    found, notes = read(kind, role, build(when, "学校门口有人卖东西"), settings)
    if build is article and when.startswith("2026-11-24"):  # the day is right, and all that is believed
        assert found.post.precision is Precision.DAY and found.post.moment <= NOW
        return
    assert (found.post.published_at, found.post.precision) == (None, Precision.NONE)
    assert found.post.moment == NOW, "it counts from when it was fetched"
    assert "no-date" in notes


@every_kind
def test_a_clock_a_little_ahead_is_believed(kind: str, role: str, build: Build, settings: dict[str, str]) -> None:
    found, notes = read(kind, role, build("2026-11-24T10:38:00+08:00", "学校门口有人卖东西"), settings)
    assert found.post.published_at == NOW + timedelta(minutes=8) and "no-date" not in notes


@every_kind
@pytest.mark.parametrize("piece", ["水库溺水", "啊", "a", "1", "@", "一二三"])
def test_a_megabyte_is_cut_with_a_note(
    kind: str, role: str, build: Build, settings: dict[str, str], piece: str
) -> None:
    body = (piece * 1_000_000)[:1_000_000]
    start = time.process_time()
    found, notes = read(kind, role, build("2026-11-24T09:00:00+08:00", body), settings)
    assert len(found.post.body) == LONGEST_BODY and found.post.body == body[:LONGEST_BODY]
    assert "too-long" in notes
    redact(found.post.body)
    assert time.process_time() - start < 30, "bounded, also without any punctuation"
