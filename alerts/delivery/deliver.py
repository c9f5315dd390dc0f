"""Sends what waits in the outbox. A channel that fails is written down and never holds up the others.

Channels that did well go first, each has a budget of time, and one that does not answer is left alone until the
next run. Two processes may do this at once: each message is leased by one of them.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from alerts.delivery import senders
from alerts.delivery.outcome import Ledger
from alerts.delivery.pack import pack
from alerts.delivery.parcel import Part, Refused
from alerts.delivery.worker import working
from model.config import Channel, Config
from model.records import Message
from store import outbox, sending
from store.database import Store

SECONDS = 15.0
"""The longest wait for one answer."""
BUDGET = timedelta(seconds=60)
"""How long one channel may take in one run."""
_PATIENCE = 3  # refusals of one channel in one run, after which it is left alone until the next


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What became of the outbox: accepted now, refused now, and still waiting."""

    delivered: int
    failed: int
    waiting: int


def deliver(
    store: Store, config: Config, now: datetime, run_id: int, *, seconds: float = SECONDS,
    tick: Callable[[], float] = time.monotonic,
) -> Sent:  # fmt: skip
    """Send every message that is due. What is refused stays, with an `Issue` and the time of the next try.

    `tick` counts seconds, for the budgets and for how long a lease has to last.
    """
    done = failures = 0
    began = tick()

    def clock() -> datetime:
        return now + timedelta(seconds=max(0.0, tick() - began))

    with working(store, config) as worker:
        for channel in _healthy_first(store, config.channels):
            ledger = Ledger(store, config, channel, now, run_id)
            accepted, refused = _Round(store, config, channel, worker, ledger, now, clock, seconds).run()
            done, failures = done + accepted, failures + refused
    waiting = sum(outbox.waiting(store, [channel.name for channel in config.channels]).values())
    return Sent(delivered=done, failed=failures, waiting=waiting)


def _healthy_first(store: Store, channels: Iterable[Channel]) -> list[Channel]:
    troubled = sending.troubled(store)
    return sorted(channels, key=lambda channel: channel.name in troubled)


class _NotNow(Exception):
    """The channel's turns of this minute, or its time in this run, are used up."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until.isoformat())
        self.until = until


@dataclass(frozen=True, slots=True)
class _Round:
    """One channel in one run. `now` is the moment of the run, `clock` goes on while it lasts."""

    store: Store
    config: Config
    channel: Channel
    worker: str
    ledger: Ledger
    now: datetime
    clock: Callable[[], datetime]
    seconds: float

    def run(self) -> tuple[int, int]:
        """How many messages were accepted and refused."""
        end = self.clock() + BUDGET
        done = failures = 0
        tried: list[int] = []
        while failures < _PATIENCE and self.clock() < end:
            message = self._claim(tried)
            if message is None:
                break
            tried.append(message.id)
            try:
                self._send(message, end)
            except _NotNow as later:
                sending.put_back(self.store, message.id, later.until)
                break
            except Refused as refusal:
                self.ledger.refused(message, refusal)
                failures += 1
                if refusal.halts:
                    break
            else:
                self.ledger.accepted(message)
                done += 1
        return done, failures

    def _claim(self, tried: list[int]) -> Message | None:
        at = self.clock()
        return sending.claim(self.store, self.channel.name, self.worker, self.now, at=at, tried=tried)

    def _send(self, message: Message, end: datetime) -> None:
        """Send the parts that are still missing, each noted as soon as it was accepted."""
        parts = senders.parts(self.channel, pack(message, self.config))
        first = min(message.parts_done, len(parts) - 1)
        for number in range(first, len(parts)):
            at = self.clock()
            if number > first and at >= end:
                raise _NotNow(self.now)
            later = sending.take_turn(self.store, self.channel.name, at, senders.per_minute(self.channel))
            if later is not None:
                raise _NotNow(later)
            self._send_part(parts[number], at)
            if number + 1 < len(parts):
                sending.part_done(self.store, message.id, number + 1, self.clock())

    def _send_part(self, part: Part, at: datetime) -> None:
        try:
            senders.send(self.channel, part, seconds=self.seconds, at=at)
        except Refused:
            raise
        except Exception as error:  # noqa: BLE001 - the boundary of one channel: whatever its library raises ends here
            raise Refused("crashed", type(error).__name__) from None  # its text may hold the address
