"""Crawling a small site over real HTTP: what is stored, what is asked for, what is written down."""

from __future__ import annotations

import sqlite3
import time
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from model.errors import UsageError
from model.records import Severity

if TYPE_CHECKING:
    from conftest import Site, Town


def test_posts_are_stored_redacted_with_a_voice(site: Site, town: Town, capfd: pytest.CaptureFixture[str]) -> None:
    site.put("/feed", "电话13800000000", "早上好", follow=["/t/1"])
    site.put("/t/1", "回复", who="乙")
    result = town.visit()
    assert result.ok
    assert result.counts == {
        "sources": 1, "failed": 0, "pages": 2, "posts_new": 3, "posts_edited": 0, "posts_gone": 0,
        "not_modified": 0,
    }  # fmt: skip
    assert "电话[手机]" in town.column("body") and "13800000000" not in "".join(town.column("title"))
    first, other, second = (dict(zip(town.column("body"), town.column("voice"), strict=True))[k]
                            for k in ("早上好", "回复", "电话[手机]"))  # fmt: skip
    assert first == second != other
    # 乙, the speaker, is nowhere: neither in the files of the database nor in a log.
    assert not any("乙".encode() in path.read_bytes() for path in town.folder.iterdir())
    assert capfd.readouterr() == ("", "")
    assert town.issues() == []


def test_a_second_run_finds_nothing_new(site: Site, town: Town) -> None:
    site.put("/feed", "一", follow=["/t/1"])
    site.put("/t/1", "二")
    town.visit()
    again = town.visit(after="10m")
    assert (again.counts["posts_new"], again.counts["posts_edited"]) == (0, 0)
    assert site.paths() == ["/feed", "/t/1", "/feed"]  # the thread's marker did not change
    assert town.column("key") == ["一", "二"]


def test_a_source_is_visited_when_it_is_due_or_named(site: Site, town: Town) -> None:
    site.put("/feed", "一")
    town.visit()
    assert town.visit(after="5m").counts["sources"] == 0
    assert town.visit(only=["城事"]).counts["sources"] == 1
    assert town.visit(after="10m").counts["sources"] == 1
    with pytest.raises(UsageError, match="没有叫 晚报 的来源；有这些：城事"):
        town.visit(only=["晚报"])


def test_an_unchanged_list_is_not_sent_again(site: Site, town: Town) -> None:
    site.put("/feed", "一", etag='"v1"')
    town.visit()
    again = town.visit(after="10m")
    assert site.headers[-1]["if-none-match"] == '"v1"'
    assert again.ok and again.counts["not_modified"] == 1
    assert town.issues() == []
    succeeded = town.visits()["城事"].succeeded_at  # the clock of a run starts at `now` and goes on
    assert succeeded is not None and town.now <= succeeded < town.now + timedelta(minutes=5)


def test_a_list_is_asked_for_in_full_until_all_of_it_is_stored(site: Site, town: Town) -> None:
    site.put("/feed", follow=["/t/1", "/t/2"], lists=["/feed?2"], etag='"v1"')
    site.put("/feed?2", follow=["/t/3"], etag='"w1"')
    site.put("/t/1", "一")
    site.put("/t/2", "二")
    site.raw("/t/3", status=500)
    town.visit()
    assert town.validators() == {}
    site.put("/t/3", "三")
    town.visit(after="10m")
    assert town.column("key") == ["一", "三", "二"]
    assert {url.removeprefix(site.url) for url in town.validators()} == {"/feed", "/feed?2"}
    site.paths()
    town.visit(after="10m")
    assert site.paths() == ["/feed"]


def test_a_small_budget_reads_everything_in_the_end(site: Site, town: Town) -> None:
    town.source["max_pages"] = 3
    site.put("/feed", follow=["/t/1", "/t/2"], lists=["/feed?2"], etag='"v1"')
    site.put("/feed?2", follow=["/t/3"])
    site.put("/t/1", "一1", next="/t/1?2")
    for number in range(2, 7):
        site.put(f"/t/1?{number}", f"一{number}", next=f"/t/1?{number + 1}")
    site.put("/t/1?7", "一7")
    site.put("/t/2", "二")
    site.put("/t/3", "三")
    for _ in range(6):
        assert town.visit(after="10m").counts["pages"] <= 3
    assert town.column("key") == ["一1", "一2", "一3", "一4", "一5", "一6", "一7", "三", "二"]
    asked = site.paths()
    assert asked.count("/t/1") == asked.count("/t/1?4") == 1, "a long thread goes on where it stopped"


def test_one_site_sees_one_request_at_a_time(site: Site, town: Town) -> None:
    for path in ("/a", "/b", "/c"):
        site.put(path, path)
    town.sources = {"甲": f"{site.url}/a", "乙": f"{site.url}/b", "丙": f"{site.url}/c"}
    assert town.visit().counts["posts_new"] == 3
    assert site.most_at_once == 1
    assert site.asked.count("/robots.txt") == 1


def test_crawl_delay_holds_between_the_sources_of_one_site(site: Site, town: Town) -> None:
    site.raw("/robots.txt", b"User-agent: *\nCrawl-delay: 0.4\n")
    town.sources = {"甲": f"{site.url}/a", "乙": f"{site.url}/b"}
    moments: list[float] = []
    for path in ("/a", "/b"):
        site.put(path, path)
        site.hooks[path] = lambda: moments.append(time.monotonic())
    assert town.visit().counts["posts_new"] == 2
    assert moments[1] - moments[0] >= 0.4  # a lower bound: no machine is too slow for it


def test_a_crawl_delay_nobody_can_wait_for_stops_its_site_only(site: Site, town: Town) -> None:
    site.raw("/robots.txt", b"User-agent: *\nCrawl-delay: 100000\n")
    site.put("/a", "一")
    town.sources = {"甲": f"{site.url}/a"}
    assert not town.visit().ok
    assert site.asked == ["/robots.txt"]
    assert [(i.source, i.kind) for i in town.issues()] == [("甲", "crawl-delay")]


def test_one_failing_source_does_not_stop_the_others(site: Site, town: Town) -> None:
    site.put("/a", "一")
    site.raw("/b", status=500)
    site.put("/c", "三")
    town.sources = {"甲": f"{site.url}/a", "乙": f"{site.url}/b", "丙": f"{site.url}/c"}
    result = town.visit()
    assert not result.ok and result.counts["failed"] == 1
    assert town.column("key") == ["一", "三"]
    assert [(i.source, i.kind, i.severity) for i in town.issues()] == [("乙", "http-status", Severity.ERROR)]
    assert town.visits()["乙"].succeeded_at is None


def test_a_parser_that_breaks_is_named_without_quoting_the_page(site: Site, town: Town) -> None:
    site.put("/feed", follow=["/t/1", "/t/2"])
    site.put("/t/1", crash="王小明说")
    site.put("/t/2", "二")
    assert town.visit().counts["posts_new"] == 1
    [issue] = town.issues()
    assert issue.kind == "parser-failed" and "ValueError, tiny_child.py:" in issue.message
    assert "王小明" not in issue.message


def test_many_of_a_kind_are_one_issue(site: Site, town: Town) -> None:
    site.put("/feed", "一", undated=12)
    assert town.visit().ok
    assert [issue.message for issue in town.issues()] == ["12 处：没有时间"]


def test_a_site_that_keeps_programs_out_is_left_alone(site: Site, town: Town) -> None:
    site.put("/feed", follow=["/t/1", "/t/2"])
    site.put("/t/1", refuse="login-wall", blocked=True)
    site.put("/t/2", "二")
    assert not town.visit().ok
    assert site.paths() == ["/feed", "/t/1"]
    assert town.kinds() == ["login-wall"]
    assert town.visit(after="60m").counts["sources"] == 0


def test_characters_that_cannot_be_stored(site: Site, town: Town) -> None:
    site.put("/feed", "坏\x00字", "半\ud83d个", "好")
    assert town.visit().ok
    assert town.column("body") == ["半\ufffd个", "坏字", "好"]
    assert [issue.message.split("处")[0] for issue in town.issues()] == ["2 "]


def test_a_locked_database_costs_one_page_and_no_more(site: Site, town: Town) -> None:
    site.put("/feed", follow=["/t/1", "/t/2"], etag='"v1"')
    site.put("/t/1", "一")
    site.put("/t/2", "二")
    holder: list[sqlite3.Connection] = []

    def lock() -> None:
        holder.append(sqlite3.connect(town.database, isolation_level=None, check_same_thread=False))
        holder[0].execute("BEGIN IMMEDIATE")

    site.hooks = {"/t/1": lock, "/t/2": lambda: holder[0].close()}
    town.visit()
    assert town.kinds() == ["database-locked"] and town.column("key") == ["二"]
    assert town.validators() == {}, "a 304 next time would hide the page that was not stored"
    site.hooks = {}
    town.visit(after="10m")
    assert town.column("key") == ["一", "二"]


def test_links_that_are_no_web_pages_are_not_followed(site: Site, town: Town, other_site: Site) -> None:
    links = ["file:///etc/hostname", "data:text/html,x", "javascript:alert(1)", f"{other_site.url}/x", "/t/1"]
    site.put("/feed", follow=links)
    site.put("/t/1", "一")
    assert town.visit().ok
    assert town.column("key") == ["一"] and other_site.asked == []
    assert town.kinds() == ["not-http", "off-site"]
