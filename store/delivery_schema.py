"""What m012_delivery adds: leases and parts of messages, turns of channels, notices that wait for their message."""

from __future__ import annotations

STATEMENTS = (
    # A worker takes a message for a few minutes. `attempts` counts takings, so that a repeat after a kill is known.
    "ALTER TABLE message ADD COLUMN leased_by TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE message ADD COLUMN leased_until INTEGER",
    "ALTER TABLE message ADD COLUMN attempted_at INTEGER",
    # How many parts of a long message the channel has accepted: only the rest is sent again.
    "ALTER TABLE message ADD COLUMN parts_done INTEGER NOT NULL DEFAULT 0",
    # Why nothing is tried any more until a person has mended it ('' while it is); the message is kept.
    "ALTER TABLE message ADD COLUMN gave_up TEXT NOT NULL DEFAULT ''",
    "CREATE INDEX message_waiting ON message (channel, next_attempt_at) WHERE delivered_at IS NULL",
    # Requests of the last minutes, for the limits that channels set.
    "CREATE TABLE channel_turn (id INTEGER PRIMARY KEY, channel TEXT NOT NULL, at INTEGER NOT NULL) STRICT",
    "CREATE INDEX channel_turn_at ON channel_turn (channel, at)",
    # One alert that one channel is to be told of. `subject` is the watch topic or the story: who says it twice?
    """CREATE TABLE notice (
        id INTEGER PRIMARY KEY,
        channel TEXT NOT NULL,
        ref TEXT NOT NULL,
        alert_id INTEGER NOT NULL REFERENCES alert (id),
        subject TEXT NOT NULL,
        level TEXT NOT NULL,
        lead TEXT NOT NULL,  -- what stands first in the message, one line each: that it is back, an earlier answer
        at INTEGER NOT NULL,
        message_id INTEGER,
        told_at INTEGER,
        dropped_at INTEGER,
        UNIQUE (channel, ref)
    ) STRICT""",
    "CREATE INDEX notice_pending ON notice (channel, id) WHERE told_at IS NULL AND dropped_at IS NULL",
    "CREATE INDEX notice_told ON notice (channel, told_at) WHERE told_at IS NOT NULL",
    "CREATE INDEX notice_alert ON notice (alert_id)",
)
