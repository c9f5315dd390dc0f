"""What people decide about an alert: the steps, the reasons, and the verdict that is kept of each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from model.records import State

DUTY = "duty"
"""Who decided when nobody gave a code: whoever was on duty."""
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._\-]{0,15}", re.ASCII)
"""A member's code as the association chose it. Han characters are not let in: they would invite real names."""


class Decision(StrEnum):
    """A step that a person takes. *answer* writes a response, a second person approves it, *publish* records where
    the association made it public: only then is the alert answered."""

    TAKE = "take"
    DISMISS = "dismiss"
    SNOOZE = "snooze"
    MERGE = "merge"
    ANSWER = "answer"
    APPROVE = "approve"
    PUBLISH = "publish"
    UNDO = "undo"


class Reason(StrEnum):
    """Why an alert was dismissed. *opinion* (意见或批评,不属本系统) drops what the story rests on, for good."""

    NOT_EMERGING = "not-emerging"
    AD = "ad"
    JOKE = "joke"
    KNOWN = "known"
    OFF_TOPIC = "off-topic"
    OPINION = "opinion"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """One decision about one alert; never changed afterwards.

    `role` is a member's code or `DUTY`. `note` is the answer, the public address, or a remark.
    `threads` is how large the story was. `undoes` is the verdict that an *undo* takes back. Those decided
    together share `batch`. `id` 0: not stored yet.
    """

    id: int
    alert_id: int
    decision: Decision
    at: datetime
    role: str
    before: State
    after: State
    reason: Reason | None = None
    note: str = ""
    until: datetime | None = None
    into: int | None = None
    threads: int = 0
    undoes: int | None = None
    batch: int = 0


def standing(history: list[Verdict]) -> list[Verdict]:
    """The verdicts that were neither taken back nor take back another, oldest first."""
    undone = {verdict.undoes for verdict in history}
    return [item for item in history if item.decision is not Decision.UNDO and item.id not in undone]
