"""The channels: is there an address, and does what should be sent arrive? Nothing is sent here."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from checkup.amounts import at, span
from checkup.case import UNSET, Case
from checkup.finding import Finding
from store import checkup
from store.checkup import Waiting

_STUCK = timedelta(hours=24)


def any_at_all(case: Case) -> Iterator[Finding]:
    """Without a channel, nobody is told."""
    if case.config is not None and not case.config.channels:
        yield case.hint("channels.none", where="channels")


def addresses(case: Case) -> Iterator[Finding]:
    """An address from a variable that is not set."""
    for channel in case.config.channels if case.config is not None else ():
        if UNSET in channel.url:
            yield case.fault("channels.unset", where=channel.name)


def outbox(case: Case) -> Iterator[Finding]:
    """What waits, for whom, and since when."""
    if case.config is None or case.store is None or not case.current:
        return
    waiting = {item.channel: item for item in checkup.waiting(case.store)}
    for channel in case.config.channels:
        yield _judged(case, channel.name, waiting.pop(channel.name, None))
    for item in waiting.values():
        yield case.hint("channels.gone", where=item.channel, n=item.messages)


def _judged(case: Case, name: str, item: Waiting | None) -> Finding:
    last = checkup.last_delivered(case.store, name) if case.store is not None else None
    if item is None:
        when = at(case, last) if last else case.say("never")
        return case.ok("channels.well", where=name, last=when)
    if not item.tried:
        return case.hint("channels.waiting", where=name, n=item.messages)
    if item.stopped:
        return case.fault("channels.stopped", where=name, n=item.stopped, why=item.error, repair="outbox")
    since = span(case, case.now - item.oldest)
    give = case.fault if case.now - item.oldest > _STUCK else case.hint
    return give("channels.stuck", where=name, n=item.messages, since=since, why=item.error, repair="outbox")


CHECKS = (any_at_all, addresses, outbox)
