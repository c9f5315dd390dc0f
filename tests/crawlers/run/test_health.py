"""Is a source in its healthy range, and how trouble is summed up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from crawlers.health import judge
from crawlers.ledger import MOST_KINDS, Ledger
from crawlers.processes.job import Job, Progress, Trouble, Visited, event_line, read_event
from model.catalogue import Catalogue
from model.config import Config
from model.config.sources import FeedSource, Healthy
from model.records import Severity

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
SOURCE = FeedSource(
    name="城事", kind="feed", url="https://a.cn/", healthy=Healthy(posts_per_day=(5, 50), newest_within=12 * HOUR)
)


@pytest.mark.parametrize(("known", "posts", "quiet", "kinds"), [
    (100, 20, 1, []), (100, 5, 12, []), (100, 4, 1, ["few-posts"]), (100, 51, 1, ["many-posts"]),
    (100, 0, 13, ["few-posts", "silent"]), (23, 0, 1, []), (23, 500, 13, ["silent"]),
    (11, 0, None, []), (12, 0, None, ["never-heard"]),
])  # fmt: skip
def test_healthy_range(known: int, posts: int, quiet: int | None, kinds: list[str]) -> None:
    newest = None if quiet is None else NOW - quiet * HOUR
    found = judge(SOURCE, NOW, first_at=NOW - known * HOUR, posts=posts, newest=newest)
    assert [finding.kind for finding in found] == kinds
    for finding in found:
        assert "{" not in Catalogue("zh").say(f"crawlers.trouble.{finding.kind}", **finding.values)


def trouble(kind: str, source: str = "城事", *, fatal: bool = False) -> Trouble:
    return Trouble(source=source, kind=kind, message=f"出了{kind}", url="https://a.cn/", fatal=fatal)


def test_the_same_trouble_is_one_issue() -> None:
    ledger = Ledger(["城事", "晚报"])
    for one in [trouble("no-date")] * 12 + [trouble("timeout", fatal=True), trouble("no-date", "晚报")]:
        ledger.trouble(one)
    ledger.visited(
        Visited(source="城事", ok=True, pages=3, posts_new=2, posts_edited=1, posts_gone=0, not_modified=0)
    )
    issues = ledger.issues(7, NOW, Catalogue("zh"))
    assert [(i.source, i.kind, i.severity, i.message) for i in issues] == [
        ("城事", "timeout", Severity.ERROR, "出了timeout"),
        ("城事", "no-date", Severity.WARNING, "12 处：出了no-date"),
        ("晚报", "no-date", Severity.WARNING, "出了no-date"),
    ]
    assert ledger.failed == ledger.unfinished == ["晚报"]
    assert ledger.counts() == {
        "sources": 2, "failed": 1, "pages": 3, "posts_new": 2, "posts_edited": 1, "posts_gone": 0,
        "not_modified": 0,
    }  # fmt: skip


def test_a_source_cannot_flood_the_list_of_issues() -> None:
    ledger = Ledger(["城事"])
    for number in range(50):
        ledger.trouble(trouble(f"kind{number}"))
    issues = ledger.issues(1, NOW, Catalogue("zh"))
    assert len(issues) == MOST_KINDS + 1 and issues[-1].message == f"还有 {50 - MOST_KINDS} 种问题没有列出"


def test_what_parent_and_child_tell_each_other() -> None:
    progress = Progress(source="城事", pages=1, planned=2)
    assert read_event(event_line(progress)) == progress
    for line in ("", "{", "[]", "null", '{"event": "Nothing"}', event_line(progress)[:-4], '{"event": "Progress"}'):
        assert read_event(line) is None
    config = Config.model_validate(
        {
            "association": {"name": "协会", "town": "永康", "contact": "mailto:help@xiehui.cn"},
            "sources": [SOURCE.model_dump()],
            "topics": {"x": {"words": ["x"]}},
            "channels": [{"kind": "webhook", "name": "hook", "url": "https://secret.cn/"}],
        }
    )
    job = Job(config=config, now=NOW, sources=("城事",))
    assert "secret" not in job.dumps()
    assert Job.loads(job.dumps()) == Job(
        config=config.model_copy(update={"channels": [], "topics": {}}), now=NOW, sources=("城事",)
    )
