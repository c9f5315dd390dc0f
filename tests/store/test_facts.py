"""Facts and all their versions."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from model.facts import Fact, FactSource, FactStep, FactVerdict
from store import facts
from store.database import Store, open_store
from store.facts import Origin

T = datetime(2026, 3, 2, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)
BRIDGE = Fact(
    key="桥", claim="桥要塌", verdict=FactVerdict.UNCLEAR, answer="正在核实。", terms=("大桥",),
    sources=(FactSource(name="交通局", url="https://jt.example.org/1", date="2026-01"),),
)  # fmt: skip


@pytest.fixture
def store() -> Store:
    return open_store(None)


def test_a_fact_comes_back_as_it_was(store: Store) -> None:
    assert facts.put(store, [BRIDGE], Origin.OWN, T) == [FactStep.ADDED]
    assert facts.current(store) == {"桥": BRIDGE}
    assert facts.put(store, [BRIDGE], Origin.OWN, T + HOUR) == [None]
    assert len(facts.history(store, "桥")) == 1


def test_every_version_is_kept(store: Store) -> None:
    clear = replace(BRIDGE, verdict=FactVerdict.FALSE, answer="不会塌。")
    facts.put(store, [BRIDGE], Origin.OWN, T)
    facts.put(store, [clear], Origin.OWN, T + HOUR)
    assert facts.remove(store, "桥", Origin.OWN, T + 2 * HOUR)
    assert not facts.remove(store, "桥", Origin.OWN, T + 3 * HOUR)
    steps = [(one.step, one.before, one.after) for one in facts.history(store, "桥")]
    assert steps == [
        (FactStep.ADDED, None, BRIDGE), (FactStep.CHANGED, BRIDGE, clear), (FactStep.REMOVED, clear, None),
    ]  # fmt: skip
    assert facts.current(store) == {}


def test_history_cannot_be_rewritten(store: Store) -> None:
    facts.put(store, [BRIDGE], Origin.OWN, T)
    for sql in ("UPDATE fact_change SET content = '{}'", "DELETE FROM fact_change"):
        with pytest.raises(sqlite3.IntegrityError, match="only added to"):
            store.db.conn.execute(sql)
    assert facts.current(store) == {"桥": BRIDGE}


def test_what_changed_in_a_span(store: Store) -> None:
    """Several changes are one, from the first to the last; what is new is no correction."""
    half, clear = (replace(BRIDGE, verdict=verdict) for verdict in (FactVerdict.PARTLY, FactVerdict.FALSE))
    facts.put(store, [BRIDGE], Origin.OWN, T)
    facts.put(store, [half], Origin.OWN, T + HOUR)
    facts.put(store, [clear, replace(BRIDGE, key="新")], Origin.OWN, T + 2 * HOUR)
    (one,) = facts.changes(store, T, T + 3 * HOUR)
    assert (one.before, one.after, one.at) == (BRIDGE, clear, T + 2 * HOUR)
    assert one.corrects
    assert facts.changes(store, T - HOUR, T) == [] == facts.changes(store, T + 2 * HOUR, T + 3 * HOUR)


def test_other_words_to_find_it_by_are_no_correction(store: Store) -> None:
    facts.put(store, [BRIDGE], Origin.OWN, T)
    facts.put(store, [replace(BRIDGE, terms=("大桥", "桥墩"), reviewed=True)], Origin.OWN, T + HOUR)
    (one,) = facts.changes(store, T, T + 2 * HOUR)
    assert not one.corrects


def test_shipped_facts_nobody_was_shown_are_no_news(store: Store) -> None:
    facts.put(store, [BRIDGE], Origin.SHIPPED, T)
    facts.put(store, [replace(BRIDGE, answer="换了说法。")], Origin.SHIPPED, T + HOUR)
    assert facts.changes(store, T, T + 2 * HOUR) == []
