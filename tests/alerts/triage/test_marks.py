"""Unverified until a person decides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest

from alerts.triage import marks
from alerts.triage.lifecycle import opened
from model.catalogue import Catalogue
from model.records import Level, State, Story

ZH = Catalogue("zh")


@pytest.mark.parametrize(
    ("level", "voices", "words"),
    [
        (Level.LIFE, 1, "单一来源，未核实"),
        (Level.LIFE, 2, "未核实"),
        (Level.NORMAL, 1, "未核实"),
        (Level.URGENT, 9, "未核实"),
    ],
)
def test_the_ground(level: Level, voices: int, words: str, make_story: Callable[..., Story], now: datetime) -> None:
    assert marks.ground(opened(make_story(voices=voices), level, (), now), ZH) == words


@pytest.mark.parametrize("state", list(State))
def test_only_a_person_verifies(state: State, make_story: Callable[..., Story], now: datetime) -> None:
    alert = replace(opened(make_story(), Level.NORMAL, (), now), state=state)
    decided = state in {State.ANSWERED, State.DISMISSED, State.MERGED}
    assert (marks.ground(alert, ZH) == "") is decided


def test_unknown_voices_are_said(make_story: Callable[..., Story], now: datetime) -> None:
    story = make_story(voices=3, voices_known=False)
    assert marks.voices(opened(story, Level.NORMAL, (), now), ZH) == "按帖子计，发言人数未知"
