"""Measures in words: spans, shares, and the lines of a set of figures. Pure."""

from __future__ import annotations

from datetime import timedelta

from model.catalogue import Catalogue
from model.measures import Measures

_UNITS = (("day", timedelta(days=2)), ("hour", timedelta(minutes=90)), ("minute", timedelta(0)))
"""A unit is used from twice or so of it on: 47 hours say more than 2 days."""
_LENGTH = {"day": timedelta(days=1), "hour": timedelta(hours=1), "minute": timedelta(minutes=1)}


def span(length: timedelta | None, catalogue: Catalogue) -> str:
    """``40 min``; a dash when nothing is known."""
    if length is None:
        return catalogue.say("measures.unknown")
    unit = next((name for name, least in _UNITS if abs(length) >= least), "minute")
    return catalogue.say(f"measures.span.{unit}", n=round(abs(length) / _LENGTH[unit]))


def share(value: float | None, catalogue: Catalogue) -> str:
    """``33 %``; a dash when there is nothing to take a share of."""
    return catalogue.say("measures.unknown") if value is None else f"{value:.0%}"


def lead(found: Measures, catalogue: Catalogue) -> str:
    """How many alerts came before their peak, and by how much; empty when no peak is known."""
    if not found.peaks or found.lead is None:
        return ""
    kind = "ahead" if found.lead > timedelta(0) else "behind"
    return catalogue.say(
        f"measures.lead.{kind}", ahead=found.ahead, of=found.peaks, span=span(found.lead, catalogue)
    )


def topic(key: str | None, titles: dict[str, str], catalogue: Catalogue) -> str:
    """The title of a watch topic; a word of its own for what was discovered, the key for a topic that is gone."""
    return catalogue.say("measures.discovered") if key is None else titles.get(key) or key
