"""Whether something was answered before: an alert of last month about the same words. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from model.records import Alert

_FEWEST = 2
"""One word in common is chance: half of a town's stories have 小区 in them."""


def answered_before(alert: Alert, answered: Iterable[Alert]) -> Alert | None:
    """The newest of the `answered` alerts that was about the same: half of the words, and at least two.

    The same watch topic alone is not enough: two floods are two stories.
    """
    words = set(alert.terms)
    same = [
        item for item in answered
        if item.id != alert.id and len(shared := words.intersection(item.terms)) >= _FEWEST
        and 2 * len(shared) >= min(len(words), len(item.terms))
    ]  # fmt: skip
    return max(same, key=lambda item: (item.closed_at or item.updated_at, item.id), default=None)
