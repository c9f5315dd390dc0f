"""What needs a second look before it is made public: what looks personal, and facts that hold no longer. Pure.

Answers are not redacted, because the numbers of offices must stand. So what is known to be public is left out here:
the numbers of config.yaml, the national ones, those of the fact base, web addresses.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from model.catalogue import Catalogue
from model.config import Config
from model.facts import Fact
from model.responses import Response

_ADDRESS = re.compile(r"https?://[^\s\u3000-\u303f\uff00-\uffef\u4e00-\u9fff<>\"]+")
_NUMBER = re.compile(r"\d(?:[ \-\u2010-\u2015]?\d){2,20}")
_LOCAL = 7
"""Digits of a number without its area code."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """`kind` is a message ``answers.doubt.<kind>``; `text` is what stands there."""

    kind: str
    text: str


Proofread = Callable[[str], Sequence[Doubt]]
"""Everything in a text that looks personal; handed in by whoever wires the rooms together."""


def doubts(text: str, public: frozenset[str], proofread: Proofread) -> list[Doubt]:
    """What looks personal in `text` and is not a number that is known to be `public`; each once."""
    found = proofread(_ADDRESS.sub(" ", text))
    return [one for one in dict.fromkeys(found) if not _is_public(one.text, public)]


def of_response(response: Response, public: frozenset[str], proofread: Proofread) -> list[Doubt]:
    """The same for what people wrote of a response; what stands word for word in a checked fact was looked at."""
    own = [one for one in response.sentences if not one.fact]
    named = [source.name for one in own for source in one.sources]
    return doubts("\n".join([*(one.text for one in own), *named]), public, proofread)


def of_fact(fact: Fact, public: frozenset[str], proofread: Proofread) -> list[Doubt]:
    """The same for what a fact tells everybody."""
    names = [source.name for source in fact.sources]
    return doubts("\n".join([fact.claim, fact.answer, fact.responsible, *names]), public, proofread)


def grounds(response: Response, now: Mapping[str, Fact], today: date) -> list[Doubt]:
    """The facts that a response was written from and that have expired, or say something else by now."""
    found = []
    for claim in response.claims:
        fact = now.get(claim.fact)
        if fact is None or (fact.claim, fact.verdict) != (claim.claim, claim.verdict):
            found.append(Doubt("changed", claim.claim))
        elif fact.expired(today):
            found.append(Doubt("expired", claim.claim))
        elif any(one.fact == fact.key and not _says(fact, one.text) for one in response.sentences):
            found.append(Doubt("changed", claim.claim))
    return found


def _says(fact: Fact, sentence: str) -> bool:
    return sentence in fact.answer or fact.claim.rstrip("\u3002.\uff01!") in sentence


def public_numbers(config: Config, facts: Iterable[Fact]) -> frozenset[str]:
    """The digits of every number that is known to be public, and the association's own address."""
    texts = [
        *(office.call for office in config.offices), *(topic.contact or "" for topic in config.topics.values()),
        *(f"{one.claim} {one.answer} {one.responsible}" for one in facts),
    ]  # fmt: skip
    numbers = (_digits(match[0]) for text in texts for match in _NUMBER.finditer(text))
    return frozenset([config.association.contact.removeprefix("mailto:"), *numbers])


def told(found: Sequence[Doubt], catalogue: Catalogue) -> str:
    """``手机号 138…、像人名 …``"""
    parts = [catalogue.say(f"answers.doubt.{one.kind}", text=one.text) for one in found]
    return catalogue.say("alerts.list_separator").join(parts)


def _is_public(text: str, public: frozenset[str]) -> bool:
    number = _digits(text)
    if not _NUMBER.fullmatch(text.strip()):  # abc12345 is no 12345
        return text in public
    return number in public or (len(number) >= _LOCAL and any(known.endswith(number) for known in public))


def _digits(text: str) -> str:
    return "".join(character for character in text if character.isdigit())
