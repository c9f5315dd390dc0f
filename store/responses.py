"""The sentences and sources of responses. Rows are only added; how far one has come stands in the verdicts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from model.facts import FactSource, FactVerdict
from model.responses import Claim, Sentence
from store.database import Store

Content = tuple[tuple[Sentence, ...], tuple[Claim, ...]]


def add(
    store: Store, verdict_id: int, alert_id: int, sentences: Sequence[Sentence], claims: Sequence[Claim]
) -> None:
    """Keep what the verdict wrote."""
    content = {
        "sentences": [
            {"text": one.text, "fact": one.fact, "sources": [_source(source) for source in one.sources]}
            for one in sentences
        ],
        "claims": [
            {"fact": one.fact, "claim": one.claim, "verdict": one.verdict.value,
             "checked_on": one.checked_on.isoformat() if one.checked_on else None}
            for one in claims
        ],
    }  # fmt: skip
    with store.writing() as db:
        db.conn.execute(
            "INSERT INTO response (verdict_id, alert_id, content) VALUES (?, ?, ?)",
            (verdict_id, alert_id, json.dumps(content, ensure_ascii=False, sort_keys=True)),
        )


def of_alerts(store: Store, alert_ids: Iterable[int]) -> dict[int, Content]:
    """What was written about these alerts, by the id of the verdict that wrote it."""
    rows = store.rows(
        "SELECT verdict_id, content FROM response WHERE alert_id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(alert_ids)),),
    )
    return {row["verdict_id"]: _content(json.loads(row["content"])) for row in rows}


def published_alerts(store: Store) -> list[int]:
    """The alerts whose response was published at any time, by id; an opinion is none of them."""
    rows = store.rows(
        """SELECT DISTINCT alert_id FROM verdict WHERE decision = 'publish'
           AND alert_id NOT IN (SELECT alert_id FROM verdict WHERE reason = 'opinion') ORDER BY alert_id"""
    )
    return [row["alert_id"] for row in rows]


def _source(source: FactSource) -> dict[str, str]:
    return {"name": source.name, "url": source.url, "date": source.date}


def _content(values: dict[str, Any]) -> Content:
    sentences = tuple(
        Sentence(
            text=one["text"], fact=one["fact"], sources=tuple(FactSource(**source) for source in one["sources"])
        )
        for one in values["sentences"]
    )  # fmt: skip
    claims = tuple(
        Claim(
            fact=one["fact"], claim=one["claim"], verdict=FactVerdict(one["verdict"]),
            checked_on=date.fromisoformat(one["checked_on"]) if one["checked_on"] else None,
        )
        for one in values["claims"]
    )  # fmt: skip
    return sentences, claims
