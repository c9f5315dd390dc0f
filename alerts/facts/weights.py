"""How telling a word or a pair of characters is: rare in Chinese, and rare among the claims.

A small file of facts gives a poor measure of rarity: of forty claims, 孩子 stands in six and 高温 in one. So what
the dictionary knows of ordinary Chinese counts as well.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

Frequency = Callable[[str], int]
"""How often a large dictionary has seen a word; 0 when it does not know it."""

_TOTAL = 6.0e7  # jieba's dictionary counts sixty million words
_COMMON, _RARE = 6.0, 15.0  # natural logarithms of 1 in 400 and 1 in three million


def rarity(feature: str, frequency: Frequency) -> float:
    """0 for what stands everywhere (的), 1 for what no dictionary knows. `feature`: a word or two characters."""
    seen = float(frequency(feature))
    if not seen and len(feature) == 2:  # a pair across two words: as often as chance puts them side by side
        seen = frequency(feature[0]) * frequency(feature[1]) / _TOTAL
    surprise = math.log(_TOTAL / (seen + 1))
    return min(1.0, max(0.0, (surprise - _COMMON) / (_RARE - _COMMON)))


def scarcity(claims_with: int, claims: int) -> float:
    """1 for what one claim of many has, towards 0 for what they all have. Two claims about one thing share words,
    so this falls slowly."""
    return math.log(1 + claims / claims_with) / math.log(1 + claims) if claims > 1 else 1.0


def telling(features: Mapping[str, int], claims: int, frequency: Frequency) -> dict[str, float]:
    """Weight (0…1) of each feature; `features` says in how many claims it stands."""
    found = {}
    for feature, count in features.items():
        weight = rarity(feature, frequency) * scarcity(count, claims)
        found[feature] = weight * (0.5 if len(feature) == 1 else 1.0)
    return found
