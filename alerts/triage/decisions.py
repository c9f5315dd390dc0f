"""What a person may decide about an alert, and what becomes of it. Pure.

A step that the state does not allow is refused with what the state is and what can be done; nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from alerts.answers.version import version
from model.address import is_web
from model.records import Alert, State
from model.verdicts import DUTY, Decision, Reason, Verdict, standing

LONGEST_SNOOZE = timedelta(days=90)
LONGEST_TEXT = 2000
"""The most characters of an answer or a remark."""

_WAITING = frozenset({State.NEW, State.CHECKING, State.SNOOZED, State.FADED})
_FROM: Mapping[Decision, frozenset[State]] = {
    Decision.TAKE: frozenset({State.NEW, State.SNOOZED, State.FADED}),
    Decision.DISMISS: _WAITING,
    Decision.SNOOZE: frozenset({State.NEW, State.CHECKING, State.SNOOZED}),
    Decision.MERGE: _WAITING,
    Decision.ANSWER: _WAITING | {State.ANSWERED},
    Decision.APPROVE: _WAITING | {State.ANSWERED},
    Decision.PUBLISH: _WAITING | {State.ANSWERED},
}
"""An answered alert can be answered anew: what was said may have to be corrected."""
_AFTER: Mapping[Decision, State] = {
    Decision.TAKE: State.CHECKING,
    Decision.DISMISS: State.DISMISSED,
    Decision.SNOOZE: State.SNOOZED,
    Decision.MERGE: State.MERGED,
    Decision.ANSWER: State.CHECKING,
    Decision.APPROVE: State.CHECKING,
    Decision.PUBLISH: State.ANSWERED,
}
_WRITING = frozenset({Decision.ANSWER, Decision.APPROVE})
"""Steps on the way to a new version: a published answer stands until the next one is published."""
_ENDED = frozenset({State.ANSWERED, State.DISMISSED, State.MERGED, State.FADED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody wants to do. `seen`: the last verdict on the page they decided from; 0: none, None: unknown."""

    decision: Decision
    role: str
    reason: Reason | None = None
    note: str = ""
    until: datetime | None = None
    into: int | None = None
    confirmed: bool = False
    seen: int | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """Why not: the message ``triage.refused.<why>`` and what it speaks of."""

    why: str
    alert: Alert
    last: Verdict | None = None
    values: Mapping[str, object] = field(default_factory=dict)


def possible(alert: Alert, history: Sequence[Verdict]) -> list[Decision]:
    """The steps that can be taken now, in the order in which people think of them."""
    ready = _ready(history)
    found = [decision for decision, states in _FROM.items() if alert.state in states and decision in ready]
    return [*found, Decision.UNDO] if _undoable(alert, history) else found


def _ready(history: Sequence[Verdict]) -> set[Decision]:
    """The steps that make sense: what is written can be approved, what is approved can be published."""
    now = version(history)
    approve = now is not None and now.approved is None and now.published is None
    publish = now is not None and now.approved is not None and now.published is None
    too_early = {Decision.APPROVE: not approve, Decision.PUBLISH: not publish}
    return {decision for decision in Decision if not too_early.get(decision)}


def judge(
    alert: Alert, history: Sequence[Verdict], wish: Wish, now: datetime, target: Alert | None = None
) -> Verdict | Refused:
    """The verdict that `wish` comes to, or why it is refused. `history`: the alert's verdicts, oldest first.

    `target` is the alert to merge into, None when there is no such alert.
    """
    last = history[-1] if history else None
    if wish.seen is not None and wish.seen != (last.id if last else 0):
        return Refused("overtaken", alert, last)
    if wish.decision is Decision.UNDO:
        return _undo(alert, history, wish, now)
    if alert.state not in _FROM[wish.decision]:
        taken = wish.decision is Decision.TAKE and alert.state is State.CHECKING
        return Refused("taken" if taken else "state", alert, last)
    fault = _incomplete(alert, wish, now, target) or _too_early(history, wish)
    if fault is not None:
        return Refused(fault, alert, last, {"into": wish.into, "url": wish.note.strip()})
    return Verdict(
        id=0, alert_id=alert.id, decision=wish.decision, at=now, role=wish.role, before=alert.state,
        after=_after(alert, wish.decision), reason=wish.reason, note=wish.note.strip(),
        until=wish.until, into=wish.into, threads=alert.threads,
    )  # fmt: skip


def _after(alert: Alert, decision: Decision) -> State:
    return State.ANSWERED if decision in _WRITING and alert.state is State.ANSWERED else _AFTER[decision]


def _too_early(history: Sequence[Verdict], wish: Wish) -> str | None:
    """What has to happen before a response can be approved or published."""
    if wish.decision not in {Decision.APPROVE, Decision.PUBLISH}:
        return None
    now = version(history)
    if now is None:
        return "nothing_written"
    if wish.decision is Decision.APPROVE:
        return _not_a_second(now.written, wish) or ("approved_already" if now.approved else None)
    return "not_approved" if now.approved is None else "published_already" if now.published else None


def _not_a_second(written: Verdict, wish: Wish) -> str | None:
    if wish.role == DUTY:
        return "no_code"
    return "same_person" if wish.role.casefold() == written.role.casefold() else None


def _incomplete(alert: Alert, wish: Wish, now: datetime, target: Alert | None) -> str | None:
    """What a wish lacks."""
    if len(wish.note) > LONGEST_TEXT:
        return "too_long"
    match wish.decision:
        case Decision.DISMISS if wish.reason is None:
            return "no_reason"
        case Decision.DISMISS if wish.reason is Reason.OPINION and not wish.confirmed:
            return "confirm"
        case Decision.SNOOZE if wish.until is None or not now < wish.until <= now + LONGEST_SNOOZE:
            return "until"
        case Decision.ANSWER if not wish.note.strip():
            return "no_answer"
        case Decision.PUBLISH if not is_web(wish.note.strip()):
            return "bad_url"
        case Decision.MERGE if wish.into is None:
            return "no_into"
        case Decision.MERGE:
            return _wrong_target(alert, target)
    return None


def _wrong_target(alert: Alert, target: Alert | None) -> str | None:
    if target is None:
        return "no_target"
    if target.id == alert.id:
        return "into_itself"
    return "target_ended" if target.state in {State.DISMISSED, State.MERGED} else None


def _undoable(alert: Alert, history: Sequence[Verdict]) -> Verdict | None:
    left = standing(list(history))
    last = left[-1] if left else None
    if last is None or last.after is not alert.state or last.reason is Reason.OPINION:
        return None
    return last


def _undo(alert: Alert, history: Sequence[Verdict], wish: Wish, now: datetime) -> Verdict | Refused:
    left = standing(list(history))
    last = left[-1] if left else None
    if last is None:
        return Refused("nothing_to_undo", alert)
    if last.reason is Reason.OPINION:
        return Refused("gone_for_good", alert, last)
    if last.after is not alert.state:
        return Refused("moved_on", alert, last)
    return Verdict(
        id=0, alert_id=alert.id, decision=Decision.UNDO, at=now, role=wish.role, before=alert.state,
        after=last.before, note=wish.note.strip(), threads=alert.threads, undoes=last.id,
    )  # fmt: skip


def decided(alert: Alert, verdict: Verdict) -> Alert:
    """The alert after a verdict."""
    if verdict.after is alert.state and verdict.decision is not Decision.PUBLISH:
        return alert
    return replace(alert, state=verdict.after, closed_at=verdict.at if verdict.after in _ENDED else None)


def emptied(alert: Alert, title: str) -> Alert:
    """The alert without a word of what it was about."""
    return replace(
        alert, title=title, terms=(), topic=None, why="", evidence=(), threads=0, voices=0, sources=(),
        expected=0.0, surprise=0.0, summary=None, tips=0, graded="",
    )  # fmt: skip
