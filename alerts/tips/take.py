"""Taking a tip in, and linking it with an alert."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from alerts.tips.wording import LONGEST, parted, unnamed
from alerts.triage.telling import who
from model.catalogue import Catalogue
from model.config import Config
from model.records import Alert, AlertEvent
from model.tips import Tip
from store import alerts, audit, tips
from store.database import Store

COPIES_WITHIN = timedelta(hours=72)
"""As long as analysis looks for copies: later the same words are news again."""
_FEWEST = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """What needs crawlers or analysis, handed in by whoever wires the rooms together.

    `redact`: the text without personal data and names. `same`: which of the earlier tips says nearly the same as a
    text said at a moment. `topics`: the keys of the watch topics that a text touches.
    """

    redact: Callable[[str], str]
    same: Callable[[Sequence[Tip], str, datetime], Tip | None]
    topics: Callable[[str], list[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A stored tip; `earlier`: it repeats that one. `topics`: watch topics that it touches."""

    tip: Tip
    earlier: Tip | None
    topics: tuple[str, ...]


def take(store: Store, text: str, now: datetime, reader: Reader) -> Taken | str:
    """Store what a member reports; or the message ``tips.refused.<…>`` that says why not.

    Only the redacted text is ever written down, and nothing of who reported it.
    """
    if len(text) > LONGEST:
        return "long"
    said, link = parted(text)
    said = reader.redact(unnamed(said))
    if len("".join(said.split())) < _FEWEST and not link:
        return "short"
    with store.writing():
        before = [tip for tip in tips.since(store, now - COPIES_WITHIN) if tip.at <= now]
        earlier = _same(before, said, link, now, reader)
        tip = tips.repeat(store, earlier, now) if earlier else tips.add(store, said, link, now)
        audit.note(store, audit.Entry(at=now, action="tip", detail={"tip": tip.id}))
    return Taken(tip=tip, earlier=earlier, topics=tuple(reader.topics(said)))


def _same(before: Sequence[Tip], said: str, link: str, now: datetime, reader: Reader) -> Tip | None:
    if link:
        again = next((tip for tip in before if tip.link == link), None)
        if again is not None:
            return again
    return reader.same(before, said, now)


def join(store: Store, config: Config, alert_id: int, tip_id: int, now: datetime, role: str) -> Alert | str:
    """Link a tip with an alert, as one more unverified voice; or the message ``tips.refused.<…>``.

    Doing it again changes nothing. A tip that the alert's story rests on is counted there already.
    """
    with store.writing():
        alert, tip = alerts.get(store, alert_id), tips.get(store, tip_id)
        if alert is None or tip is None:
            return "no_alert" if alert is None else "no_tip"
        if tips.in_story(store, tip, alert.story_id):
            return "counted"
        if tip.alert_id == alert.id:
            return alert
        if not alert.evidence and not alert.terms:
            return "dropped"
        old = tip.alert_id
        tips.link(store, tip, alert.id)
        for number in filter(None, {old, alert.id}):
            _count(store, number)
        words = Catalogue(config.language).say(
            "tips.told.linked", who=who(role, Catalogue(config.language)), tip=tip.id
        )
        alerts.add_event(store, AlertEvent(alert_id=alert.id, at=now, what="tip", detail=words))
        audit.note(store, audit.Entry(at=now, action="tip.link", detail={"tip": tip.id, "alert": alert.id}))
        return alerts.get(store, alert.id) or alert


def _count(store: Store, alert_id: int) -> None:
    alert = alerts.get(store, alert_id)
    if alert is not None:
        alerts.update(store, replace(alert, tips=len(tips.of_alert(store, alert_id))))
