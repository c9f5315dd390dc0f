"""How every channel is doing: quiet may also mean that nothing gets through."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from console.desk import Desk
from store import channels
from store.channels import ChannelState

_PATIENCE = timedelta(minutes=30)
"""A message that waits for the next run, or is tried once more, is nothing to look at."""


class Standing(StrEnum):
    """In order of how much it needs a person."""

    STOPPED = "stopped"
    FAILING = "failing"
    WAITING = "waiting"
    NEVER = "never"
    OK = "ok"


TROUBLED = frozenset({Standing.STOPPED, Standing.FAILING})


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One channel as the page shows it; `gone`: it is not in config.yaml any more."""

    state: ChannelState
    standing: Standing
    gone: bool = False

    @property
    def tone(self) -> str:
        """The colour of a source that is as well."""
        return "failed" if self.standing in TROUBLED else "ok" if self.standing is Standing.OK else "waiting"


def rows(desk: Desk) -> list[Row]:
    """The channels of config.yaml, those that need a person first, then those for which messages are left."""
    waiting = channels.states(desk.store)
    found = []
    for channel in desk.config.channels:
        state = waiting.pop(channel.name, None) or channels.state(desk.store, channel.name)
        found.append(Row(state=state, standing=standing(state, desk.view.now)))
    order = list(Standing)
    found.sort(key=lambda row: order.index(row.standing))
    return [*found, *(Row(state=left, standing=Standing.WAITING, gone=True) for left in waiting.values())]


def troubled(desk: Desk) -> list[str]:
    """The names of the channels that need a person."""
    return [row.state.channel for row in rows(desk) if row.standing in TROUBLED and not row.gone]


def standing(state: ChannelState, now: datetime) -> Standing:
    """One word for how a channel is doing. Pure."""
    if state.stopped:
        return Standing.STOPPED
    if state.tried and state.since is not None and now - state.since > _PATIENCE:
        return Standing.FAILING
    if state.waiting:
        return Standing.WAITING
    return Standing.OK if state.last is not None else Standing.NEVER
