"""From posts to a story: one odd reply decides nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from alerts.facts.match import Found
from alerts.facts.stories import of_story
from model.facts import Fact, KnownFact

TODAY = date(2026, 3, 2)


def found(*near: tuple[Fact, float]) -> Found:
    known = tuple(KnownFact(fact=fact, score=score, matched=False) for fact, score in near)
    return Found(near=known, matched=None)


def test_one_post_of_many_is_not_enough(make_fact: Callable[..., Fact]) -> None:
    rice, bridge = make_fact("米", "塑料大米"), make_fact("桥", "大桥要塌")
    posts = [
        found((rice, 0.9), (bridge, 0.2)),
        found((rice, 0.8)),
        found((rice, 0.7)),
        found((bridge, 0.99)),
        found(),
    ]
    near = of_story(posts, TODAY)
    assert [(one.fact.key, one.score, one.matched) for one in near] == [("米", 0.8, True), ("桥", 0.3967, False)]


def test_a_story_of_one_post(make_fact: Callable[..., Fact]) -> None:
    near = of_story([found((make_fact("米", "塑料大米"), 0.7))], TODAY)
    assert [one.matched for one in near] == [True]
    assert of_story([], TODAY) == ()


def test_an_expired_fact_gives_way(make_fact: Callable[..., Fact]) -> None:
    old = make_fact("旧", "城东停水", valid_until=TODAY - timedelta(days=3))
    near = of_story([found((old, 0.9), (make_fact("新", "全城停水"), 0.6))], TODAY)
    assert [(one.fact.key, one.matched) for one in near] == [("旧", False), ("新", True)]
