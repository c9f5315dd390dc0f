"""The next thread of a board is read with the selectors of the one before it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bench.visits.site import POSTS, thread
from crawlers.kinds.base import Fetch, Outcome, Page, Visit
from crawlers.kinds.discuz import Discuz
from crawlers.reading.paths import css
from model.config import DiscuzSource

NOW = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)
SOURCE = DiscuzSource(name="board", kind="discuz", url="http://board.example/forum-2-1.html")
VISIT = Visit(markers={}, oldest=NOW - timedelta(days=30), zone=ZoneInfo("Asia/Shanghai"))


def posts_of(tid: int) -> int:
    url = f"http://board.example/forum.php?mod=viewthread&tid={tid}"
    page = Page(
        url=url, status=200, content_type="text/html", charset="utf-8", body=thread(tid, NOW), fetched_at=NOW
    )
    outcome = Discuz().parse(SOURCE, Fetch(url=url, role="item", thread=str(tid)), page, VISIT)
    assert isinstance(outcome, Outcome)
    return len({read.post.key for read in outcome.reads})


def test_the_number_of_a_post_makes_no_new_selector() -> None:
    """To translate and compile one for each took longer than the rest of the page."""
    assert posts_of(1) == POSTS
    compiled = css.cache_info().misses
    assert posts_of(2) == POSTS
    assert css.cache_info().misses == compiled
