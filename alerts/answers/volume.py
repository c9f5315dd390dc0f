"""How much was said about a story before and after its answer. It shows no cause, and says so. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from model.catalogue import Catalogue

DAYS = 7
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Volume:
    """Posts in each 24 h before (oldest first) and after the answer; only whole 24 h that are over."""

    before: tuple[int, ...]
    after: tuple[int, ...]


def volume(moments: Sequence[datetime], answered_at: datetime, now: datetime) -> Volume:
    """Count the moments of a story's posts around `answered_at`: `DAYS` days before, at most as many after."""
    over = max(0, min(DAYS, (now - answered_at) // _DAY))
    counts = dict.fromkeys(range(-DAYS, over), 0)
    for moment in moments:
        day = (moment - answered_at) // _DAY
        if day in counts:
            counts[day] += 1
    return Volume(
        tuple(counts[day] for day in range(-DAYS, 0)), tuple(counts[day] for day in range(over))
    )  # fmt: skip


def told(found: Volume, catalogue: Catalogue) -> list[str]:
    """Posts a day before and after, and that this is no proof of anything."""
    lines = [catalogue.say("answers.volume.before", days=DAYS, posts=_mean(found.before))]
    if found.after:
        lines.append(catalogue.say("answers.volume.after", days=len(found.after), posts=_mean(found.after)))
    else:
        lines.append(catalogue.say("answers.volume.none"))
    return [*lines, catalogue.say("answers.volume.caption")]


def _mean(counts: Sequence[int]) -> str:
    return f"{sum(counts) / len(counts):.1f}"
