"""From notices to messages: one message per channel at a time, in the transaction that stores the alerts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from hashlib import blake2b

from alerts.delivery.compose import alert_body, alert_subject
from alerts.facts.telling import current
from alerts.grouping.compose import MOST, group_body, group_subject
from alerts.grouping.rules import Item, due, most_urgent_first, ready, undecided
from model.catalogue import Catalogue
from model.config import Config
from model.facts import Fact
from model.records import Alert
from store import alert_facts, notices, outbox, tellings
from store.database import Store

_LEAST_LOOK_BACK = timedelta(days=1)  # for inhibition: what was told today


def announce(
    store: Store,
    config: Config,
    now: datetime,
    alert: Alert,
    ref: str,
    *,
    lead: Sequence[str] = (),
    channels: Collection[str] | None = None,
    subject_end: str = "",
) -> None:
    """The `channels` (None: all that take alerts) are to be told of `alert`; `lead` stands first.

    `ref` names the occasion: a channel is told once of each. Of one subject, which `subject_end` makes another one,
    a channel hears at most once in a repeat interval.
    """
    subject = (alert.topic or alert.story_id) + subject_end
    for channel in config.channels:
        if channel.alerts if channels is None else channel.name in channels:
            notices.add(store, channel.name, ref, alert, subject, now, lead=lead)


def tell(store: Store, config: Config, now: datetime) -> int:
    """Put what may be told now into the outbox; returns how many messages. At most one per channel."""
    told = [channel.name for channel in config.channels if channel.alerts or channel.name in config.duty.channels]
    return sum(_tell(store, config, now, name) for name in told)


def _tell(store: Store, config: Config, now: datetime, channel: str) -> bool:
    pending = notices.pending(store, channel)
    if not pending:
        return False
    notices.drop(store, [notice for notice, alert in pending if not undecided(alert)], now)
    rules = config.alerts.grouping
    told = notices.told(store, channel, now - max(_LEAST_LOOK_BACK, rules.repeat_interval), now)
    waiting = [item for item in pending if undecided(item[1])]
    items, _ = ready(waiting, told, rules, now, config.zone)
    if not due(items, told, rules, now):
        return False
    _enqueue(store, config, now, channel, most_urgent_first(items))
    return True


def _enqueue(store: Store, config: Config, now: datetime, channel: str, items: list[Item]) -> None:
    catalogue, today = Catalogue(config.language), now.astimezone(config.zone).date()
    known = _known(store, [alert for _, alert in items[:MOST]], today)
    if len(items) == 1:
        ((notice, alert),) = items
        kind, ref = "alert", notice.ref
        subject = alert_subject(alert, catalogue, config)
        body = alert_body(alert, catalogue, config, lead=notice.lead, fact=known.get(alert.id), today=today)
    else:
        kind, ref = "alerts", _ref(items)
        subject = group_subject(items, catalogue, config)
        body = group_body(items, catalogue, config, known, today)
    message = outbox.enqueue(store, channel=channel, kind=kind, ref=ref, subject=subject, body=body, at=now)
    if message is not None:
        tellings.note(store, channel, message, known.values())
    notices.mark_told(store, [replace(notice, level=alert.level) for notice, alert in items], message, now)


def _known(store: Store, told: Sequence[Alert], today: date) -> dict[int, Fact]:
    """The fact that each alert is about, as far as one was found and its answer has not expired."""
    near = alert_facts.of_alerts(store, [alert.id for alert in told])
    found = {alert: current(facts, today) for alert, facts in near.items()}
    return {alert: known.fact for alert, known in found.items() if known is not None}


def _ref(items: list[Item]) -> str:
    """The same alerts give the same id, whenever they are put together."""
    together = "\x1f".join(sorted(notice.ref for notice, _ in items))
    return blake2b(together.encode(), digest_size=16).hexdigest()
