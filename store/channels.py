"""How each channel is doing: what it accepted last, what waits for it, since when it refuses and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from store.database import Store
from store.times import moment

_LOOK_BACK = 20
"""Messages: a late one is accepted after newer ones, but not after so many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelState:
    """Messages that a channel has not accepted. `tried`: refused at least once; `stopped`: not tried any more.

    `since` is when the oldest of the refused ones was due, `error` what was written down about the newest refusal.
    """

    channel: str
    last: datetime | None
    waiting: int = 0
    tried: int = 0
    stopped: int = 0
    oldest: datetime | None = None
    since: datetime | None = None
    error: str = ""


def states(store: Store) -> dict[str, ChannelState]:
    """Every channel for which something waits, also those that are not configured any more."""
    rows = store.rows(
        """SELECT channel, count(*) AS waiting, sum(last_error <> '') AS tried, sum(gave_up <> '') AS stopped,
                  min(created_at) AS oldest, min(CASE WHEN last_error <> '' THEN created_at END) AS since
           FROM message WHERE delivered_at IS NULL GROUP BY channel ORDER BY channel"""
    )
    return {
        row["channel"]: ChannelState(
            channel=row["channel"], last=last_accepted(store, row["channel"]), waiting=row["waiting"],
            tried=row["tried"], stopped=row["stopped"], oldest=moment(row["oldest"]), since=moment(row["since"]),
            error=_newest_refusal(store, row["channel"]),
        )
        for row in rows
    }  # fmt: skip


def state(store: Store, channel: str) -> ChannelState:
    """How one channel is doing, also when nothing waits for it."""
    return states(store).get(channel) or ChannelState(channel=channel, last=last_accepted(store, channel))


def last_accepted(store: Store, channel: str) -> datetime | None:
    """When a channel last accepted a message; None: never."""
    row = store.row(
        """SELECT max(delivered_at) AS at FROM (SELECT delivered_at FROM message
               WHERE channel = ? AND delivered_at IS NOT NULL ORDER BY id DESC LIMIT ?)""",
        (channel, _LOOK_BACK),
    )
    return moment(row["at"]) if row else None


def _newest_refusal(store: Store, channel: str) -> str:
    row = store.row(
        """SELECT last_error FROM message WHERE channel = ? AND delivered_at IS NULL AND last_error <> ''
           ORDER BY attempted_at DESC, id DESC LIMIT 1""",
        (channel,),
    )
    return str(row["last_error"]) if row else ""
