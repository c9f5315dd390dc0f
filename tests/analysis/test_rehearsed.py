"""Decisions played in a replay: the file's format, and that one kind is dismissed until it falls silent."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from analysis.rehearsed import Order, order_of
from analysis.text.segment import Segmenter
from commands.replay import command
from model.catalogue import Catalogue
from model.config.settings import Emergence
from model.errors import UsageError
from model.records import Post
from model.verdicts import Decision, Reason
from replay import replay
from tests.analysis.emergence.invented_town import RUMOUR, SOURCES, START, everyday, in_fetch_order, post, rumour

ZH = Catalogue("zh")
STARTS = 14
WISHES = (
    "我家孩子参加{}比赛，麻烦各位帮忙投一票，每天都能投，谢谢大家",
    "帮投一票！{}比赛，我家的还差一点进前三，每天都能投",
    "求投票，{}比赛，点进去就能投，每人每天一票，拜托拜托",
    "{}比赛又在拉票了，大家有空帮忙投一票，点进去就能投",
)
NAMES = "梅花兰草竹编荷灯陶艺剪纸风筝皮影泥塑刺绣木雕糖画面人扎染"


def votes(number: int) -> list[Post]:
    """One more contest, on every site within the hour."""
    at = START + timedelta(days=8 + number, hours=10)
    name = NAMES[2 * number : 2 * number + 2]
    return [
        post(800_000 + 10 * number + i, at + timedelta(minutes=12 * i), "", wish.format(name), source=SOURCES[i])
        for i, wish in enumerate(WISHES)
    ]


def told(orders: list[Order]) -> Iterator[str]:
    stream = in_fetch_order(
        everyday(8 + STARTS), *map(votes, range(STARTS)), rumour(START + timedelta(days=20, hours=9), RUMOUR)
    )
    rules = Emergence(learning_days=0)
    return (
        str(alert["posts"]) for alert in replay(stream, {}, rules, segmenter=Segmenter(None, []), orders=orders)
    )


def heard(alerts: list[str]) -> list[int]:
    return [n for n in range(STARTS) if any(f"'p{80_000 + n}" in alert for alert in alerts)]


def test_a_kind_that_is_dismissed_falls_silent_and_a_true_story_is_still_heard() -> None:
    plain = list(told([]))
    orders = [
        Order(
            posts=frozenset(p.key for p in votes(n)), terms=(), decision=Decision.DISMISS, reason=Reason.AD, after=0
        )
        for n in range(7)
    ]
    taught = list(told(orders))
    late = [n for n in heard(plain) if n >= 7]
    assert len(late) >= 3
    assert 3 * len([n for n in heard(taught) if n >= 7]) <= len(late)
    for alerts in (plain, taught):
        assert any("p900000" in alert for alert in alerts)


@pytest.mark.parametrize(
    ("record", "words"),
    [
        ({"decision": "take"}, "story_terms"),
        ({"posts": "p1", "decision": "take"}, "story_terms"),
        ({"posts": ["p1"], "decision": "praise"}, "praise"),
        ({"posts": ["p1"], "decision": "dismiss"}, "reason"),
        ({"posts": ["p1"], "decision": "take", "after_minutes": -1}, "after_minutes"),
        ({"posts": ["p1"], "decision": "take", "after_minutes": True}, "after_minutes"),
    ],
)
def test_a_line_that_is_no_decision(record: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        order_of(record, ZH)


def test_a_file_with_a_bad_line_plays_nothing(tmp_path: Path) -> None:
    posts, decisions = tmp_path / "posts.jsonl", tmp_path / "verdicts.jsonl"
    posts.write_text("", encoding="utf-8")
    good = {"story_terms": ["投票"], "decision": "dismiss", "reason": "ad", "after_minutes": 30}
    decisions.write_text(f"{json.dumps(good)}\n{{}}\n", encoding="utf-8")
    with pytest.raises(UsageError, match="第 2 行"):
        CliRunner().invoke(command, [str(posts), "--verdicts", str(decisions)], catch_exceptions=False)
