"""What a site wishes and what a source gives decide when it is visited next. Real HTTP."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from crawlers.run import crawl
from model.pace import next_visit
from store import pacing
from store.database import open_store

if TYPE_CHECKING:
    from conftest import Site, Town

FEED = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>城事</title>{head}
<item><guid>{guid}</guid><title>消息</title><description>城西修路</description></item></channel></rss>"""


def feed(site: Site, head: str = "", guid: str = "1", **headers: str) -> None:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    site.raw("/feed", FEED.format(head=head, guid=guid).encode(), headers=named)


def next_of(town: Town, name: str = "城事") -> tuple[timedelta, list[str]]:
    """How long after `town.now` the next visit is due, and why."""
    config = town.config()
    [source] = [one for one in config.sources if one.name == name]
    with open_store(town.database) as store:
        past = pacing.pasts(store)[name]
    found = next_visit(source, past, config.quiet_of(source), config.zone, town.now)
    return found.at - (past.visited_at or town.now), [reason.kind for reason in found.why]


def come(town: Town, minutes: int = 0) -> int:
    """Crawl with the kinds there are; returns how many sources were due."""
    town.now += timedelta(minutes=minutes)
    return crawl(town.config(), town.now).counts["sources"]


def test_a_feed_that_wishes_for_fewer_visits_gets_them(site: Site, town: Town) -> None:
    feed(site, "<ttl>25</ttl>", ETag='"1"')
    come(town)
    assert next_of(town) == (timedelta(minutes=25), ["ttl"])
    assert come(town, 20) == 0 and come(town, 6) == 1
    assert next_of(town) == (timedelta(minutes=25), ["ttl"]), "a 304 leaves the wish as it was"
    feed(site)
    assert come(town, 26) == 1
    assert next_of(town) == (timedelta(minutes=10), ["every"])


def test_a_page_that_stays_fresh_is_not_asked_for_sooner(site: Site, town: Town) -> None:
    feed(site, Cache_Control="max-age=1500")
    come(town)
    assert next_of(town) == (timedelta(minutes=25), ["fresh"])


def test_a_source_that_fails_is_tried_less_and_less_often(site: Site, town: Town) -> None:
    pauses = []
    for minutes in (0, 10, 20, 40, 40):
        town.visit(after=f"{minutes}m")
        pauses.append(next_of(town)[0] / timedelta(minutes=1))
    assert pauses == [10, 20, 40, 40, 40]
    site.put("/feed", "一")
    assert town.visit(after="40m").ok
    assert next_of(town) == (timedelta(minutes=10), ["every"])


def test_when_no_site_answers_it_is_our_own_line(town: Town) -> None:
    town.crawl["timeout"] = "1s"
    town.sources = {"甲": "http://127.0.0.1:9/feed", "乙": "http://127.0.0.1:19/feed"}
    for _ in range(3):
        town.visit(after="10m")
    assert next_of(town, "甲") == (timedelta(minutes=10), ["every"])


def test_a_source_that_seldom_says_anything_is_visited_half_as_often(site: Site, town: Town) -> None:
    site.put("/feed", "一")
    town.visit()
    site.put("/feed", "一")
    town.visit(after=f"{8 * 24 * 60}m")
    assert next_of(town) == (timedelta(minutes=20), ["seldom"])
    site.put("/feed", "一", "二")
    town.visit(after="20m")
    assert next_of(town) == (timedelta(minutes=10), ["every"]), "when something is going on, at the usual pace"
    town.source["every_at_most"] = "10m"
    town.visit(after="10m")
    assert next_of(town) == (timedelta(minutes=10), ["seldom", "at-most"])


@pytest.mark.parametrize("where", ["source", "crawl"])
def test_in_quiet_hours_a_site_is_left_alone_unless_it_is_named(where: str, site: Site, town: Town) -> None:
    getattr(town, where)["quiet_hours"] = ["19:00", "23:00"]  # it is 20:00 in the town
    site.put("/feed", "一")
    assert town.visit().counts["sources"] == 0 and site.asked == []
    assert town.visit(only=["城事"]).counts["sources"] == 1 and site.paths() == ["/feed"]
    [note] = town.issues()
    assert note.kind == "asked-in-quiet" and "19:00-23:00" in note.message
    assert town.visit(after="170m").counts["sources"] == 0
    assert town.visit(after="11m").counts["sources"] == 1
    assert next_of(town)[1] == ["every"]
