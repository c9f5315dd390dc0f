"""How many edited copies the near-duplicate index finds, how often it takes other texts for a copy, what it costs.

Run: python -m bench.duplicates [SHARED] [--posts N] [--invented]. SHARED holds public posts
(bench/copies/texts.py); without them, or with --invented, texts made here. Recall: the copy names its original;
a wrong answer is a miss.
Precision: of all answers to the edits and to texts that only look alike. Times are CPU, median of five.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from analysis.text.duplicates import Duplicates
from bench.copies.edits import BEYOND, COMBINED, SIMPLE, Edit
from bench.copies.lookalikes import SEVERAL
from bench.copies.texts import FEWEST_HAN, SHARED, han, invented, public

START = datetime(2026, 3, 1, tzinfo=UTC)
STEP = timedelta(seconds=4)
WINDOW = timedelta(hours=72)
SAMPLE, ROUNDS, TIMED = 600, 40, (5_000, 10_000, 20_000)


def main() -> None:
    """Fill the index, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", nargs="?", type=Path, default=SHARED)
    parser.add_argument("--posts", type=int, default=12_000)
    parser.add_argument("--invented", action="store_true")
    parser.add_argument("--seed", type=int, default=11)
    given = parser.parse_args()
    chosen = random.Random(given.seed)  # noqa: S311 - the same texts at every run
    shared = given.shared.exists() and not given.invented
    texts = list(dict.fromkeys(public(given.shared) if shared else invented(given.posts, chosen)))
    chosen.shuffle(texts)
    originals = [text for text in texts if han(text) >= FEWEST_HAN][: given.posts]
    print(f"{len(originals)} {'public' if shared else 'invented'} posts of at least {FEWEST_HAN} Han characters")
    total = suite(chosen, originals)
    found, right, false = total["found"], total["right"], lookalikes(chosen, originals)
    print(f"the suite: precision {right / (found + false):.4f} ({found + false - right} wrong of {found + false})")
    _times(texts)


Tell = Callable[[str], object]


def suite(chosen: random.Random, originals: Sequence[str], tell: Tell = print) -> Counter[str]:
    """Tells recall and precision by edit; returns how many of the promised edits were asked, found, right."""
    index, at = Duplicates(WINDOW), START
    roots = [index.add(i, text, at + i * STEP) for i, text in enumerate(originals)]
    own = [i for i, root in enumerate(roots) if root is None]
    tell(f"{len(originals) - len(own)} of them copy an earlier one by themselves; the others are edited:")
    alphabet = "".join(originals)[:100_000]
    at += len(originals) * STEP
    total: Counter[str] = Counter()
    for edits, promised in ((SIMPLE, True), (COMBINED, True), (BEYOND, False)):
        summed = _ask(chosen, index, [(i, originals[i]) for i in own], alphabet, edits, at, tell)
        if promised:
            tell(f"  {'together':40} recall {summed['right'] / summed['asked']:.4f}")
            total += summed
    tell(f"the suite: recall {total['right'] / total['asked']:.4f} of {total['asked']}")
    return total


def _ask(
    chosen: random.Random, index: Duplicates, originals: Sequence[tuple[int, str]], alphabet: str,
    edits: Mapping[str, Edit], at: datetime, tell: Tell,
) -> Counter[str]:  # fmt: skip
    summed: Counter[str] = Counter()
    for name, edit in edits.items():
        sample = chosen.sample(originals, min(SAMPLE, len(originals)))
        answers = [(key, index.query(edit(chosen, text, alphabet), at)) for key, text in sample]
        right = sum(key == answer for key, answer in answers)
        found = sum(answer is not None for _, answer in answers)
        tell(f"  {name:40} recall {right / len(sample):.3f}  precision {right / max(1, found):.3f}")
        summed += Counter(asked=len(sample), right=right, found=found)
    return summed


def lookalikes(chosen: random.Random, originals: Sequence[str], tell: Tell = print) -> int:
    """Tells how many texts of a kind were taken for copies of another of the kind; returns the sum."""
    taken: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    for name, several in SEVERAL.items():
        for _ in range(ROUNDS):
            index = Duplicates(WINDOW)
            texts = several(chosen, originals)
            taken[name] += sum(index.add(i, text, START) is not None for i, text in enumerate(texts))
            asked[name] += len(texts)
    for name, count in asked.items():
        tell(f"  only alike: {name:28} {taken[name]} of {count} taken for a copy")
    return taken.total()


def _times(texts: Sequence[str]) -> None:
    """Prints posts a second for looking up and remembering, for more and more posts of any length."""
    for count in (count for count in TIMED if count <= len(texts)):
        rates = [count / _seconds(texts[:count]) for _ in range(5)]
        print(f"{count:6} posts looked up and remembered: {statistics.median(rates):,.0f} a second of CPU time")


def _seconds(texts: Sequence[str]) -> float:
    index, began = Duplicates(WINDOW), time.process_time()
    for i, text in enumerate(texts):
        index.add(i, text, START + i * STEP)
    return time.process_time() - began


if __name__ == "__main__":
    main()
