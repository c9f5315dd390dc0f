"""Sends what waits in the outbox. A channel that fails is written down and never stops the others."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from filelock import FileLock, Timeout

from alerts.delivery import apprise, webhook
from alerts.delivery.parcel import Parcel, Refused
from model.catalogue import Catalogue
from model.config import Channel, Config
from model.config.channels import WebhookChannel
from model.errors import StoreError
from model.records import Issue, Message, Severity
from store import outbox, runs
from store.database import Store

SECONDS = 15.0
"""The longest wait for one answer."""
_PATIENCE = 3  # refusals of one channel in one run, after which it is left alone until the next
_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=6)
_LOCK_SECONDS = 30.0
log = logging.getLogger("huisheng.alerts")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What became of the outbox: accepted now, refused now, and still waiting."""

    delivered: int
    failed: int
    waiting: int


def pause(attempts: int) -> timedelta:
    """How long to leave a message alone after `attempts` refusals: 1, 2, 4 … minutes, at most six hours."""
    doubled: timedelta = _FIRST_PAUSE * 2 ** min(attempts - 1, 20)
    return min(doubled, _LONGEST_PAUSE)


def deliver(store: Store, config: Config, now: datetime, run_id: int, *, seconds: float = SECONDS) -> Sent:
    """Send every message that is due. What is refused stays, with an `Issue` and the time of the next try.

    Only one process sends at a time; another one leaves the messages to it.
    """
    done = failures = 0
    with _alone(config) as alone:
        for channel in config.channels if alone else ():
            accepted, refused = _deliver_to(store, config, channel, now, run_id, seconds)
            done, failures = done + accepted, failures + refused
    waiting = sum(outbox.waiting(store, [channel.name for channel in config.channels]).values())
    return Sent(delivered=done, failed=failures, waiting=waiting)


@contextmanager
def _alone(config: Config) -> Iterator[bool]:
    path = config.path(config.database).with_suffix(".delivery.lock")
    lock = FileLock(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=_LOCK_SECONDS)
    except Timeout:
        yield False
        return
    except OSError as error:  # after Timeout, which is one of its kinds
        raise StoreError("folder", place=path.parent, why=error) from error
    try:
        yield True
    finally:
        lock.release()


def _deliver_to(
    store: Store, config: Config, channel: Channel, now: datetime, run_id: int, seconds: float
) -> tuple[int, int]:
    done = failures = 0
    for message in outbox.due(store, channel.name, now):
        refusal = _attempt(channel, message, Catalogue(config.language), seconds)
        if refusal is None:
            outbox.delivered(store, message.id, now)
            done += 1
            continue
        _note(store, config, channel, message, refusal, now, run_id)
        failures += 1
        if failures == _PATIENCE:
            break
    return done, failures


def _attempt(channel: Channel, message: Message, catalogue: Catalogue, seconds: float) -> Refused | None:
    """Why the channel did not accept the message, or None when it did."""
    parcel = pack(message, catalogue)
    try:
        if isinstance(channel, WebhookChannel):
            webhook.send(channel, parcel, seconds=seconds)
        else:
            apprise.send(channel, parcel, seconds=seconds)
    except Refused as refusal:
        return refusal
    except Exception as error:  # noqa: BLE001 - the boundary of one channel: whatever its library raises stays there
        return Refused("crashed", type(error).__name__)  # its text may hold the address
    return None


def pack(message: Message, catalogue: Catalogue) -> Parcel:
    """The row of the outbox as a channel gets it, with the short id at the end of the text."""
    number = catalogue.say("alerts.message.number", id=message.short_id)
    values = {name: value for name, value in message.body.items() if name not in {"text", "html"}}
    return Parcel(
        short_id=message.short_id, kind=message.kind, subject=message.subject,
        text=f"{message.body['text']}\n{number}", html=str(message.body.get("html", "")), body=values,
    )  # fmt: skip


def _note(
    store: Store, config: Config, channel: Channel, message: Message, refusal: Refused, now: datetime, run_id: int
) -> None:
    wait = pause(message.attempts + 1)
    words = Catalogue(config.language).say(
        f"alerts.delivery.{refusal.reason}", channel=channel.name, id=message.short_id, status=refusal.status,
        later=_span(Catalogue(config.language), wait),
    )  # fmt: skip
    log.warning("%s", words)
    issue = Issue(run_id=run_id, source=None, severity=Severity.ERROR, kind="delivery", message=words, at=now)
    with store.writing():
        outbox.failed(store, message.id, next_attempt_at=now + wait, error=words)
        runs.add_issue(store, issue)


def _span(catalogue: Catalogue, wait: timedelta) -> str:
    minutes = round(wait / timedelta(minutes=1))
    if minutes % 60:
        return catalogue.say("alerts.delivery.minutes", n=minutes)
    return catalogue.say("alerts.delivery.hours", n=minutes // 60)
