"""The channels: is there an address, and does what should be sent arrive? Nothing is sent here."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from checkup.amounts import at, span
from checkup.case import UNSET, Case
from checkup.finding import Finding
from store import channels
from store.channels import ChannelState

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
    left = channels.states(case.store)
    for channel in case.config.channels:
        state = left.pop(channel.name) if channel.name in left else channels.state(case.store, channel.name)
        yield _judged(case, state)
    for state in left.values():
        yield case.hint("channels.gone", where=state.channel, n=state.waiting)


def _judged(case: Case, state: ChannelState) -> Finding:
    last = at(case, state.last) if state.last else case.say("never")
    if not state.waiting:
        return case.ok("channels.well", where=state.channel, last=last)
    if not state.tried or state.oldest is None:
        return case.hint("channels.waiting", where=state.channel, n=state.waiting)
    if state.stopped:
        return case.fault(
            "channels.stopped", where=state.channel, n=state.stopped, why=state.error, last=last, repair="outbox"
        )
    give = case.fault if case.now - state.oldest > _STUCK else case.hint
    return give(
        "channels.stuck", where=state.channel, n=state.waiting, since=span(case, case.now - state.oldest),
        why=state.error, last=last, repair="outbox",
    )  # fmt: skip


CHECKS = (any_at_all, addresses, outbox)
