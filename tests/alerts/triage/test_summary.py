"""The lines under an alert: facts with their ground, an excerpt of at most 40 characters, a thread and no reply."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from alerts.triage.summary import lines, summary
from model.catalogue import Catalogue
from model.records import Post, Precision, Summary
from store.snapshots import _summary, _summary_of

NOW = datetime(2026, 3, 20, 8, tzinfo=UTC)


def said(identifier: int, thread: str, hours: float, text: str = "门口的文具店在卖牙签弩") -> Post:
    at = NOW - timedelta(hours=hours)
    return Post(
        source="论坛", key=str(identifier),
        url=f"https://bbs.example.org/t/{thread}#reply{identifier}", thread=thread,
        thread_url=f"https://bbs.example.org/t/{thread}#reply{identifier}",
        opener=False, title="", body=text,
        published_at=at, precision=Precision.MINUTE, fetched_at=at, id=identifier,
    )  # fmt: skip


def made(posts: list[Post], speaker: int | None = 1) -> Summary:
    cues = {1: ("spread_call", "no_source"), 2: ("spread_call",), 3: ("spread_call",)}
    found = summary(posts, cues, NOW, speaker=speaker, terms=("牙签弩", "文具店"))
    assert found is not None
    return found


def test_first_seen_growth_and_cues_count_threads() -> None:
    found = made([said(1, "a", 10), said(2, "a", 1), said(3, "b", 2), said(4, "c", 3)])
    assert found.first_seen == NOW - timedelta(hours=10)
    assert found.growth == round(2 / 6, 2)
    assert found.cues == (("spread_call", 2), ("no_source", 1))


def test_a_young_story_grows_by_its_own_age() -> None:
    assert made([said(1, "a", 2), said(2, "b", 1)]).growth == 1.0
    assert made([said(1, "a", 0.1), said(2, "b", 0)]).growth == 2.0


def test_the_excerpt_is_short_and_leads_to_the_thread() -> None:
    representative = made([said(1, "a", 1, "牙签弩" * 40)]).representative
    assert representative is not None
    assert len(representative.excerpt) <= 40
    assert representative.thread_url == "https://bbs.example.org/t/a"


def test_nobody_speaks_when_nobody_was_chosen_or_the_post_is_gone() -> None:
    assert made([said(1, "a", 1)], speaker=None).representative is None
    assert made([said(1, "a", 1)], speaker=7).representative is None
    assert summary([], {}, NOW, speaker=1, terms=()) is None


def test_the_lines_are_plain_words_and_no_verdict() -> None:
    told = "\n".join(lines(made([said(1, "a", 1)]), Catalogue("zh"), "3月20日 15:00"))
    for words in ("门口的文具店在卖牙签弩", "牙签弩、文具店", "3月20日 15:00", "求扩散", "未写来源", "不判断真假"):
        assert words in told
    bare = replace(made([said(1, "a", 1)]), representative=None, key_terms=(), cues=())
    assert len(lines(bare, Catalogue("en"), "20 March 15:00")) == 1


def test_a_summary_survives_its_way_through_json() -> None:
    found = made([said(1, "a", 1), said(3, "b", 2)])
    assert _summary_of(json.loads(json.dumps(_summary(found)))) == found
