"""What scripts may ask for, and when; without a browser."""

from __future__ import annotations

import asyncio
import time
from types import SimpleNamespace
from typing import Any, cast

import pytest
from scrapy.crawler import Crawler

from crawlers.rendering.fetching import PartFetcher
from crawlers.rendering.parts import MOST_PARTS, MOST_TIMES, Ledger, Part, handed_back, sent

OWN = "https://bbs.town.example"


def _ledger(most_bytes: int = 1000) -> Ledger:
    return Ledger(most_bytes=most_bytes, is_own=lambda url: url.startswith(OWN))


@pytest.mark.parametrize(
    "kind", ["image", "media", "font", "websocket", "eventsource", "document", "ping", "other", ""]
)
def test_only_scripts_and_data_are_fetched(kind: str) -> None:
    ledger = _ledger()
    assert ledger.wants("xhr", "GET", f"{OWN}/1")
    assert not ledger.wants(kind, "GET", f"{OWN}/2")
    assert ledger.asked == 1 and not ledger.drawn().incomplete  # nobody reads a picture


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD"])
def test_only_reading_is_done(method: str) -> None:
    ledger = _ledger()
    assert not ledger.wants("fetch", method, f"{OWN}/vote")
    assert (ledger.drawn().fault, ledger.drawn().kept_out) == ("not-read-only", 1)


def test_a_page_that_asks_again_and_again_is_answered_a_few_times() -> None:
    ledger = _ledger()
    asked = [ledger.wants("xhr", "GET", f"{OWN}/poll?{n}") for n in range(3 * MOST_TIMES)]
    assert asked == [True] * MOST_TIMES + [False] * 2 * MOST_TIMES
    assert not ledger.drawn().incomplete


def test_number_and_bytes_are_bounded() -> None:
    ledger = _ledger()
    assert sum(ledger.wants("xhr", "GET", f"{OWN}/{n}") for n in range(MOST_PARTS + 9)) == MOST_PARTS
    assert ledger.drawn().kept_out == 9
    heavy = _ledger(most_bytes=10)
    heavy.bytes = 11
    assert not heavy.wants("script", "GET", f"{OWN}/a.js") and heavy.drawn().fault == "too-many"


def test_people_are_told_of_the_site_itself_and_of_what_leads_inwards() -> None:
    ledger = _ledger()
    ledger.keep_out("robots", "https://counter.example/hit")
    assert ledger.drawn().incomplete and not ledger.drawn().kept_out
    ledger.keep_out("redirect-inner-address", "https://counter.example/hit")
    ledger.keep_out("robots", f"{OWN}/api")
    assert (ledger.drawn().inner, ledger.drawn().kept_out, ledger.drawn().url) == (1, 1, f"{OWN}/api")


def test_no_cookie_key_or_referrer_goes_out_and_no_cookie_comes_back() -> None:
    page = {"accept": "a", "origin": OWN, "cookie": "c", "referer": "r", "authorization": "k", "user-agent": "u"}
    assert sent(page) == {"accept": "a", "origin": OWN}
    reply = {
        "content-type": "t",
        "access-control-allow-origin": "*",
        "set-cookie": "c",
        "link": "l",
        "refresh": "0",
    }
    assert handed_back(reply) == {"content-type": "t", "access-control-allow-origin": "*"}


def _late(pause: float, seconds: float) -> Part:
    """The answer to a part of a page just fetched, on a site that asks for `pause`, with `seconds` left."""

    async def ask() -> Part:
        rules: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        rules.set_result(SimpleNamespace(pause=pause))
        crawler = SimpleNamespace(engine=None, spider=SimpleNamespace(robots={OWN: rules}))
        fetcher = PartFetcher(cast(Crawler, crawler), "")
        fetcher.page_came(f"{OWN}/forum")
        return await fetcher.fetch(f"{OWN}/api", {}, "xhr", lambda later: later > seconds)

    return asyncio.run(ask())


def test_a_pause_the_site_asks_for_holds_for_parts_too() -> None:
    began = time.monotonic()
    assert _late(0.2, 30).fault == "download-failed"  # there is no engine here: it was asked
    assert time.monotonic() - began >= 0.2
    assert _late(20, 10).fault == "part-pause"
    assert _late(0, -1).fault == "timeout"
