"""Facts with every version they ever had. Rows are only added; the database refuses anything else.

Those that come with the program are ``shipped``; what the association writes is its ``own`` and stays when a later
release brings another text under the same key.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from model.facts import Fact, FactChange, FactSource, FactStep, FactVerdict
from store.database import Store
from store.times import moment, seconds


class Origin(StrEnum):
    """Who wrote a version of a fact."""

    SHIPPED = "shipped"
    OWN = "own"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """The last version of a fact; `fact` is None when it was removed."""

    key: str
    origin: Origin
    fact: Fact | None


def standing(store: Store) -> dict[str, Kept]:
    """The last version of every fact that ever was, by key, in the order in which they first came."""
    rows = store.rows(
        """SELECT key, origin, content FROM fact_change
           WHERE id IN (SELECT max(id) FROM fact_change GROUP BY key)
           ORDER BY (SELECT min(first.id) FROM fact_change AS first WHERE first.key = fact_change.key)"""
    )
    return {
        row["key"]: Kept(key=row["key"], origin=Origin(row["origin"]), fact=fact_as(row["key"], row["content"]))
        for row in rows
    }


def current(store: Store) -> dict[str, Fact]:
    """The facts as they are now, by key."""
    return {key: kept.fact for key, kept in standing(store).items() if kept.fact is not None}


def put(store: Store, facts: Iterable[Fact], origin: Origin, at: datetime) -> list[FactStep | None]:
    """Store the facts in one transaction; what became of each, None where nothing changed."""
    with store.writing():
        known = standing(store)
        return [_put(store, fact, known.get(fact.key), origin, at) for fact in facts]


def _put(store: Store, fact: Fact, kept: Kept | None, origin: Origin, at: datetime) -> FactStep | None:
    before = kept.fact if kept else None
    if before == fact:
        return None
    _add(store, fact.key, at, origin, _text_of(fact))
    return FactStep.CHANGED if before else FactStep.ADDED


def remove(store: Store, key: str, origin: Origin, at: datetime) -> bool:
    """Note that the fact holds no longer; False when there is none. Its versions stay."""
    with store.writing():
        if key not in current(store):
            return False
        _add(store, key, at, origin, None)
        return True


def _add(store: Store, key: str, at: datetime, origin: Origin, content: str | None) -> None:
    with store.writing() as db:
        db.conn.execute(
            "INSERT INTO fact_change (key, at, origin, content) VALUES (?, ?, ?, ?)",
            (key, seconds(at), origin.value, content),
        )


def history(store: Store, key: str) -> list[FactChange]:
    """What happened to a fact, oldest first."""
    found: list[FactChange] = []
    for row in store.rows("SELECT * FROM fact_change WHERE key = ? ORDER BY id", (key,)):
        after = fact_as(key, row["content"])
        found.append(_change(moment(row["at"]), found[-1].after if found else None, after))
    return found


def changes(store: Store, since: datetime, until: datetime) -> list[FactChange]:
    """For each fact that changed in (`since`, `until`]: from what it was at `since` to what it was at `until`.

    Of shipped facts only those that were shown with an alert: nobody got the old answer of the others. One that was
    written after `since` counts from the version that was first told. In the order of the last change.
    """
    span: dict[str, object] = {"since": seconds(since), "until": seconds(until)}
    rows = store.rows(
        """SELECT change.key, max(change.id) AS last, max(change.at) AS at, coalesce(
               (SELECT max(older.id) FROM fact_change AS older WHERE older.key = change.key AND older.at <= :since),
               (SELECT min(told.version) FROM fact_told AS told WHERE told.key = change.key)
           ) AS first
           FROM fact_change AS change WHERE change.at > :since AND change.at <= :until
           AND (change.origin = 'own' OR change.key IN (
               SELECT json_extract(item.value, '$.key') FROM alert_fact, json_each(alert_fact.found) AS item))
           GROUP BY change.key ORDER BY last""",
        span,
    )
    found = []
    for row in rows:
        if row["first"] is not None:
            before, after = (_version(store, row["key"], row[end]) for end in ("first", "last"))
            found.append(_change(moment(row["at"]), before, after))
    return found


def last_change(store: Store) -> int:
    """The number of the newest change; 0: there is none."""
    row = store.row("SELECT max(id) AS last FROM fact_change")
    return int(row["last"] or 0) if row else 0


def version(store: Store, fact: Fact) -> int | None:
    """The number of the newest change that made the fact what it is here; None when it never was so."""
    row = store.row(
        "SELECT max(id) AS number FROM fact_change WHERE key = ? AND content = ?", (fact.key, _text_of(fact))
    )
    return row["number"] if row else None


def newest(store: Store, key: str) -> tuple[int, Fact | None]:
    """The number of the last change of a fact, 0 when it never was, and the fact since then."""
    row = store.row("SELECT id, content FROM fact_change WHERE key = ? ORDER BY id DESC LIMIT 1", (key,))
    return (row["id"], fact_as(key, row["content"])) if row else (0, None)


def _text_of(fact: Fact) -> str:
    return json.dumps(values(fact), ensure_ascii=False, sort_keys=True)


def _version(store: Store, key: str, number: int) -> Fact | None:
    row = store.row("SELECT content FROM fact_change WHERE id = ?", (number,))
    return fact_as(key, row["content"]) if row else None


def _change(at: datetime, before: Fact | None, after: Fact | None) -> FactChange:
    step = FactStep.ADDED if before is None else FactStep.REMOVED if after is None else FactStep.CHANGED
    return FactChange(at=at, step=step, before=before, after=after)


def values(fact: Fact) -> dict[str, object]:
    """`fact` without its key, as JSON values."""
    return {
        "claim": fact.claim, "verdict": fact.verdict.value, "answer": fact.answer, "terms": list(fact.terms),
        "sources": [{"name": one.name, "url": one.url, "date": one.date} for one in fact.sources],
        "responsible": fact.responsible, "checked_on": _text(fact.checked_on),
        "valid_until": _text(fact.valid_until), "reviewed": fact.reviewed,
    }  # fmt: skip


def fact_of(key: str, content: Mapping[str, Any]) -> Fact:
    """The fact whose `values` these are."""
    return Fact(
        key=key, claim=content["claim"], verdict=FactVerdict(content["verdict"]), answer=content["answer"],
        terms=tuple(content["terms"]), sources=tuple(FactSource(**one) for one in content["sources"]),
        responsible=content["responsible"], checked_on=_date(content["checked_on"]),
        valid_until=_date(content["valid_until"]), reviewed=content["reviewed"],
    )  # fmt: skip


def fact_as(key: str, content: str | None) -> Fact | None:
    """The fact that a change left behind; None where it removed it."""
    return fact_of(key, json.loads(content)) if content is not None else None


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
