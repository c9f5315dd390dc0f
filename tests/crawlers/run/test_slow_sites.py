"""One slow or broken site delays no other, and is told about in a plain sentence. Real HTTP."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Site, Town


@pytest.fixture
def over() -> Iterator[threading.Event]:
    """Set when the test is over, so that no thread of a site stays behind."""
    event = threading.Event()
    yield event
    event.set()


def test_a_site_that_trickles_and_one_that_hangs_delay_nobody(
    site: Site, other_site: Site, third_site: Site, town: Town, over: threading.Event
) -> None:
    """The time for one answer (30 s) is far longer than that for a visit: only the latter can end these."""
    town.crawl["timeout"] = "30s"
    town.source["max_time"] = "5s"
    site.raw("/feed", b"{}" + b" " * 100_000)
    site.trickle["/feed"] = over
    other_site.hooks["/feed"] = lambda: over.wait(60)
    third_site.put("/feed", "一", follow=["/t/1"])
    third_site.put("/t/1", "二")
    town.sources = {"滴": f"{site.url}/feed", "挂": f"{other_site.url}/feed", "好": f"{third_site.url}/feed"}
    result = town.visit()
    assert town.column("key") == ["一", "二"]
    assert result.counts["failed"] == 2
    assert {(issue.source, issue.kind) for issue in town.issues()} == {("滴", "timeout"), ("挂", "timeout")}
    assert all("没有按时回答" in issue.message for issue in town.issues())
    assert site.asked.count("/feed") == other_site.asked.count("/feed") == 1, "no second try beyond the time"


def test_a_robots_file_that_trickles_takes_no_longer_than_the_visit(
    site: Site, town: Town, over: threading.Event
) -> None:
    town.crawl["timeout"] = "30s"
    town.source["max_time"] = "1s"
    site.raw("/robots.txt", b" " * 100_000)
    site.trickle["/robots.txt"] = over
    site.put("/feed", "一")
    town.visit()
    assert town.kinds() == ["robots-unreachable"] and site.paths() == []


def test_the_time_of_a_visit_is_up_and_the_rest_is_read_next_time(
    site: Site, town: Town, over: threading.Event
) -> None:
    town.source["max_time"] = "3s"
    site.put("/feed", "头", follow=["/t/1", "/t/2", "/t/3"])
    for number in (1, 2, 3):
        site.put(f"/t/{number}", f"帖{number}")
    site.hooks["/t/1"] = lambda: over.wait(60)
    assert town.visit().counts["pages"] == 2
    assert town.kinds() == ["time-budget", "timeout"]
    [said] = [issue.message for issue in town.issues() if issue.kind == "time-budget"]
    assert "3 s" in said and "下次接着读" in said
    site.hooks.clear()
    town.source["max_time"] = "1m"
    town.visit(after="10m")
    assert town.column("key") == sorted(["头", "帖1", "帖2", "帖3"])


def test_three_pages_without_an_answer_are_enough(site: Site, town: Town) -> None:
    site.put("/feed", "头", follow=[f"/t/{n}" for n in range(8)])
    for number in range(8):
        site.raw(f"/t/{number}", status=501)
    assert not town.visit().ok
    assert site.paths() == ["/feed", "/t/0", "/t/1", "/t/2"]
    assert town.kinds() == ["http-status", "no-answer"]


def test_single_pages_without_an_answer_end_nothing(site: Site, town: Town) -> None:
    site.put("/feed", "头", follow=[f"/t/{n}" for n in range(6)])
    for number in range(6):
        site.raw(f"/t/{number}", status=501)
    site.put("/t/2", "二")
    site.put("/t/5", "五")
    town.visit()
    assert town.column("key") == ["二", "五", "头"] and town.kinds() == ["http-status"]


def test_a_site_that_asks_one_source_for_a_pause_asks_all_that_read_it(site: Site, town: Town) -> None:
    town.sources = {name: f"{site.url}/{path}" for name, path in (("甲", "a"), ("乙", "b"), ("丙", "c"))}
    site.put("/a", "一")
    site.raw("/b", status=429, headers={"Retry-After": "3600"})
    site.put("/c", "三")
    result = town.visit()
    assert site.paths() == ["/a", "/b"] and result.counts["failed"] == 1
    assert ("丙", "site-waits") in {(issue.source, issue.kind) for issue in town.issues()}
    assert town.visit(after="30m").counts["sources"] == 0
    assert town.visit(after="10m", only=["甲"]).counts["sources"] == 0, "not even by name"
    site.put("/b", "二")
    assert town.visit(after="25m").ok
    assert town.column("key") == ["一", "三", "二"]


def test_robots_txt_is_read_once_a_day_and_by_name_at_once(site: Site, town: Town) -> None:
    site.put("/feed", "一")
    site.raw("/robots.txt", b"User-agent: *\nDisallow: /t/  # ask mister Wang\n")
    for minutes in (0, 60, 600, 700):
        town.visit(after=f"{minutes}m")
    assert site.asked.count("/robots.txt") == 1
    site.raw("/robots.txt", b"User-agent: *\nDisallow: /\n")
    town.visit(after="90m")
    assert site.asked.count("/robots.txt") == 2 and town.kinds() == ["robots"]
    site.raw("/robots.txt", b"")
    assert town.visit(after="20m", only=["城事"]).ok, "who asked the site for leave need not wait a day"
    assert town.visit(after="60m").ok and site.asked.count("/robots.txt") == 3
    assert b"mister" not in town.database.read_bytes()


@pytest.mark.parametrize("status", [404, 410])
def test_a_site_without_rules_is_asked_once_a_day_too(status: int, site: Site, town: Town) -> None:
    site.put("/feed", "一")
    site.raw("/robots.txt", status=status)
    town.visit()
    assert town.visit(after="30m").ok and site.asked.count("/robots.txt") == 1


@pytest.mark.parametrize("status", [401, 403, 429, 500])
def test_rules_that_could_not_be_read_are_asked_for_again(status: int, site: Site, town: Town) -> None:
    site.put("/feed", "一")
    site.raw("/robots.txt", status=status)
    assert not town.visit().ok
    del site.pages["/robots.txt"]
    assert town.visit(after="40m").ok and site.asked.count("/robots.txt") >= 2
