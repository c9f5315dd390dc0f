"""The words of a correction: what was answered, what is answered now, where to read it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from alerts.corrections.owed import Owed
from alerts.delivery.harmless import address, harmless
from alerts.facts.telling import correction, fact_as_values, marks, sources
from model.catalogue import Catalogue
from model.config import Config

MOST = 7
"""As many as an alert message tells of: one screen of a phone."""
_MOST_CLAIM, _MOST_MESSAGES = 40, 3
Published = Mapping[str, str]
"""Where the public answer that rests on a fact stands, by the fact's key."""


def subject(changes: Sequence[Owed], catalogue: Catalogue, config: Config) -> str:
    """``【永康】更正:…``"""
    town = config.association.town
    if len(changes) > 1:
        return catalogue.say("corrections.subject_n", town=town, n=len(changes))
    claim = harmless(changes[0].change.fact.claim)
    short = claim if len(claim) <= _MOST_CLAIM else claim[: _MOST_CLAIM - 1] + "\u2026"
    return catalogue.say("corrections.subject", town=town, claim=short)


def body(
    changes: Sequence[Owed], published: Published, today: date, catalogue: Catalogue, config: Config
) -> Mapping[str, object]:
    """What the outbox keeps of the message."""
    return {
        "text": text(changes, published, today, catalogue),
        "association": config.association.name,
        "town": config.association.town,
        "corrections": [_values(one, published) for one in changes],
    }


def text(changes: Sequence[Owed], published: Published, today: date, catalogue: Catalogue) -> str:
    """What stands below the subject, without the id; the request to pass it on comes last."""
    blocks = ["\n".join(_lines(one, published, today, catalogue)) for one in changes[:MOST]]
    if len(changes) > MOST:
        blocks.append(catalogue.say("corrections.more", n=len(changes) - MOST))
    return "\n\n".join([*blocks, catalogue.say("facts.tell_readers")])


def _lines(one: Owed, published: Published, today: date, catalogue: Catalogue) -> list[str]:
    fact = one.change.fact
    found = [
        harmless(correction(one.change, catalogue)) + (marks(fact, today, catalogue) if one.change.after else "")
    ]
    if one.change.after is not None:
        found += sources(fact, catalogue)
    if fact.key in published:
        found.append(catalogue.say("corrections.published", url=address(published[fact.key])))
    if one.messages:
        ids = catalogue.say("alerts.list_separator").join(one.messages[-_MOST_MESSAGES:])
        found.append(catalogue.say("corrections.messages", ids=ids))
    return found


def _values(one: Owed, published: Published) -> dict[str, object]:
    change = one.change
    return {
        "key": change.fact.key, "before": fact_as_values(change.before) if change.before else None,
        "after": fact_as_values(change.after) if change.after else None,
        "published_at": published.get(change.fact.key), "messages": list(one.messages),
    }  # fmt: skip
