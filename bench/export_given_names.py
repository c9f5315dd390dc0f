"""Writes data/lexicons/given_names.tsv: how much a character speaks for a given name after a surname.

Source: the dictionary of jieba (MIT): entries tagged as names against all others that begin with a surname.
Each line: character, log odds as second of three, as third of three, as second of two.

Run: python -m bench.export_given_names
"""

from __future__ import annotations

import math
from collections import Counter
from pathlib import Path

import jieba

FOLDER = Path(__file__).resolve().parents[1] / "data" / "lexicons"
SEEN, KINDS = 0.2, 600


def main() -> None:
    """Count, compare, write."""
    lists = dict(
        line.split(": ") for line in (FOLDER / "names.txt").read_text("utf-8").splitlines() if line[0] != "#"
    )
    surnames = set(lists["plain"] + lists["also a word"])
    dictionary = Path(jieba.__file__).with_name("dict.txt").read_text(encoding="utf-8")
    names: dict[str, Counter[str]] = {place: Counter() for place in ("1/3", "2/3", "1/2")}
    words: dict[str, Counter[str]] = {place: Counter() for place in names}
    for entry in dictionary.splitlines():
        word, _, tag = entry.split()
        if word[0] in surnames and len(word) in (2, 3):
            counts = names if tag == "nr" else words
            for i in range(1, len(word)):
                counts[f"{i}/{len(word)}"][word[i]] += 1
    # Two-character entries tagged as names are mostly ordinary words: the last character of three stands in.
    names["1/2"] = names["2/3"]
    chars = sorted(set().union(*names.values(), *words.values()))
    odds = {place: [_odds(names[place], words[place], char) for char in chars] for place in names}
    rows = ["\t".join([char, *(f"{odds[place][i]:.1f}" for place in names)]) for i, char in enumerate(chars)]
    (FOLDER / "given_names.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    print(f"{len(rows)} characters")


def _odds(names: Counter[str], words: Counter[str], char: str) -> float:
    return math.log((names[char] + SEEN) / (names.total() + KINDS)) - math.log(
        (words[char] + SEEN) / (words.total() + KINDS)
    )


if __name__ == "__main__":
    main()
