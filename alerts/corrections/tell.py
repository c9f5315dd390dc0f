"""Puts corrections into the outbox: at most one message per channel at a time, one correction per change."""

from __future__ import annotations

from datetime import datetime
from hashlib import blake2b

from alerts.answers import kit
from alerts.corrections.compose import Published, body, subject
from alerts.corrections.owed import Owed, owed
from alerts.grouping.rules import in_quiet_hours
from model.catalogue import Catalogue
from model.config import Config
from store import facts, outbox, tellings
from store.database import Store


def correct(store: Store, config: Config, now: datetime) -> int:
    """Tell every channel that got an answer which holds no longer; returns how many messages.

    Safe to run at any time: what was corrected is noted with the message. In quiet hours nobody is woken: whoever
    passed the old answer on is asleep as well.
    """
    if in_quiet_hours(now.astimezone(config.zone).time(), config.alerts.grouping.quiet_hours):
        return 0
    with store.writing():
        told = tellings.outdated(store)
        if not told:
            return 0
        newest = {key: facts.newest(store, key)[1] for key in {one.key for one in told}}
        changes = owed(told, newest, now)
        published = _published(store) if changes else {}
        return sum(
            _enqueue(store, config, now, channel.name, mine, published)
            for channel in config.channels
            if (mine := [one for one in changes if one.channel == channel.name])
        )


def _published(store: Store) -> Published:
    """The newest public address of an answer that rests on each fact."""
    found: dict[str, str] = {}
    for each in kit.published(store).values():
        for claim in each[0].claims:
            found.setdefault(claim.fact, each[0].url)
    return found


def _enqueue(
    store: Store, config: Config, now: datetime, channel: str, changes: list[Owed], published: Published
) -> bool:
    catalogue, today = Catalogue(config.language), now.astimezone(config.zone).date()
    keys = [one.change.fact.key for one in changes]
    words = body(changes, published, today, catalogue, config)
    message = outbox.enqueue(
        store, channel=channel, kind="correction", ref=_ref(store, keys),
        subject=subject(changes, catalogue, config), body=words, at=now,
    )  # fmt: skip
    if message is None:
        return False
    tellings.note_corrected(store, channel, message, keys)
    return True


def _ref(store: Store, keys: list[str]) -> str:
    """The same changes give the same id."""
    together = "\x1f".join(f"{key}@{facts.newest(store, key)[0]}" for key in sorted(keys))
    return blake2b(together.encode(), digest_size=16).hexdigest()
