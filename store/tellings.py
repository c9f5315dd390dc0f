"""Which answer which channel got: the version of each fact that stood in a message, and what corrected it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from model.facts import Fact
from store import facts
from store.database import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """A fact as it stood in one message to one channel. `fact` is None where a correction took it back.

    `waiting`: the channel has not accepted the message yet, and it will be tried again. `lost`: it never will be.
    """

    channel: str
    key: str
    fact: Fact | None
    short_id: str
    correction: bool
    waiting: bool
    lost: bool


def note(store: Store, channel: str, message_id: int, told: Iterable[Fact]) -> None:
    """These facts stand in this message. Call in the transaction that puts it into the outbox."""
    versions = {fact.key: facts.version(store, fact) for fact in told}
    _add(store, channel, message_id, {key: number for key, number in versions.items() if number}, correction=False)


def note_corrected(store: Store, channel: str, message_id: int, keys: Iterable[str]) -> None:
    """This message says what these facts are now."""
    newest = {key: facts.newest(store, key)[0] for key in keys}
    _add(store, channel, message_id, newest, correction=True)


def _add(store: Store, channel: str, message_id: int, versions: dict[str, int], *, correction: bool) -> None:
    with store.writing() as db:
        db.conn.executemany(
            "INSERT INTO fact_told (channel, key, version, message_id, correction) VALUES (?, ?, ?, ?, ?)",
            [(channel, key, number, message_id, int(correction)) for key, number in versions.items()],
        )


def outdated(store: Store) -> list[Telling]:
    """All that was told of each fact to each channel that was told an earlier version of it, the first first.

    Channels that a correction to the newest version was written for are left out.
    """
    rows = store.rows(
        """WITH newest AS (SELECT key, max(id) AS version FROM fact_change GROUP BY key)
           SELECT told.channel, told.key, told.correction, change.content, message.short_id,
               message.id IS NOT NULL AND message.delivered_at IS NULL AS undelivered, message.gave_up
           FROM fact_told AS told
           JOIN newest ON newest.key = told.key
           JOIN fact_change AS change ON change.id = told.version
           LEFT JOIN message ON message.id = told.message_id
           WHERE EXISTS (SELECT 1 FROM fact_told AS old WHERE old.key = told.key AND old.channel = told.channel
                   AND old.version < newest.version)
               AND NOT EXISTS (SELECT 1 FROM fact_told AS new WHERE new.key = told.key
                   AND new.channel = told.channel AND new.version = newest.version AND new.correction = 1)
           ORDER BY told.id"""
    )
    return [
        Telling(
            channel=row["channel"], key=row["key"], fact=facts.fact_as(row["key"], row["content"]),
            short_id=row["short_id"] or "", correction=bool(row["correction"]),
            waiting=bool(row["undelivered"]) and not row["gave_up"], lost=bool(row["gave_up"]),
        )
        for row in rows
    ]  # fmt: skip
