"""What the association knows of rumours: a claim, how true it is, a plain answer, and where that can be read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

# Of the records' kind (frozen, keyword-only, never dicts); apart from them because facts also travel as files.


class FactVerdict(StrEnum):
    """How true a claim is. People read 属实, 不实, 部分属实, 待核实."""

    TRUE = "true"
    FALSE = "false"
    PARTLY = "partly"
    UNCLEAR = "unclear"


class FactStep(StrEnum):
    """What happened to a fact."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class FactSource:
    """Where an answer can be read, as it was found: `url` and `date` (``2024-05-01``, ``2024-05`` or ``2024``) are
    empty when not known."""

    name: str
    url: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One claim that goes round, and what is known of it.

    `terms` are words that people use for it. `responsible` is the body to ask where no source was found.
    `reviewed`: somebody of this town has checked it; what came with the program has not been. `valid_until` is
    the last day on which the answer holds.
    """

    key: str
    claim: str
    verdict: FactVerdict
    answer: str
    terms: tuple[str, ...] = ()
    sources: tuple[FactSource, ...] = ()
    responsible: str = ""
    checked_on: date | None = None
    valid_until: date | None = None
    reviewed: bool = False

    def expired(self, today: date) -> bool:
        """Whether the answer held only until a day before `today`."""
        return self.valid_until is not None and self.valid_until < today


@dataclass(frozen=True, slots=True, kw_only=True)
class FactChange:
    """One line of a fact's history. `before` is None when it was added, `after` when it was removed."""

    at: datetime
    step: FactStep
    before: Fact | None
    after: Fact | None

    @property
    def fact(self) -> Fact:
        """The fact as it is now, or as it last was."""
        found = self.after or self.before
        if found is None:
            raise ValueError("a change of nothing")
        return found

    @property
    def corrects(self) -> bool:
        """Whether somebody who got the old answer must be told: what was said then is not said any more."""
        if self.before is None:
            return False
        return self.after is None or said(self.before) != said(self.after)


def said(fact: Fact) -> tuple[str, FactVerdict, str]:
    """What a reader takes away: the rest (words to find it by, more sources) may change without a correction."""
    return fact.claim, fact.verdict, fact.answer


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownFact:
    """A fact near a text or an alert; `matched`: near enough to be about the same claim, and still valid."""

    fact: Fact
    score: float
    matched: bool
