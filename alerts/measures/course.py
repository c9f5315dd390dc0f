"""From the history of an alert to its course. Pure; steps that a history does not have are not missed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from model.measures import Course
from model.records import Alert, AlertEvent

_TAKE, _ANSWER, _DISMISS, _OTHER = "take", "answer", "dismiss", "other"
_STEPS = {
    "take": _TAKE, "dismiss": _DISMISS, "merge": _OTHER, "snooze": _OTHER,
    # An answer is given when it is published; writing and approving it are work on the way.
    "answer": _OTHER, "approve": _OTHER, "publish": _ANSWER,
}  # fmt: skip
_UNDO = "undo"
_HOUR = timedelta(hours=1)


def course(alert: Alert, history: Sequence[AlertEvent], said: Iterable[tuple[str, datetime]] = ()) -> Course:
    """How `alert` went. `history` oldest first; `said`: (thread, when) of the posts that its story rests on.

    An undo takes the decision before it out of the course. What is told again later counts by its first time.
    """
    spoke = list(said)
    first = {step: moment for step, moment in reversed(_standing(history))}
    return Course(
        alert_id=alert.id, topic=alert.topic, opened_at=alert.opened_at, first_said=_first_said(alert, spoke),
        peak=peak(spoke), taken_at=min(first.values(), default=None), answered_at=first.get(_ANSWER),
        dismissed_at=first.get(_DISMISS),
    )  # fmt: skip


def _standing(history: Sequence[AlertEvent]) -> list[tuple[str, datetime]]:
    """The decisions that nobody took back, oldest first."""
    found: list[tuple[str, datetime]] = []
    for event in history:
        if event.what in _STEPS:
            found.append((_STEPS[event.what], event.at))
        elif event.what == _UNDO and found:
            found.pop()
    return found


def _first_said(alert: Alert, said: Sequence[tuple[str, datetime]]) -> datetime | None:
    """As the alert notes it, because posts are forgotten after a while; never after the alert itself."""
    known = [moment for _, moment in said]
    known += [alert.summary.first_seen] if alert.summary else []
    first = min(known, default=None)
    return min(first, alert.opened_at) if first is not None else None


def peak(said: Iterable[tuple[str, datetime]]) -> datetime | None:
    """The beginning of the hour in which most threads spoke, the first of several; None when nothing was said."""
    threads: dict[datetime, set[str]] = defaultdict(set)
    for thread, moment in said:
        threads[moment.replace(minute=0, second=0, microsecond=0)].add(thread)
    return min(threads, key=lambda hour: (-len(threads[hour]), hour), default=None)
