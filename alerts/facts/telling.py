"""What must stand beside a fact wherever it is shown. Pure."""

from __future__ import annotations

from datetime import date

from model.catalogue import Catalogue
from model.facts import Fact, FactChange, KnownFact


def marks(fact: Fact, today: date, catalogue: Catalogue) -> str:
    """``（已过期、待本地复核）`` or nothing."""
    found = [catalogue.say("facts.expired", day=fact.valid_until)] if fact.expired(today) else []
    found += [] if fact.reviewed else [catalogue.say("facts.unreviewed")]
    return catalogue.say("facts.marks", list=catalogue.say("alerts.list_separator").join(found)) if found else ""


def current(known: tuple[KnownFact, ...], today: date) -> KnownFact | None:
    """The fact that a story is about, unless its answer has expired since."""
    return next((one for one in known if one.matched and not one.fact.expired(today)), None)


def short(fact: Fact, today: date, catalogue: Catalogue) -> str:
    """Verdict, claim and answer in one paragraph."""
    return catalogue.say(
        "facts.short", verdict=catalogue.say(f"facts.verdict.{fact.verdict.value}"), claim=fact.claim,
        answer=fact.answer, marks=marks(fact, today, catalogue),
    )  # fmt: skip


def correction(change: FactChange, catalogue: Catalogue) -> str:
    """What was answered and what is answered now, in one paragraph."""
    was, now = (
        catalogue.say(f"facts.verdict.{one.verdict.value}") if one else "" for one in (change.before, change.after)
    )
    kind = "withdrawn" if change.after is None else "reworded" if was == now else "corrected"
    fact = change.fact
    return catalogue.say(f"facts.{kind}", claim=fact.claim, was=was, now=now, answer=fact.answer)
