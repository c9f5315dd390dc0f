"""What a person may decide about an alert, and what an illegal step is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from alerts.triage.decisions import LONGEST_SNOOZE, Refused, Wish, decided, judge, possible
from alerts.triage.lifecycle import Step, opened, steps
from model.records import Alert, Level, State, Story
from model.verdicts import Decision, Reason, Verdict

MakeStory = Callable[..., Story]
FADE = timedelta(hours=72)
EVERY = [Decision.TAKE, Decision.DISMISS, Decision.SNOOZE, Decision.MERGE, Decision.ANSWER]


@pytest.fixture
def fresh(make_story: MakeStory, now: datetime) -> Alert:
    return replace(opened(make_story(), Level.NORMAL, (), now), id=1)


def wish(decision: Decision, now: datetime, **more: Any) -> Wish:
    needs: dict[Decision, dict[str, Any]] = {
        Decision.DISMISS: {"reason": Reason.AD},
        Decision.SNOOZE: {"until": now + timedelta(days=1)},
        Decision.MERGE: {"into": 2},
        Decision.ANSWER: {"note": "已经问过学校。"},
    }
    return Wish(**{"decision": decision, "role": "A3", **needs.get(decision, {}), **more})


@pytest.mark.parametrize(
    ("state", "allowed"),
    [
        (State.NEW, EVERY),
        (State.CHECKING, EVERY[1:]),
        (State.SNOOZED, EVERY),
        (State.FADED, [Decision.TAKE, Decision.DISMISS, Decision.MERGE, Decision.ANSWER]),
        (State.ANSWERED, [Decision.ANSWER]), (State.DISMISSED, []), (State.MERGED, []),
    ],
)  # fmt: skip
def test_what_each_state_allows(fresh: Alert, now: datetime, state: State, allowed: list[Decision]) -> None:
    alert = replace(fresh, state=state)
    assert possible(alert, []) == allowed
    for decision in EVERY:
        found = judge(alert, [], wish(decision, now), now, replace(fresh, id=2))
        assert isinstance(found, Verdict) == (decision in allowed)


@pytest.mark.parametrize(
    ("decision", "lacks", "why"),
    [
        (Decision.DISMISS, {"reason": None}, "no_reason"),
        (Decision.DISMISS, {"reason": Reason.OPINION}, "confirm"),
        (Decision.SNOOZE, {"until": None}, "until"),
        (Decision.ANSWER, {"note": " \n"}, "no_answer"),
        (Decision.ANSWER, {"note": "长" * 2001}, "too_long"),
    ],
)
def test_a_wish_that_lacks_something(
    fresh: Alert, now: datetime, decision: Decision, lacks: dict[str, Any], why: str
) -> None:
    found = judge(fresh, [], wish(decision, now, **lacks), now)
    assert isinstance(found, Refused) and found.why == why


@pytest.mark.parametrize("ahead", [timedelta(0), LONGEST_SNOOZE + timedelta(seconds=1)])
def test_a_snooze_has_bounds(fresh: Alert, now: datetime, ahead: timedelta) -> None:
    found = judge(fresh, [], wish(Decision.SNOOZE, now, until=now + ahead), now)
    assert isinstance(found, Refused) and found.why == "until"


def test_into_what_an_alert_can_be_merged(fresh: Alert, now: datetime) -> None:
    for target, why in [
        (None, "no_target"), (fresh, "into_itself"), (replace(fresh, id=2, state=State.MERGED), "target_ended"),
    ]:  # fmt: skip
        found = judge(fresh, [], wish(Decision.MERGE, now), now, target)
        assert isinstance(found, Refused) and found.why == why


def step(alert: Alert, history: list[Verdict], asked: Wish, now: datetime) -> Alert:
    found = judge(alert, history, asked, now)
    assert isinstance(found, Verdict), found
    history.append(replace(found, id=len(history) + 1))
    return decided(alert, found)


def test_undo_goes_back_step_by_step_to_the_beginning(fresh: Alert, now: datetime) -> None:
    history: list[Verdict] = []
    undo = Wish(decision=Decision.UNDO, role="B1")
    taken = step(fresh, history, wish(Decision.TAKE, now), now)
    gone = step(taken, history, wish(Decision.DISMISS, now), now)
    assert (gone.state, gone.closed_at) == (State.DISMISSED, now)
    back = step(gone, history, undo, now)
    assert back == taken and possible(back, history)[-1] is Decision.UNDO
    assert step(back, history, undo, now) == fresh
    found = judge(fresh, history, undo, now)
    assert isinstance(found, Refused) and found.why == "nothing_to_undo"


def test_what_cannot_be_undone(fresh: Alert, now: datetime) -> None:
    undo = Wish(decision=Decision.UNDO, role="B1")
    history: list[Verdict] = []
    opinion = wish(Decision.DISMISS, now, reason=Reason.OPINION, confirmed=True)
    gone = step(fresh, history, opinion, now)
    found = judge(gone, history, undo, now)
    assert isinstance(found, Refused) and found.why == "gone_for_good"
    assert Decision.UNDO not in possible(gone, history)
    history = []
    step(fresh, history, wish(Decision.ANSWER, now), now)
    found = judge(replace(fresh, state=State.NEW), history, undo, now)
    assert isinstance(found, Refused) and found.why == "moved_on"


def test_a_page_that_is_out_of_date_decides_nothing(fresh: Alert, now: datetime) -> None:
    history: list[Verdict] = []
    taken = step(fresh, history, wish(Decision.TAKE, now, seen=0), now)
    found = judge(taken, history, wish(Decision.DISMISS, now, seen=0), now)
    assert isinstance(found, Refused) and found.why == "overtaken"
    assert isinstance(judge(taken, history, wish(Decision.DISMISS, now, seen=1), now), Verdict)


# --- what the story does to a decision


def after(fresh: Alert, asked: Wish, now: datetime, **more: Any) -> tuple[Alert, Verdict]:
    alert, history = replace(fresh, **more), list[Verdict]()
    public = "https://xiehui.test/1"
    approved = [Wish(decision=Decision.APPROVE, role="B1"), Wish(decision=Decision.PUBLISH, role="A3", note=public)]
    for step in [asked, *(approved if asked.decision is Decision.ANSWER else [])]:
        found = judge(alert, history, step, now, replace(fresh, id=2))
        assert isinstance(found, Verdict)
        history.append(replace(found, id=len(history) + 1))
        alert = decided(alert, found)
    return alert, history[-1]


def test_a_snooze_ends_at_its_time_or_when_the_story_doubles(
    fresh: Alert, make_story: MakeStory, now: datetime
) -> None:
    alert, verdict = after(fresh, wish(Decision.SNOOZE, now), now)
    story = make_story(updated_at=now)
    assert steps(replace(story, threads=5), alert, now, FADE, verdict) == [Step.UPDATED]
    assert steps(replace(story, threads=6), alert, now, FADE, verdict) == [Step.DOUBLED]
    day = now + timedelta(days=1)
    assert steps(make_story(), alert, day - timedelta(seconds=1), FADE, verdict) == []
    assert steps(make_story(), alert, day, FADE, verdict) == [Step.DUE]
    assert steps(make_story(), alert, now + FADE, FADE, verdict) == [Step.DUE, Step.FADED]


def test_no_decision_mutes_a_danger_to_life(fresh: Alert, make_story: MakeStory, now: datetime) -> None:
    louder = make_story(threads=4, updated_at=now)
    same = make_story(updated_at=now)
    for asked, woken in [
        (wish(Decision.SNOOZE, now), Step.HEARD), (wish(Decision.DISMISS, now), Step.REOPENED),
        (wish(Decision.ANSWER, now), Step.REOPENED), (wish(Decision.MERGE, now), Step.REOPENED),
    ]:  # fmt: skip
        alert, verdict = after(fresh, asked, now, level=Level.LIFE)
        assert steps(louder, alert, now, FADE, verdict) == [woken]
        assert woken not in steps(same, alert, now, FADE, verdict)
        ordinary, verdict = after(fresh, asked, now)
        assert woken not in steps(louder, ordinary, now, FADE, verdict)


def test_an_answered_story_comes_back_when_it_doubles_or_after_a_quiet_day(
    fresh: Alert, make_story: MakeStory, now: datetime
) -> None:
    alert, verdict = after(fresh, wish(Decision.ANSWER, now), now)
    assert steps(make_story(threads=5, updated_at=now), alert, now, FADE, verdict) == [Step.FOLLOWED]
    assert steps(make_story(threads=6, updated_at=now), alert, now, FADE, verdict) == [Step.REOPENED]
    later = alert.updated_at + timedelta(hours=24)
    assert steps(make_story(updated_at=later), alert, later, FADE, verdict) == [Step.REOPENED]
    merged, verdict = after(fresh, wish(Decision.MERGE, now), now)
    story = make_story(threads=9, updated_at=now)
    assert steps(story, merged, now, FADE, verdict, joined_open=True) == [Step.FOLLOWED]
    assert steps(story, merged, now, FADE, verdict) == [Step.REOPENED]
