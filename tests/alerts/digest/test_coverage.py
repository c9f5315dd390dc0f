"""How a source did: silence must not look like calm."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from alerts.digest.coverage import judge
from model.catalogue import Catalogue
from model.config import FeedSource
from store.crawling import SourceVisit

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
SOURCE = FeedSource.model_validate(
    {"name": "晚报", "kind": "feed", "url": "https://a.cn/rss", "every": "30m", "healthy": {"newest_within": "24h"}}
)


def visit(*, minutes: int = 5, ok: bool = True, first: int = 100) -> SourceVisit:
    at = NOW - timedelta(minutes=minutes)
    done = at if ok else at - timedelta(hours=3)
    return SourceVisit(
        source="晚报", first_at=NOW - timedelta(hours=first), visited_at=at, succeeded_at=done, not_before=None
    )


def hours(count: float) -> datetime:
    return NOW - timedelta(hours=count)


@pytest.mark.parametrize(
    ("seen", "newest", "status", "message"),
    [
        (visit(), hours(1), "ok", ""),
        (None, None, "never", "还没有读取过"),
        (visit(minutes=600), hours(11), "never", "已经 10 小时没有去读"),
        (visit(ok=False), hours(1), "failed", "最近一次读取失败"),
        (visit(), hours(30), "silent", "已 30 小时没有新内容（平常 24 小时内会有）"),
        (visit(), None, "silent", "已 100 小时没有新内容（平常 24 小时内会有）"),
        (visit(first=2), None, "ok", ""),
    ],
)
def test_the_four_standings(seen: SourceVisit | None, newest: datetime | None, status: str, message: str) -> None:
    found = judge(SOURCE, seen, Catalogue("zh"), NOW, posts=3, newest=newest, trouble="")
    assert (found.status, found.message, found.posts) == (status, message, 3)


def test_a_failure_says_why_without_the_address_of_a_post() -> None:
    trouble = "网站回答 500:https://bbs.town.cn/forum.php?mod=viewthread&tid=1&pid=7(第 2 次)"
    found = judge(SOURCE, visit(ok=False), Catalogue("zh"), NOW, posts=0, newest=hours(1), trouble=trouble)
    assert found.message == "网站回答 500:bbs.town.cn(第 2 次)"


def test_an_old_trouble_is_not_told_of_a_source_that_does_well() -> None:
    found = judge(SOURCE, visit(), Catalogue("zh"), NOW, posts=3, newest=hours(1), trouble="网站回答 500")
    assert (found.status, found.message) == ("ok", "")
