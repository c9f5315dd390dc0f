"""What the form of a fact holds: from a fact to its fields, from its fields to a fact or to what is wrong. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from pydantic import ValidationError

from console.forms import Form
from model.config.facts import FactBlock
from model.facts import Fact, FactVerdict
from model.records import Alert

LONGEST_CLAIM, LONGEST_ANSWER = 200, 1000
"""Characters: an answer is read on a phone, inside a message."""
_MOST_ROWS = 20
_MOST_TERMS = 6
_KEY_LENGTH = 16
_NOT_KEY = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """The fields as they were typed. `key` is empty for a new fact; `seen`: the version that the form started from.

    `sources`: (name, address, date), with empty rows to fill in.
    """

    key: str = ""
    seen: int = 0
    claim: str = ""
    verdict: str = FactVerdict.UNCLEAR.value
    answer: str = ""
    terms: str = ""
    sources: tuple[tuple[str, str, str], ...] = (("", "", ""),)
    responsible: str = ""
    checked_on: str = ""
    valid_until: str = ""
    reviewed: bool = False


def of_fact(fact: Fact, seen: int, separator: str) -> Fields:
    """`fact` in a form, its terms with `separator` between them."""
    rows = [(one.name, one.url, one.date) for one in fact.sources]
    return Fields(
        key=fact.key, seen=seen, claim=fact.claim, verdict=fact.verdict.value, answer=fact.answer,
        terms=separator.join(fact.terms), sources=_with_room(rows), responsible=fact.responsible,
        checked_on=fact.checked_on.isoformat() if fact.checked_on else "",
        valid_until=fact.valid_until.isoformat() if fact.valid_until else "", reviewed=fact.reviewed,
    )  # fmt: skip


def of_alert(alert: Alert, separator: str, today: str) -> Fields:
    """A form to write down what was found out about an alert."""
    return Fields(claim=alert.title, terms=separator.join(alert.terms[:_MOST_TERMS]), checked_on=today)


def of_form(form: Form) -> Fields:
    """What somebody sent."""
    columns = [form.fields.get(f"source_{name}", []) for name in ("name", "url", "date")]
    rows = [(a.strip(), b.strip(), c.strip()) for a, b, c in zip(*columns, strict=False)]
    return Fields(
        key=form.one("key"), seen=form.number("seen") or 0, claim=form.one("claim"), verdict=form.one("verdict"),
        answer=form.one("answer"), terms=form.one("terms"),
        sources=_with_room([row for row in rows if any(row)][:_MOST_ROWS]), responsible=form.one("responsible"),
        checked_on=form.one("checked_on"), valid_until=form.one("valid_until"),
        reviewed=form.one("reviewed") == "yes",
    )  # fmt: skip


def fact(fields: Fields, taken: Collection[str]) -> Fact | list[str]:
    """The fact, or the names of the fields that cannot be used. A new one gets a key that is not `taken`."""
    if len(fields.claim) > LONGEST_CLAIM or len(fields.answer) > LONGEST_ANSWER:
        return ["long"]
    values = {
        "claim": fields.claim, "verdict": fields.verdict, "answer": fields.answer, "terms": fields.terms,
        "sources": [{"name": a, "url": b, "date": c} for a, b, c in fields.sources if a or b or c],
        "responsible": fields.responsible, "checked_on": fields.checked_on, "valid_until": fields.valid_until,
        "reviewed": fields.reviewed,
    }  # fmt: skip
    try:
        return FactBlock.model_validate(values).fact(fields.key or free_key(fields.claim, taken))
    except ValidationError as error:
        return list(dict.fromkeys(str(one["loc"][0]) for one in error.errors(include_url=False)))


def free_key(claim: str, taken: Collection[str]) -> str:
    """A key that people recognise in a list: the beginning of the claim, with a number when it is `taken`."""
    base = _NOT_KEY.sub("", claim)[:_KEY_LENGTH] or "fact"
    number = 1
    while (key := base if number == 1 else f"{base}-{number}") in taken:
        number += 1
    return key


def _with_room(rows: Sequence[tuple[str, str, str]]) -> tuple[tuple[str, str, str], ...]:
    """One more row than there are, so that each saving makes room for another."""
    return (*rows, ("", "", ""))
