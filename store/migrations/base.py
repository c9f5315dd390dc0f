"""The list that every migration enters itself into, in the order in which the modules are imported."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

migrations = Migrations("huisheng")


def run(db: Database, *statements: str) -> None:
    """Run `statements` one after the other, inside the transaction of the migration."""
    for statement in statements:
        db.conn.execute(statement)
