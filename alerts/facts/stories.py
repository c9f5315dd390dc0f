"""From the facts near to each post of a story to those near to the story. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from alerts.facts.likeness import NEAR_ENOUGH
from alerts.facts.match import MOST, Found
from model.facts import KnownFact

_VOICES = 3
"""A fact must be near to as many posts, or to all when there are fewer: one odd reply decides nothing."""


def of_story(posts: Sequence[Found], today: date) -> tuple[KnownFact, ...]:
    """The facts nearest to a story of `posts`, best first, each with the mean of its best posts."""
    seen: dict[str, list[KnownFact]] = {}
    for found in posts:
        for known in found.near:
            seen.setdefault(known.fact.key, []).append(known)
    counted = min(_VOICES, len(posts))
    scored = [
        replace(near[0], score=round(sum(sorted((one.score for one in near), reverse=True)[:counted]) / counted, 4))
        for near in seen.values()
    ]
    best = sorted(scored, key=lambda one: (-one.score, one.fact.key))[:MOST]
    current = [one for one in best if one.score >= NEAR_ENOUGH and not one.fact.expired(today)]
    return tuple(replace(one, matched=bool(current) and one is current[0]) for one in best)
