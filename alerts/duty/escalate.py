"""Who is told of an alert first, and who when nobody has taken it. Part of the stage (alerts/run.py).

The state is in the database, in the transaction of the alert itself: a restart goes on where it was, and no step is
taken twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from alerts.duty.calendar import days_of
from alerts.duty.roster import on_duty
from alerts.grouping.rules import silences
from alerts.grouping.tell import announce
from model.catalogue import Catalogue
from model.config import Config
from model.config.duty import Shift
from model.records import Alert, AlertEvent, Level
from store import alerts, duty
from store.database import Store

_LOUD = frozenset({Level.URGENT, Level.LIFE})
SECOND = "@2"
"""What the second step adds to the name of a notice: it is a message of its own, also for the same channel."""


def now_on_duty(config: Config, now: datetime) -> Shift | None:
    """The slot of the roster at `now`; None when it has none."""
    return on_duty(config.duty.shifts, days_of(config), now.astimezone(config.zone))


def tell_first(
    store: Store, config: Config, now: datetime, alert: Alert, *, lead: Sequence[str], again: bool
) -> None:
    """Tell whoever is on duty; without a roster, or when nobody is, every channel that takes alerts."""
    ref = f"{alert.story_id}@{int(now.timestamp())}" if again else alert.story_id
    if not config.duty.shifts and not config.duty.second:
        announce(store, config, now, alert, ref, lead=lead)
        return
    catalogue = Catalogue(config.language)
    shift = now_on_duty(config, now)
    words = _told(shift, catalogue) if config.duty.shifts else catalogue.say("duty.told.all")
    named = [words] if shift is not None and shift.codes else []
    announce(store, config, now, alert, ref, lead=[*lead, *named], channels=shift.channels if shift else None)
    if duty.step(store, alert.id, ref, 1, now):
        alerts.add_event(store, AlertEvent(alert_id=alert.id, at=now, what="duty", detail=words))


def _told(shift: Shift | None, catalogue: Catalogue) -> str:
    if shift is None:
        return catalogue.say("duty.told.nobody")
    separator = catalogue.say("alerts.list_separator")
    codes, channels = separator.join(shift.codes), separator.join(shift.channels)
    return catalogue.say("duty.told.first" if codes else "duty.told.channels", codes=codes, channels=channels)


def escalate(store: Store, config: Config, now: datetime) -> int:
    """Tell the second step of every urgent alert that nobody has taken in time; returns how many."""
    if not config.duty.second:
        return 0
    done = 0
    for waiting in duty.untaken(store):
        alert = alerts.get(store, waiting.alert_id)
        if alert is None or alert.level not in _LOUD or _silenced(alert, config, now):
            continue
        if waiting.at > now:
            duty.set_back(store, waiting, now)
        elif now - waiting.at >= config.duty.wait and duty.step(store, alert.id, waiting.ref, 2, now):
            _second(store, config, now, alert, waiting.ref)
            done += 1
    return done


def _second(store: Store, config: Config, now: datetime, alert: Alert, ref: str) -> None:
    catalogue = Catalogue(config.language)
    channels = catalogue.say("alerts.list_separator").join(config.duty.second)
    words = catalogue.say(
        "duty.told.second", minutes=round(config.duty.wait / timedelta(minutes=1)), channels=channels
    )
    announce(store, config, now, alert, ref + SECOND, lead=[words], channels=config.duty.second, subject_end=SECOND)
    alerts.add_event(store, AlertEvent(alert_id=alert.id, at=now, what="escalated", detail=words))


def _silenced(alert: Alert, config: Config, now: datetime) -> bool:
    today = now.astimezone(config.zone).date()
    return alert.level is not Level.LIFE and any(
        silences(one, alert, today) for one in config.alerts.grouping.silences
    )
