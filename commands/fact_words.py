"""What people and programs read of a fact: its verdict, answer and sources, and what to be careful about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from alerts.facts.telling import marks
from model.catalogue import Catalogue
from model.config.facts import fact_values
from model.facts import Fact, KnownFact


def fact_row(fact: Fact, today: date, catalogue: Catalogue) -> str:
    """One line of a list."""
    verdict = catalogue.say(f"facts.verdict.{fact.verdict.value}")
    careful = marks(fact, today, catalogue)
    return catalogue.say("facts.row", verdict=verdict, key=fact.key, claim=fact.claim, marks=careful)


def fact_values_for_programs(fact: Fact, today: date) -> dict[str, object]:
    """JSON values, `expired` among them."""
    return {"key": fact.key, **fact_values(fact), "expired": fact.expired(today)}


def known_lines(known: Sequence[KnownFact], today: date, catalogue: Catalogue) -> Iterator[str]:
    """What `alert show` says under 已有事实: the answer to a claim that matched, the names of others near."""
    say = catalogue.say
    if not known:
        return
    yield ""
    yield say("facts.known")
    for one in known:
        fact = one.fact
        yield "  " + fact_row(fact, today, catalogue)
        if not one.matched:
            continue
        yield "    " + fact.answer
        for source in fact.sources:
            yield "    " + say("facts.source", name=source.name, url=source.url, date=source.date)
        if fact.responsible:
            yield "    " + say("facts.ask", whom=fact.responsible)


def known_values(known: Sequence[KnownFact], today: date) -> list[dict[str, object]]:
    """The same for programs."""
    return [
        {**fact_values_for_programs(one.fact, today), "score": one.score, "matched": one.matched} for one in known
    ]
