"""A figure, its floor, and the file that keeps the floors."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FILE = Path(__file__).resolve().parents[1] / "floors.json"


@dataclass(frozen=True, slots=True)
class Figure:
    """`value`; whether more of it is better."""

    value: float
    more_is_better: bool

    def worse_than(self, floor: float) -> bool:
        """Whether the figure has dropped below `floor` (or, where less is better, risen above it)."""
        return self.value < floor if self.more_is_better else self.value > floor


def up(value: float) -> Figure:
    """A figure that should be high."""
    return Figure(round(value, 4), True)


def down(value: float) -> Figure:
    """A figure that should be low."""
    return Figure(round(value, 4), False)


@dataclass(slots=True)
class Floors:
    """`floors` by name, the `best` that each ever was, and each time that one was `lowered`."""

    floors: dict[str, float] = field(default_factory=dict)
    best: dict[str, float] = field(default_factory=dict)
    lowered: list[dict[str, Any]] = field(default_factory=list)

    def below(self, found: dict[str, Figure]) -> dict[str, str]:
        """The figures that must not be as they are, with the reason."""
        faults = {
            name: f"{figure.value:g} is worse than its floor {self.floors[name]:g}"
            for name, figure in found.items()
            if name in self.floors and figure.worse_than(self.floors[name])
        }
        unknown = {
            name: "has no floor: python -m bench.floors --raise" for name in found.keys() - self.floors.keys()
        }
        gone = {name: "has a floor and is not measured any more" for name in self.floors.keys() - found.keys()}
        return {**faults, **unknown, **gone}

    def silently_lowered(self) -> list[str]:
        """Floors below the best that nobody lowered by the flag."""
        told = {(entry["name"], entry["to"]) for entry in self.lowered}
        return [
            name for name, floor in self.floors.items() if floor != self.best[name] and (name, floor) not in told
        ]

    def lift(self, found: dict[str, Figure]) -> list[str]:
        """Raise every floor that the figures allow, and set those of new ones; returns their names."""
        better = [
            name
            for name, figure in found.items()
            if name not in self.floors or Figure(self.floors[name], figure.more_is_better).worse_than(figure.value)
        ]
        for name in better:
            self.floors[name] = found[name].value
            known = self.best.get(name, found[name].value)
            self.best[name] = (max if found[name].more_is_better else min)(known, found[name].value)
        return better

    def lower(self, name: str, figure: Figure, why: str) -> None:
        """Lower the floor of `name` to what was found, and keep that it was. Raises KeyError, ValueError."""
        if not why.strip():
            raise ValueError("say why")
        if not figure.worse_than(self.floors[name]):
            raise ValueError(f"{name}: {figure.value:g} is not worse than the floor {self.floors[name]:g}")
        self.lowered.append({"name": name, "from": self.floors[name], "to": figure.value, "why": why.strip()})
        self.floors[name] = figure.value


def load(path: Path = FILE) -> Floors:
    """The floors in `path`; none when it is not there."""
    return Floors(**json.loads(path.read_text(encoding="utf-8"))) if path.exists() else Floors()


def save(floors: Floors, path: Path = FILE) -> None:
    """Write the floors, in order."""
    kept = {
        "floors": dict(sorted(floors.floors.items())),
        "best": dict(sorted(floors.best.items())),
        "lowered": floors.lowered,
    }
    path.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
