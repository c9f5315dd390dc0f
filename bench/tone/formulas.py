"""How log odds become one chance: logistic regression on a few columns, every set with equal weight."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.tone.logistic import Vector, line_fit
from bench.tone.sets import NEUTRAL

CAREFUL = ("smp2020_ewect", "covid_weibo_7emo", "weibo2018", "clue_emotion2020")


def line(
    sets: NDArray[Any],
    labels: NDArray[Any],
    *columns: Vector,
    neutral: bool = False,
    seen: NDArray[Any] | None = None,
) -> tuple[float, ...]:
    """Coefficients of ``c0 + c1·column1 + …`` for the chance that a post is positive (`neutral`: is neutral).

    Only posts count whose tone was labelled by people: emoticons and the loose labels under news would teach doubt
    where there is none, and reviews are not what will be read. `seen` leaves posts out.
    """
    first = np.array([name.split(" ")[0] for name in sets])
    chosen = np.char.startswith(sets, "smp2020") if neutral else np.isin(first, CAREFUL) & (labels != NEUTRAL)
    if seen is not None:
        chosen &= seen
    _, place, sizes = np.unique(sets[chosen], return_inverse=True, return_counts=True)
    trust = (1 / sizes)[place]
    design = np.column_stack([np.ones(chosen.sum()), *(column[chosen] for column in columns)])
    target = labels[chosen] == (NEUTRAL if neutral else 1)
    return tuple(round(float(value), 4) for value in line_fit(design, target, trust / trust.mean()))
