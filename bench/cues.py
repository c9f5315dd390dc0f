"""How well the rumour cues find what a reader finds in a list of invented posts, cue by cue.

Run: python -m bench.cues [LIST]. The list (tests/analysis/signs/cues.txt) and the rules have one author: what
another author would write is found less well. Cues that need a memory (`seen_before`) stand in bench/templates.py.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from analysis.signs.cues import KEYS, SEEN_BEFORE, cues
from analysis.signs.places import Places

LIST = Path(__file__).resolve().parents[1] / "tests" / "analysis" / "signs" / "cues.txt"


@dataclass(slots=True)
class Judged:
    """Cues that the rules found, those of them that the reader found, all of the reader's; a line a difference."""

    found: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    wanted: Counter[str] = field(default_factory=Counter)
    differences: list[str] = field(default_factory=list)


def main() -> None:
    """One line a cue, then every post judged otherwise."""
    posts = labelled(Path(sys.argv[1]) if len(sys.argv) > 1 else LIST)
    judged = judge(posts)
    found, right, wanted = judged.found, judged.right, judged.wanted
    print(f"{len(posts)} posts, {len(posts) - len(judged.differences)} judged exactly as by the reader")
    for key in (key for key in KEYS if key != SEEN_BEFORE):
        precision, recall = right[key] / max(1, found[key]), right[key] / max(1, wanted[key])
        print(f"  {key:18} precision {precision:.2f}  recall {recall:.2f}  ({wanted[key]} in the list)")
    all_ = f"precision {right.total() / found.total():.3f}  recall {right.total() / wanted.total():.3f}"
    print(f"  {'together':18} {all_}", *judged.differences, sep="\n")


def judge(posts: Sequence[tuple[set[str], str]]) -> Judged:
    """The rules on posts whose cues a reader named."""
    places, judged = Places("永康"), Judged()
    for keys, text in posts:
        seen = set(cues(text, places.find(text)))
        judged.wanted.update(keys)
        judged.found.update(seen)
        judged.right.update(seen & keys)
        if seen != keys:
            judged.differences.append(f"  too many {sorted(seen - keys)}, missing {sorted(keys - seen)}: {text}")
    return judged


def labelled(path: Path) -> list[tuple[set[str], str]]:
    """The posts of a list, with their cues."""
    lines = path.read_text(encoding="utf-8").splitlines()
    pairs = (line.split(" | ", 1) for line in lines if line and not line.startswith("#"))
    return [(set(keys.split()) - {"-"}, text) for keys, text in pairs]


if __name__ == "__main__":
    main()
