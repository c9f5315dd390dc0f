"""How far each stage has read."""

from __future__ import annotations

from store.database import Store


def read(store: Store, name: str) -> int:
    """The position of cursor `name`, 0 when it never moved."""
    row = store.row("SELECT value FROM cursor WHERE name = ?", (name,))
    return int(row["value"]) if row else 0


def move(store: Store, name: str, value: int) -> None:
    """Set cursor `name`; call inside the transaction that commits what was read."""
    with store.writing() as db:
        db.conn.execute(
            "INSERT INTO cursor (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
            (name, value),
        )
