"""Pages that only scripts make, read over real HTTP by a real Chromium, by the command's own way."""

from __future__ import annotations

import json
from datetime import datetime
from zoneinfo import ZoneInfo

from tests.crawlers.rendering.conftest import ARTICLE, NEWS, RUMOUR, News
from tests.crawlers.run.conftest import Site


def test_a_list_and_articles_made_by_scripts_are_read(news: News) -> None:
    news.publish(RUMOUR, ARTICLE)
    result = news.visit()
    assert result.ok and result.issues == ()
    assert [row["title"] for row in news.rows("title")] == [RUMOUR, ARTICLE]
    bodies = [row["body"] for row in news.rows("body")]
    assert RUMOUR in bodies[0] and ARTICLE in bodies[1]
    ten = int(datetime(2026, 11, 20, 10, tzinfo=ZoneInfo("Asia/Shanghai")).timestamp())
    assert {row["published_at"] for row in news.rows("published_at")} == {ten}

    # Each article wrote into every store that a page has, and shows what it found there: nothing.
    assert [body.count("记得:0") for body in bodies] == [1, 1]

    # Everything was fetched by us, one at a time, and by nobody else.
    assert news.site.most_at_once == 1
    assert {headers["user-agent"].split("/")[0] for headers in news.site.headers} == {"Huisheng"}
    theirs = ("sec-fetch-mode", "sec-ch-ua", "cookie", "referer", "authorization", "x-key")
    assert not [name for headers in news.site.headers for name in headers if name in theirs]

    # What the scripts asked for is counted with the rest.
    [row] = news.rows("requests, bytes", "courtesy", "day")
    asked = news.site.paths()
    assert len(asked) == 9 and row["requests"] == 10  # robots.txt too
    assert row["bytes"] > sum(len(news.site.pages[path].body) for path in asked if path.startswith("/api"))


def test_the_same_list_gives_nothing_new_and_is_asked_for_again(news: News) -> None:
    news.publish(RUMOUR)
    news.visit()
    news.site.asked.clear()
    result = news.visit()
    assert result.counts["posts_new"] == 0 and result.ok
    assert news.site.paths() == ["/", "/app.js", "/api/list"]
    news.publish(RUMOUR, ARTICLE)
    assert news.visit().counts["posts_new"] == 1


def test_a_page_shows_times_as_its_town_would_see_them(news: News) -> None:
    news.article = (
        "document.body.innerHTML = `<article><p>${new Date(0).toString()} ${navigator.userAgent}</p></article>`;"
    )
    news.publish(RUMOUR)
    news.visit(body="article", timezone="Asia/Urumqi")
    [row] = news.rows("body")
    assert "06:00:00 GMT+0600" in row["body"] and "Huisheng/" in row["body"]


def test_a_gbk_site_stays_readable(news: News) -> None:
    news.publish(RUMOUR)
    for path, body in (("/", NEWS), ("/app.js", news.app)):
        kind = "text/html" if path == "/" else "text/javascript"
        news.site.raw(path, body.encode("gbk"), headers={"Content-Type": kind})
    news.visit(encoding="gbk")
    assert [row["title"] for row in news.rows("title")] == [RUMOUR]


def test_pages_are_read_and_nothing_is_submitted(news: News) -> None:
    news.publish(RUMOUR)
    news.also(
        "fetch('/api/count', {method: 'POST', body: 'x'}).catch(() => {});navigator.sendBeacon('/api/beacon', 'x');"
    )
    result = news.visit()
    assert not [path for path in news.site.asked if "count" in path or "beacon" in path]
    assert [row["title"] for row in news.rows("title")] == [RUMOUR]
    [told] = [issue.message for issue in result.issues if issue.kind == "javascript-kept-out"]
    assert "/api/count" in told and "GET" in told


def test_what_robots_forbids_is_not_fetched_for_a_script_either(news: News) -> None:
    news.publish(RUMOUR)
    news.site.raw("/robots.txt", b"User-agent: *\nDisallow: /api/\n")
    result = news.visit()
    assert not [path for path in news.site.asked if path.startswith("/api/")]
    assert "robots.txt" in " ".join(issue.message for issue in result.issues if issue.kind == "javascript-kept-out")


def test_a_page_that_robots_forbids_is_not_drawn(news: News) -> None:
    news.publish(RUMOUR)
    news.site.raw("/robots.txt", b"User-agent: *\nDisallow: /\n")
    assert [issue.kind for issue in news.visit().issues] == ["robots"]
    assert news.site.asked == ["/robots.txt"]


def test_a_site_that_is_asked_too_much_is_left_alone(news: News) -> None:
    news.publish(RUMOUR)
    news.site.raw("/api/list", b"", status=429, headers={"Retry-After": "3600"})
    result = news.visit()
    assert [issue.kind for issue in result.issues] == ["retry-after"]
    assert news.visit().counts["sources"] == 0


def test_a_part_that_fails_for_a_moment_leaves_the_page_unread(news: News) -> None:
    news.publish(RUMOUR)
    news.site.raw("/api/list", b"", status=500)
    assert [issue.kind for issue in news.visit().issues] == ["javascript-part"]
    news.publish(RUMOUR)
    assert news.visit().counts["posts_new"] == 1


def test_posts_that_an_incomplete_page_lacks_are_not_gone(news: News) -> None:
    news.site.raw("/robots.txt", b"User-agent: *\nDisallow: /api/seen\n")
    news.board("甲楼", "乙楼")
    assert news.visit(**news.forum).counts["posts_new"] == 2
    news.board("甲楼")
    news.also("fetch('/api/seen');")
    assert news.visit(**news.forum).counts["posts_gone"] == 0
    news.more = ""
    news.board("甲楼", "丙楼")
    assert news.visit(**news.forum).counts["posts_gone"] == 1


def test_a_board_switched_to_scripts_is_not_hidden_by_an_old_validator(news: News, site: Site) -> None:
    """The shell of such a page never changes; asked conditionally, it would be "not modified" for ever."""
    site.raw("/", NEWS.encode(), headers={"Content-Type": "text/html", "ETag": '"shell"'})
    site.raw("/app.js", b"", headers={"Content-Type": "text/javascript"})
    news.visit(javascript=False)
    news.publish(RUMOUR)
    shell = site.pages["/"]
    site.raw("/", shell.body, headers={**shell.headers, "ETag": '"shell"'})
    assert news.visit().counts["posts_new"] == 1
    assert json.loads(site.pages["/api/list"].body)[0]["title"] == RUMOUR
