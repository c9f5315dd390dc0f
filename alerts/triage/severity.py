"""How urgent an alert is, from its level, growth, spread and words of danger to life. Pure.

Only a watch topic makes a matter one of life: there one voice is enough. Everything else can rise to urgent, never
by tone, and stays there until somebody has decided.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

from model.catalogue import Catalogue
from model.records import Alert, Level, State

_WORDS = Path(__file__).resolve().parents[2] / "data" / "lexicons" / "life_danger.txt"
FAST = 2.0
"""So many new threads an hour are fast in a town where a story has three or four a day,"""
FAST_THREADS = 8
"""once it is no handful any more."""
WIDE = 4
"""So many sources are wide: a board, a news site and two more."""
_QUOTED = 2
_RANK = {Level.NORMAL: 0, Level.URGENT: 1, Level.LIFE: 2}
_ENDED = frozenset({State.ANSWERED, State.DISMISSED, State.MERGED, State.FADED})


def graded(alert: Alert, before: Alert | None, catalogue: Catalogue) -> Alert:
    """`alert` at its severity, with the sentence that says why it is above its topic's level.

    `before` is the alert as it stood: what was urgent does not become less so while it waits.
    """
    if alert.level is not Level.NORMAL:
        return replace(alert, graded="")
    why = _why(alert, catalogue)
    if not why and before is not None and before.state not in _ENDED:
        why = before.graded
    return replace(alert, level=Level.URGENT, graded=why) if why else replace(alert, graded="")


def worse(before: Alert, after: Alert) -> bool:
    """Whether an alert that nobody has taken is more urgent than it was: those who heard of it do not know that."""
    return after.state is before.state is State.NEW and _RANK[after.level] > _RANK[before.level]


def _why(alert: Alert, catalogue: Catalogue) -> str:
    word = _danger(alert)
    if word:
        return catalogue.say("duty.graded.danger", word=word)
    growth = alert.summary.growth if alert.summary else 0.0
    if growth >= FAST and alert.threads >= FAST_THREADS:
        return catalogue.say("duty.graded.growth", growth=f"{growth:.0f}")
    if len(alert.sources) >= WIDE:
        return catalogue.say("duty.graded.spread", n=len(alert.sources))
    return ""


def _danger(alert: Alert) -> str:
    """The word of danger to life in the title or the terms, or in what at least two threads say."""
    named = " ".join([alert.title, *alert.terms])
    for word in danger_words():
        if word in named or sum(word in item.excerpt for item in alert.evidence) >= _QUOTED:
            return word
    return ""


@cache
def danger_words() -> tuple[str, ...]:
    """The words of data/lexicons/life_danger.txt, in its order."""
    lines = _WORDS.read_text(encoding="utf-8").splitlines()
    return tuple(word for line in lines if not line.startswith("#") for word in line.split())
