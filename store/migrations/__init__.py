"""The schema, as an ordered list of small functions. Never edit one that was released; add one below it.

Times are INTEGER seconds since 1970 UTC. Tables are STRICT. No column can hold a person.
"""

from store.migrations.base import migrations

from store.migrations import first_form, later, triage, sources, tips, answers, visits, candidates, corrections  # isort: skip  # each enters itself; the order is that of the schema
from store.migrations import history  # isort: skip  # a line of its own: the one above is full

__all__ = [
    "answers",
    "candidates",
    "corrections",
    "first_form",
    "history",
    "later",
    "migrations",
    "sources",
    "tips",
    "triage",
    "visits",
]
