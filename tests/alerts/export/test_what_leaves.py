"""What an export holds, and what never leaves."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from alerts.run import alert
from store import alerts, audit, posts, stories


def test_stories_come_in_order_with_small_counts_hidden(told: Any) -> None:
    rows = told.lines("stories")
    assert [row["id"] for row in rows] == ["s2", "s1", "s3"]
    assert [row["threads"] for row in rows] == ["少于3", 5, 4]
    assert [row["voices"] for row in rows] == ["少于3", 7, None]
    assert rows[1]["terms"] == ["牙签弩", "易拉罐"] and rows[1]["state"] == "new"
    assert rows[1]["opened_at"] == "2026-03-02T13:00:00+08:00"


def test_alerts_carry_thread_links_and_short_excerpts_and_no_reply(told: Any) -> None:
    rows = told.lines("alerts")
    assert [row["story"] for row in rows] == [item.story_id for item in alerts.page(told.store)[::-1]]
    many = next(row for row in rows if row["story"] == "s1")
    assert len(many["links"]) == len(many["excerpts"]) == 5
    assert not any("#" in link for link in many["links"])
    assert all(len(text) <= 40 for text in many["excerpts"])


@pytest.mark.parametrize("subject", ["stories", "alerts", "counts", "digests"])
@pytest.mark.parametrize("form", ["jsonl", "csv", "xlsx"])
def test_no_text_of_a_post_leaves(subject: str, form: str, told: Any, sheet_xml: Any) -> None:
    path = told.file(subject, name=f"out.{form}")
    text = sheet_xml(path) if form == "xlsx" else path.read_text(encoding="utf-8")
    bodies = {post.body for post in posts.page(told.store, limit=1000)}
    assert bodies and not any(body in text for body in bodies)
    assert "#pid" not in text


def test_hidden_and_dismissed_stories_never_leave(told: Any, tell: Any, sheet_xml: Any, now: Any) -> None:
    tell(told.store, "hidden", title="甲先生的私事", shown=False, terms=("甲先生",))
    tell(told.store, "opinion", title="路灯太暗了", terms=("路灯太暗",))
    alert(told.store, told.config, now)
    assert "opinion" in {row["story"] for row in told.lines("alerts")}
    told.store.db.conn.execute("UPDATE alert SET state = 'dismissed' WHERE story_id = 'opinion'")
    assert {row["id"] for row in told.lines("stories")} == {"s1", "s2", "s3"}
    assert {row["story"] for row in told.lines("alerts")} == {"s1", "s2", "s3"}
    for subject in ("stories", "alerts", "digests"):
        text = sheet_xml(told.file(subject, name=f"{subject}.xlsx"))
        assert "甲先生" not in text and "路灯" not in text


def test_counts_of_a_day_by_source_and_topic(desk: Any, caught: Any, make_post: Any, now: Any) -> None:
    for n in range(4):
        caught(desk.store, f"k{n}", f"t{n}", "听说有人溺水", at=now - timedelta(hours=n))
    caught(desk.store, "cry", "t9", "我想死,活不下去了,不如溺水", at=now)
    posts.save(desk.store, [make_post("o", "o", source="晚报", at=now - timedelta(days=3))])
    yesterday = now.astimezone(desk.config.zone).replace(hour=0, minute=0) - timedelta(seconds=1)
    posts.save(desk.store, [make_post("y", "y", at=yesterday)])
    assert desk.lines("counts") == [
        {"day": "2026-02-27", "source": "晚报", "topic": None, "posts": "少于3", "threads": "少于3"},
        {"day": "2026-03-01", "source": "论坛", "topic": None, "posts": "少于3", "threads": "少于3"},
        {"day": "2026-03-02", "source": "论坛", "topic": None, "posts": 5, "threads": 5},
        {"day": "2026-03-02", "source": "论坛", "topic": "drowning", "posts": 4, "threads": 4},
    ]
    assert [row["day"] for row in desk.lines("counts", "--since", "2026-03-02")] == ["2026-03-02"] * 2


def test_digests_give_figures_only(told: Any) -> None:
    (row,) = told.lines("digests")
    assert (row["day"], row["open"], row["closed"]) == ("2026-03-02", 3, "少于3")
    assert set(row) == {
        "day", "since", "until", "open", "closed", "posts", "threads", "hidden_personal", "learning_day",
        "sources_ok", "sources_failed", "sources_silent", "sources_odd", "sources_never",
    }  # fmt: skip
    assert told.lines("digests", "--since", "2026-03-03") == []


def test_since_is_a_day_of_the_town(told: Any, tell: Any, now: Any) -> None:
    midnight = now.astimezone(told.config.zone).replace(hour=0, minute=0, second=0)
    tell(told.store, "before", updated_at=midnight - timedelta(seconds=1))
    tell(told.store, "after", updated_at=midnight)
    found = {row["id"] for row in told.lines("stories", "--since", "2026-03-02")}
    assert "after" in found and "before" not in found
    bad = told.run("stories", "--since", "gestern")
    assert bad.exit_code == 2 and "2026-03-01" in bad.stderr


def test_every_export_is_on_record(told: Any, now: Any) -> None:
    told.lines("stories")
    told.file("counts", "--since", "2026-01-01", name="c.csv")
    assert [(entry.at, entry.action, dict(entry.detail)) for entry in audit.latest(told.store)] == [
        (now, "export", {"what": "counts", "format": "csv", "rows": 1, "since": "2026-01-01"}),
        (now, "export", {"what": "stories", "format": "jsonl", "rows": 3, "since": None}),
    ]


def test_many_stories_come_once_each_and_twice_the_same(desk: Any, make_story: Any, now: Any) -> None:
    many = [make_story(f"s{n:04}", opened_at=now - timedelta(minutes=n // 7)) for n in range(1300)]
    stories.save(desk.store, many)
    first = desk.run("stories").stdout
    ids = re.findall(rb'"id": "(s\d+)"', first)
    assert len(ids) == len(set(ids)) == 1300
    assert desk.run("stories").stdout == first


def test_nothing_to_export_is_an_empty_file_with_titles(desk: Any) -> None:
    assert desk.lines("alerts") == []
    assert desk.file("alerts", name="a.csv").read_text(encoding="utf-8-sig").startswith("编号,话题编号,标题")
