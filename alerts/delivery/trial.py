"""A test message to one channel, past the outbox: somebody at the keyboard waits for the answer."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from alerts.delivery import senders
from alerts.delivery.parcel import Parcel, Refused
from model.catalogue import Catalogue
from model.config import Channel, Config
from store import sending
from store.database import Store
from store.outbox import short_id


def try_channel(
    store: Store, config: Config, channel: Channel, now: datetime, *, seconds: float,
    tick: Callable[[], float] = time.monotonic,
) -> tuple[str, str]:  # fmt: skip
    """Send a test message; its id and what the channel answered ('' when it says nothing). Raises `Refused`.

    It counts as one request of the channel's minute, and is refused when those are used up.
    """
    began = tick()
    parcel = message(config, channel, now)
    answer = ""
    for part in senders.parts(channel, parcel):
        at = now + timedelta(seconds=tick() - began)
        if sending.take_turn(store, channel.name, at, senders.per_minute(channel)) is not None:
            raise Refused("own_limit", str(senders.per_minute(channel)))
        answer = senders.send(channel, part, seconds=seconds, at=at)
    return parcel.short_id, answer


def message(config: Config, channel: Channel, now: datetime) -> Parcel:
    """The test message; another id every second."""
    catalogue = Catalogue(config.language)
    town, association = config.association.town, config.association.name
    identifier = short_id(channel.name, "test", now.isoformat(timespec="seconds"))
    footer = catalogue.say("alerts.message.number", id=identifier)
    text = catalogue.say("delivery.test.text", association=association)
    return Parcel(
        short_id=identifier, kind="test", subject=catalogue.say("delivery.test.subject", town=town),
        text=f"{text}\n{footer}", html="", footer=footer, body={"association": association, "town": town},
    )  # fmt: skip
