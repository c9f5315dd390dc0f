"""Promise 1: no record and no column can hold a person."""

from __future__ import annotations

import dataclasses
import inspect
import re

from model import facts, records, verdicts
from model.records import Post
from store.database import open_store

PERSON = re.compile(
    r"author|nick|user|avatar|\buid|member|profile|person|speaker|poster|\bby\b|creator|owner|handle|account|phone|mail",
    re.IGNORECASE,
)
# What a column is about, where the word alone would mislead.
ABOUT_NOBODY = {"hidden_personal"}  # a count of stories that were not shown


def test_no_record_can_hold_a_person() -> None:
    members = [pair for room in (records, facts, verdicts) for pair in inspect.getmembers(room, inspect.isclass)]
    classes = [c for _, c in members if dataclasses.is_dataclass(c)]
    assert Post in classes and facts.Fact in classes and verdicts.Verdict in classes
    found = [
        f"{c.__name__}.{field.name}"
        for c in classes
        for field in dataclasses.fields(c)
        if PERSON.search(field.name) and field.name not in ABOUT_NOBODY
    ]
    assert found == []


def test_no_column_can_hold_a_person() -> None:
    with open_store(None) as store:
        tables = [row["name"] for row in store.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
        assert "post" in tables
        columns = [
            f"{table}.{row['name']}" for table in tables for row in store.rows(f"PRAGMA table_info({table})")
        ]
    assert [name for name in columns if PERSON.search(name)] == []


def test_the_pattern_would_find_one() -> None:
    assert PERSON.search("author_id") and PERSON.search("nickname") and PERSON.search("uid")
