"""Grouping, inhibition and silences, in the vocabulary of Prometheus' Alertmanager
(https://prometheus.io/docs/alerting/latest/alertmanager/). Pure: the same notices and moment give the same answer.

What is held back is not lost: it stands in the console and in the digest, and is told when the reason is gone,
unless somebody decided meanwhile or it faded.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from model.config.grouping import Grouping, Silence
from model.records import Alert, Level, Notice, State

_RANK = {Level.NORMAL: 0, Level.URGENT: 1, Level.LIFE: 2}
_UNDECIDED = frozenset({State.NEW, State.CHECKING})
Item = tuple[Notice, Alert]


class Held(StrEnum):
    """Why an alert is not told yet."""

    QUIET_HOURS = "quiet_hours"
    SILENCED = "silenced"
    REPEATED = "repeated"
    INHIBITED = "inhibited"


def undecided(alert: Alert) -> bool:
    """Whether it still makes sense to tell it."""
    return alert.state in _UNDECIDED


def most_urgent_first(items: Sequence[Item]) -> list[Item]:
    """By level, then by how long it waits."""
    return sorted(items, key=lambda item: (-_RANK[item[1].level], item[0].id))


def ready(
    items: Sequence[Item], told: Sequence[Item], rules: Grouping, now: datetime, zone: ZoneInfo
) -> tuple[list[Item], dict[int, Held]]:
    """What may be told now, and why each of the others waits (by the notice's id).

    `items` are the pending notices of one channel, `told` what it was told within the repeat interval.
    """
    held: dict[int, Held] = {}
    for notice, alert in items:
        reason = _held(alert, notice, told, rules, now, zone)
        if reason is not None:
            held[notice.id] = reason
    free = [item for item in items if item[0].id not in held]
    if rules.inhibit:
        for notice, alert in free:
            if any(_inhibits(other, alert) for _, other in (*told, *free)):
                held[notice.id] = Held.INHIBITED
    return [item for item in free if item[0].id not in held], held


def due(items: Sequence[Item], told: Sequence[Item], rules: Grouping, now: datetime) -> bool:
    """Whether the next grouped message may go: `group_wait` after its first alert, `group_interval` after the
    last."""
    if not items:
        return False
    waited = now - min(notice.at for notice, _ in items)
    last = max((notice.told_at for notice, _ in told if notice.told_at is not None), default=None)
    # A notice "of the future" is from a clock that was set back: it has waited long enough.
    long_enough = waited >= rules.group_wait or waited < timedelta(0)
    return long_enough and (last is None or now - last >= rules.group_interval)


def _held(
    alert: Alert, notice: Notice, told: Sequence[Item], rules: Grouping, now: datetime, zone: ZoneInfo
) -> Held | None:
    if alert.level is Level.NORMAL and in_quiet_hours(now.astimezone(zone).time(), rules.quiet_hours):
        return Held.QUIET_HOURS
    if alert.level is not Level.LIFE and any(
        silences(one, alert, now.astimezone(zone).date()) for one in rules.silences
    ):
        return Held.SILENCED
    before = [_RANK[one.level] for one, _ in told if one.subject == notice.subject and _recent(one, rules, now)]
    return Held.REPEATED if before and max(before) >= _RANK[alert.level] else None


def _recent(notice: Notice, rules: Grouping, now: datetime) -> bool:
    return notice.told_at is not None and now - notice.told_at < rules.repeat_interval


def in_quiet_hours(clock: time, hours: tuple[str, str] | None) -> bool:
    """Whether `clock` is in `hours`, which may pass midnight; the end is not in them."""
    if hours is None:
        return False
    begin, end = (time.fromisoformat(one) for one in hours)
    return begin <= clock < end if begin < end else clock >= begin or clock < end


def silences(silence: Silence, alert: Alert, today: date) -> bool:
    """Whether `silence` is about `alert` and lasts: its last day is the one it names."""
    if today > silence.until:
        return False
    said = f"{alert.title} {' '.join(alert.terms)}"
    return (bool(silence.topic) and silence.topic == alert.topic) or any(word in said for word in silence.words)


def _inhibits(source: Alert, target: Alert) -> bool:
    """Whether `source` tells the same matter more loudly: a higher level, and half of the target's threads."""
    if _RANK[source.level] <= _RANK[target.level] or not undecided(source):
        return False
    threads = {item.thread_url for item in target.evidence if item.thread_url}
    shared = threads & {item.thread_url for item in source.evidence}
    return bool(shared) and 2 * len(shared) >= len(threads)
