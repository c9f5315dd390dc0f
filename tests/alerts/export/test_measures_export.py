"""Measures as rows: by week, then by week and topic; spans in minutes."""

from __future__ import annotations

from typing import Any


def test_weeks_and_topics(told: Any) -> None:
    found = told.lines("measures")
    assert found and found[0]["topic"] is None
    assert {"week", "opened", "answered", "to_taken", "useful"} <= set(found[0])
    weeks = {row["week"] for row in found}
    for week in weeks:
        total, *topics = [row for row in found if row["week"] == week]
        assert total["topic"] is None and total["opened"] >= sum(row["opened"] for row in topics)


def test_nothing_before_the_first_alert(told: Any) -> None:
    assert told.lines("measures", "--since", "2030-01-01") == []
