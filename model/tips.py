"""Tips: rumours that a member reports from where no crawler may read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

TIPS = "线索"
"""The source under which tips are read and counted. No site of the configuration may bear it."""
TIP_VOICE = "tip"
"""The key of a tip's voice: a tip is one voice, whoever reported it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tip:
    """A tip as stored: redacted, no group and nobody's name in it, and not who reported it.

    `same_as` is the earlier tip that says nearly the same: the two are one voice. `alert_id`: the alert that a
    person linked it with. `link` is a web address or empty.
    """

    id: int
    at: datetime
    text: str
    link: str
    post_id: int
    same_as: int | None
    alert_id: int | None
