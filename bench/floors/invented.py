"""Figures of `register.MEASURES` that programs of their own tell in full, on invented lists and texts."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path

from analysis.text.segment import Segmenter
from bench import cues as of_cues
from bench import duplicates as of_copies
from bench import facts as of_facts
from bench import persons as of_persons
from bench.copies.texts import FEWEST_HAN, han, invented
from bench.floors.figure import Figure, down, up
from commands.known_facts import shipped

_TEXTS = 400


def persons() -> dict[str, Figure]:
    """Stories about people and things that came out as they should; those of which a name was seen."""
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        stage = of_persons.Stage(Segmenter(Path(folder) / "words", fast=False))
        for path in sorted(of_persons.LISTS.glob("*.txt")):
            outcomes = [stage.tell(story) for story in of_persons.listed(path)]
            found[f"persons {path.stem}: right"] = up(sum(one.right for one in outcomes))
            found[f"persons {path.stem}: named"] = down(sum(bool(one.leaked) for one in outcomes))
    return found


def cues() -> dict[str, Figure]:
    """Cues of the list that are found, and others."""
    judged = of_cues.judge(of_cues.labelled(of_cues.LIST))
    right = judged.right.total()
    return {"cues: found": up(right), "cues: wrong": down(judged.found.total() - right)}


def copies() -> dict[str, Figure]:
    """Share of the promised edits whose original is named; answers that are wrong, those to lookalikes too."""
    chosen = random.Random(11)  # noqa: S311 - the same texts at every run
    texts = [text for text in dict.fromkeys(invented(_TEXTS, chosen)) if han(text) >= FEWEST_HAN]
    total = of_copies.suite(chosen, texts, tell=_quietly)
    false = of_copies.lookalikes(chosen, texts, tell=_quietly)
    wrong = total["found"] - total["right"] + false
    return {"copies: recall": up(total["right"] / total["asked"]), "copies: wrong": down(wrong)}


def facts() -> dict[str, Figure]:
    """Shares: the right fact among three, and named; no fact named where there is none, also at near misses."""
    own, about = list(shipped().values()), of_facts.told("later.tsv")
    others, near = of_facts.nothing("everyday-later.txt"), of_facts.nothing("near.txt")
    with tempfile.TemporaryDirectory() as folder:
        segmenter = Segmenter(Path(folder) / "words", fast=False)
        plain = of_facts.judge(own, segmenter, about, others)
        hard = of_facts.judge(own, segmenter, (), near)
    return {
        "facts: among three": up(plain.among_three),
        "facts: named": up(plain.matched),
        "facts: none where none": up(plain.none),
        "facts: none at near misses": up(hard.none),
    }


def _quietly(line: str) -> None:
    """Only the sums are wanted here."""
