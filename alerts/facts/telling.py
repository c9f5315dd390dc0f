"""What must stand beside a fact wherever it is shown. Pure."""

from __future__ import annotations

from datetime import date

from alerts.delivery.harmless import address, harmless
from model.catalogue import Catalogue
from model.config.facts import fact_values
from model.facts import Fact, FactChange, FactVerdict, KnownFact

MOST_ANSWER = 400
"""Characters of an answer in a message; of a longer one the beginning."""
MOST_SOURCES = 2
"""A message names so many; the rest stands in the console."""


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
        answer=_short(fact.answer), marks=marks(fact, today, catalogue),
    )  # fmt: skip


def in_message(fact: Fact, today: date, catalogue: Catalogue) -> list[str]:
    """What a message about an alert says of it, so that its reader can answer at once: verdict, answer, sources.

    What was not checked is called so, and says whom to ask.
    """
    unclear = fact.verdict is FactVerdict.UNCLEAR or not fact.sources
    words = catalogue.say(
        "facts.message.unclear" if unclear else "facts.message.checked",
        verdict=catalogue.say(f"facts.verdict.{fact.verdict.value}"), claim=harmless(fact.claim),
        answer=_short(harmless(fact.answer)), marks=marks(fact, today, catalogue),
    )  # fmt: skip
    ask = [catalogue.say("facts.ask", whom=harmless(fact.responsible))] if fact.responsible else []
    return [words, *sources(fact, catalogue), *ask]


def _short(answer: str) -> str:
    return answer if len(answer) <= MOST_ANSWER else answer[: MOST_ANSWER - 1] + "\u2026"


def sources(fact: Fact, catalogue: Catalogue) -> list[str]:
    """A line each, for messages: no chat reads more into a name than its letters."""
    return [
        catalogue.say(
            "facts.source", name=harmless(one.name), date=one.date, url=address(one.url) if one.url else ""
        ).rstrip()
        for one in fact.sources[:MOST_SOURCES]
    ]  # fmt: skip


def fact_as_values(fact: Fact) -> dict[str, object]:
    """`fact` for programs."""
    return {"key": fact.key, **fact_values(fact)}


def correction(change: FactChange, catalogue: Catalogue) -> str:
    """What was answered and what is answered now, in one paragraph."""
    was, now = (
        catalogue.say(f"facts.verdict.{one.verdict.value}") if one else "" for one in (change.before, change.after)
    )
    kind = "withdrawn" if change.after is None else "reworded" if was == now else "corrected"
    fact = change.fact
    return catalogue.say(f"facts.{kind}", claim=fact.claim, was=was, now=now, answer=_short(fact.answer))
