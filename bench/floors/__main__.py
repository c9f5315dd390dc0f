"""Figures with floors: python -m bench.floors [--raise | --lower NAME --why TEXT].

Prints each figure that needs no shared data beside its floor; exit status 1 when one is below. `--raise` lifts the
floors to what was found. `--lower` is the only way down: it also wants a line in CHANGELOG.md that names the
figure, which a test looks for.
"""

from __future__ import annotations

import argparse
import sys

from bench.floors.figure import Figure, Floors, load, save
from bench.floors.register import MEASURES


def measured() -> dict[str, Figure]:
    """Every registered figure."""
    return {name: figure for measure in MEASURES for name, figure in measure().items()}


def main() -> None:
    """Measure, print, change the floors when asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--raise", dest="lift", action="store_true")
    parser.add_argument("--lower", metavar="NAME")
    parser.add_argument("--why", default="")
    given = parser.parse_args()
    found, floors = measured(), load()
    if given.lift:
        print(f"raised or new: {', '.join(floors.lift(found)) or 'none'}")
        save(floors)
    if given.lower is not None:
        if given.lower not in found or given.lower not in floors.floors:
            parser.error(f"no figure of this name: {given.lower}")
        try:
            floors.lower(given.lower, found[given.lower], given.why)
        except ValueError as error:
            parser.error(str(error))
        save(floors)
        print(f"lowered; now write a line with “{given.lower}” into CHANGELOG.md")
    sys.exit(1 if _told(found, floors) else 0)


def _told(found: dict[str, Figure], floors: Floors) -> bool:
    """Print the figures; whether one is below."""
    faults = floors.below(found)
    for name in sorted({*found, *faults}):
        value = f"{found[name].value:g}" if name in found else "–"
        mark = "at least" if name in found and found[name].more_is_better else "at most"
        floor = f"{mark} {floors.floors[name]:g}" if name in floors.floors else "–"
        print(f"{name:<38}{value:>8}   {floor:<16}{faults.get(name, '')}")
    return bool(faults)


if __name__ == "__main__":
    main()
