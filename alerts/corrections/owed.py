"""To whom a correction is owed, judged by what each channel was told. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from model.facts import Fact, FactChange, FactStep, said
from store.tellings import Telling


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """One channel is to be told of one change. `messages`: short ids of those that carried the old answer."""

    channel: str
    change: FactChange
    messages: tuple[str, ...]


def owed(tellings: Sequence[Telling], newest: Mapping[str, Fact | None], now: datetime) -> list[Owed]:
    """Who was told something else than what holds now. `tellings` in the order in which they were told.

    While a message with an old answer is still on its way, nothing is owed yet: the correction must come after it.
    A message that never arrives is no telling.
    """
    found = []
    ordered = sorted(tellings, key=lambda one: (one.channel, one.key))  # stable: each group keeps its order
    for (channel, key), group in groupby(ordered, key=lambda one: (one.channel, one.key)):
        told = _since_corrected([one for one in group if not one.lost])
        old = [one for one in told if one.fact is not None and _differs(one.fact, newest[key])]
        if old and not any(one.waiting for one in told):
            change = FactChange(
                at=now, step=FactStep.CHANGED if newest[key] else FactStep.REMOVED, before=old[-1].fact,
                after=newest[key],
            )  # fmt: skip
            ids = dict.fromkeys(one.short_id for one in old if one.short_id)
            found.append(Owed(channel=channel, change=change, messages=tuple(ids)))
    return found


def _since_corrected(told: Sequence[Telling]) -> Sequence[Telling]:
    """What was told last: from the last correction on, which put right what came before it."""
    last = max((place for place, one in enumerate(told) if one.correction), default=0)
    return told[last:]


def _differs(told: Fact, now: Fact | None) -> bool:
    return now is None or said(told) != said(now)
