"""Which version of a response stands, and how far it has come: read from the verdicts. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from model.records import State
from model.verdicts import Decision, Verdict, standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A response as the verdicts tell of it. Of before responses were approved: written and given at once."""

    written: Verdict
    approved: Verdict | None = None
    published: Verdict | None = None

    @property
    def given(self) -> bool:
        """Whether the town could read it."""
        at_once = self.written.after is State.ANSWERED and self.written.before is not State.ANSWERED
        return self.published is not None or at_once


def versions(history: Sequence[Verdict]) -> list[Version]:
    """Every version that was not taken back, oldest first. `history`: the verdicts of one alert, oldest first."""
    found: list[Version] = []
    for verdict in standing(list(history)):
        if verdict.decision is Decision.ANSWER:
            found.append(Version(written=verdict))
        elif found and verdict.decision is Decision.APPROVE:
            found[-1] = Version(written=found[-1].written, approved=verdict)
        elif found and verdict.decision is Decision.PUBLISH:
            found[-1] = Version(written=found[-1].written, approved=found[-1].approved, published=verdict)
    return found


def version(history: Sequence[Verdict]) -> Version | None:
    """The newest version."""
    found = versions(history)
    return found[-1] if found else None


def given(history: Sequence[Verdict]) -> Version | None:
    """The newest version that the town could read."""
    return next((one for one in reversed(versions(history)) if one.given), None)
