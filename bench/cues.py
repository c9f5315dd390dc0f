"""How well the rumour cues find what a reader finds in a list of invented posts, cue by cue.

Run: python -m bench.cues [LIST]. The list (tests/analysis/signs/cues.txt) and the rules have one author: what
another author would write is found less well. Cues that need a memory (`seen_before`) stand in bench/templates.py.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from analysis.signs.cues import KEYS, SEEN_BEFORE, cues
from analysis.signs.places import Places

LIST = Path(__file__).resolve().parents[1] / "tests" / "analysis" / "signs" / "cues.txt"


def main() -> None:
    """One line a cue, then every post judged otherwise."""
    posts = labelled(Path(sys.argv[1]) if len(sys.argv) > 1 else LIST)
    places = Places("永康")
    found, right, wanted = Counter[str](), Counter[str](), Counter[str]()
    missed: list[str] = []
    for keys, text in posts:
        seen = set(cues(text, places.find(text)))
        wanted.update(keys)
        found.update(seen)
        right.update(seen & keys)
        if seen != keys:
            missed.append(f"  too many {sorted(seen - keys)}, missing {sorted(keys - seen)}: {text}")
    print(f"{len(posts)} posts, {len(posts) - len(missed)} judged exactly as by the reader")
    for key in (key for key in KEYS if key != SEEN_BEFORE):
        precision, recall = right[key] / max(1, found[key]), right[key] / max(1, wanted[key])
        print(f"  {key:18} precision {precision:.2f}  recall {recall:.2f}  ({wanted[key]} in the list)")
    all_ = f"precision {right.total() / found.total():.3f}  recall {right.total() / wanted.total():.3f}"
    print(f"  {'together':18} {all_}", *missed, sep="\n")


def labelled(path: Path) -> list[tuple[set[str], str]]:
    """The posts of a list, with their cues."""
    lines = path.read_text(encoding="utf-8").splitlines()
    pairs = (line.split(" | ", 1) for line in lines if line and not line.startswith("#"))
    return [(set(keys.split()) - {"-"}, text) for keys, text in pairs]


if __name__ == "__main__":
    main()
