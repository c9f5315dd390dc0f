"""What is unusual about a source reaches the issues once, the digest and the doctor while it lasts."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from alerts.digest.build import build
from checkup.case import admit
from checkup.sources import each
from crawlers.kinds.base import Fetch, Outcome
from crawlers.run import crawl
from crawlers.visits.tally import Tally
from store import health
from store.database import open_store

if TYPE_CHECKING:
    from conftest import Site, Town

DAY = timedelta(days=1)


def odd(town: Town) -> list[str]:
    with open_store(town.database) as store:
        return [one.kind for one in health.oddities(store).get("城事", [])]


@pytest.fixture
def few(town: Town) -> Town:
    town.source = {"healthy": {"posts_per_day": [3, 100], "newest_within": "300d"}}
    return town


def test_the_same_thing_is_told_once_while_it_lasts(site: Site, few: Town) -> None:
    site.put("/feed", "一", "二")
    few.visit()
    few.visit(after="1500m")
    assert (few.kinds(), odd(few)) == (["few-posts"], ["few-posts"])
    few.visit(after="30m")
    assert (few.kinds(), odd(few)) == (["few-posts"], ["few-posts"])
    site.put("/feed", "三", "四", "五")
    few.visit(after="30m")
    assert (few.kinds(), odd(few)) == (["few-posts"], [])
    few.visit(after="1470m")  # back within two days: the same thing going on
    assert (few.kinds(), odd(few)) == (["few-posts"], ["few-posts"])
    site.put("/feed", "六", "七", "八")
    few.visit(after="30m")
    few.visit(after="5000m")
    assert (few.kinds(), odd(few)) == (["few-posts", "few-posts"], ["few-posts"])


def test_it_is_seen_in_the_digest_and_by_the_doctor(site: Site, few: Town, tmp_path: Any) -> None:
    site.put("/feed", "一", "二")
    few.visit()
    few.visit(after="1500m")
    with open_store(few.database) as store:
        digest = build(store, few.config(), few.now + timedelta(minutes=5), few.now.date())
    [source] = digest.coverage
    assert (
        source.status == "odd" and "只有 0 篇新帖" in source.message and "healthy.posts_per_day" in source.message
    )
    block = '{name: 城事, kind: feed, url: "https://a.cn/feed", healthy: {newest_within: 300d}}'
    head = 'association: {name: 协会, town: 永康, contact: "mailto:a@b.cn"}\ndatabase: town.db\n'
    (tmp_path / "config.yaml").write_text(f"{head}sources: [{block}]\n", encoding="utf-8")
    case = admit(tmp_path / "config.yaml", few.now + timedelta(minutes=5), {})
    [found] = each(case)
    case.close()
    assert (
        found.name == "sources.odd" and "只有 0 篇新帖" in found.what and found.mend == "huisheng source try 城事"
    )


def test_a_visit_counts_what_it_could_read() -> None:
    tally = Tally()
    tally.page(Fetch(url="https://a.cn/", role="list"), Outcome(listed=20))
    tally.page(Fetch(url="https://a.cn/index", role="list"), Outcome(table=True, listed=3))
    tally.page(Fetch(url="https://a.cn/1", role="item", thread="1"), Outcome(gone=("1",)))
    tally.page(Fetch(url="https://a.cn/2", role="item", thread="2"), Outcome())
    tally.refused(Fetch(url="https://a.cn/3", role="item", thread="3"))
    tally.refused(Fetch(url="https://a.cn/", role="list"))
    tally.page(Fetch(url="https://a.cn/feed", role="list"), Outcome(entries=5))
    assert tally == Tally(lists=2, listed=25, tried=7, gave=0)


def test_lists_that_turn_empty_and_figures_by_day(site: Site, town: Town) -> None:
    """Twice empty after weeks of lists: told once. The sums are those of the visits."""
    town.source = {"kind": "json_list", "items": "items", "link": "url"}
    town.sources = {"城事": f"{site.url}/list"}
    site.raw("/list", json.dumps({"items": [{"title": f"第{n}条消息"} for n in range(9)]}).encode())
    crawl(town.config(), town.now)
    site.raw("/list", b'{"items": []}')
    for _ in range(3):
        town.now += timedelta(minutes=30)
        crawl(town.config(), town.now)
    assert town.kinds().count("empty-lists") == 1
    with open_store(town.database) as store:
        sums = health.readings(store, "城事", (town.now - DAY).date(), (town.now + DAY).date())
    assert (sums.visits, sums.empty, sums.listed, sums.tried, sums.gave) == (4, 3, 9, 9, 9)
