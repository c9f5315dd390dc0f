"""Severity: from level, growth, spread and words of danger to life; never from tone, never down while it waits."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from alerts.triage.lifecycle import opened
from alerts.triage.severity import danger_words, graded
from model.catalogue import Catalogue
from model.records import Alert, Level, State, Summary

ZH = Catalogue("zh")


def _alert(make_story: Any, now: Any, level: Level = Level.NORMAL, **more: Any) -> Alert:
    return opened(make_story(**more), level, (), now)


def test_what_is_ordinary_stays_ordinary(make_story: Any, now: Any) -> None:
    alert = _alert(make_story, now)
    assert graded(alert, None, ZH) == alert


def test_a_word_of_danger_growth_and_spread_raise(make_story: Any, now: Any) -> None:
    summary = Summary(representative=None, key_terms=(), first_seen=now, growth=2.4, cues=())
    danger = graded(_alert(make_story, now, terms=("东门", "爆炸")), None, ZH)
    fast = graded(replace(_alert(make_story, now, threads=9), summary=summary), None, ZH)
    wide = graded(_alert(make_story, now, sources=("一", "二", "三", "四")), None, ZH)
    assert [(one.level, one.graded) for one in (danger, fast, wide)] == [
        (Level.URGENT, "升为紧急：说到“爆炸”。"),
        (Level.URGENT, "升为紧急：最近几小时每小时新增约 2 个帖子。"),
        (Level.URGENT, "升为紧急：4 个来源都在说。"),
    ]
    few = replace(_alert(make_story, now, threads=3), summary=summary)
    assert graded(few, None, ZH).level is Level.NORMAL


def test_a_topic_of_life_is_never_lowered_and_nothing_else_becomes_one(make_story: Any, now: Any) -> None:
    assert graded(_alert(make_story, now, Level.LIFE, terms=("溺水",)), None, ZH).level is Level.LIFE
    assert all(graded(_alert(make_story, now, terms=(w,)), None, ZH).level is Level.URGENT for w in danger_words())


def test_it_stays_urgent_while_it_waits_and_not_longer(make_story: Any, now: Any) -> None:
    before = graded(_alert(make_story, now, terms=("爆炸",)), None, ZH)
    later = _alert(make_story, now)
    assert graded(later, before, ZH).graded == before.graded
    assert graded(later, replace(before, state=State.ANSWERED), ZH).level is Level.NORMAL
