"""How far a share that was counted may be off."""

from __future__ import annotations

import math

_Z = 1.959964  # 95 %


def wilson(right: int, number: int) -> tuple[float, float]:
    """The 95 % interval of a share of `right` in `number` (Wilson 1927); (0, 1) when nothing was counted."""
    if number == 0:
        return 0.0, 1.0
    share, spread = right / number, _Z * _Z / number
    middle = (share + spread / 2) / (1 + spread)
    half = _Z * math.sqrt(share * (1 - share) / number + spread / number / 4) / (1 + spread)
    return middle - half, middle + half
