"""The table: figures, and what part they are of what can be reached at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import mean
from typing import Any

Figures = Mapping[str, Any]
COLUMNS = "| method | recall | of ceiling | noise a day | in 5 | of ceiling | purity | minutes | after ceiling |"


def table(title: str, rows: Mapping[str, Sequence[Figures]], ceilings: Sequence[Figures]) -> str:
    """The mean of some streams, one row a method, as Markdown; the ceiling, which has no noise, is the last row."""
    lines = [f"### {title}", "", COLUMNS, "|---" * 9 + "|"]
    ceiling = _mean(ceilings)
    lines += [_line(name, _mean(figures), ceiling) for name, figures in (*rows.items(), ("ceiling", ceilings))]
    return "\n".join(lines)


_NAMES = ("recall", "noise_day", "in5", "purity", "median_minutes")


def _mean(streams: Sequence[Figures]) -> dict[str, float | None]:
    """The mean of each figure; of those that a method without any hit does not have, over the streams that do."""
    found: dict[str, float | None] = {}
    for name in _NAMES:
        values = [stream[name] for stream in streams if stream[name] is not None]
        found[name] = mean(values) if values else None
    return found


def _line(name: str, figures: Mapping[str, float | None], ceiling: Mapping[str, float | None]) -> str:
    later = _less(figures["median_minutes"], ceiling["median_minutes"])
    cells = [
        name, _decimal(figures["recall"]), _share(figures["recall"], ceiling["recall"]),
        _decimal(figures["noise_day"]), _decimal(figures["in5"]), _share(figures["in5"], ceiling["in5"]),
        _decimal(figures["purity"]), _whole(figures["median_minutes"]), _whole(later),
    ]  # fmt: skip
    return "| " + " | ".join(cells) + " |"


def _less(a: float | None, b: float | None) -> float | None:
    return None if a is None or b is None else a - b


def _decimal(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _share(value: float | None, whole: float | None) -> str:
    return f"{value / whole:.2f}" if value is not None and whole else "–"


def _whole(value: float | None) -> str:
    return "–" if value is None else f"{value:.0f}"
