"""How often `huisheng fact match` finds the fact that a post is about, and names none where there is none.

usage: python -m bench.facts [RUMOURS_DIR]     (default ../shared/data/rumour beside the repository)

The facts are those in data/facts, the posts the invented ones in bench/paraphrases. Public lists of rumours, which
are not part of the repository, are added as distracting facts where they are there; else this says so.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from random import Random

from alerts.facts.match import Matcher
from analysis.text.segment import Segmenter
from commands.known_facts import shipped
from model.facts import Fact, FactVerdict

ROOT = Path(__file__).resolve().parent.parent
POSTS = ROOT / "bench" / "paraphrases"
RUMOURS = ("jiaozhen", "piyao", "dxy_rumors")
QUESTIONS = ROOT.parent / "shared" / "data" / "pairs" / "lcqmc" / "dev.tsv"
TODAY = date(2026, 3, 2)
_MANY = 10_000


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares: the right fact among three; named as the match; no match where there is none."""

    among_three: float
    matched: float
    none: float


def told(name: str) -> list[tuple[str, str]]:
    """(key of the fact, post) of each line."""
    pairs = (line.split("\t") for line in _lines(name))
    return [(key, text) for key, text in pairs]


def nothing(*names: str) -> list[str]:
    """Posts that no fact is about."""
    return [line for name in names for line in _lines(name)]


def _lines(name: str) -> list[str]:
    lines = (POSTS / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def judge(
    facts: Sequence[Fact], segmenter: Segmenter, about: Sequence[tuple[str, str]], other: Sequence[str]
) -> Figures:
    """The figures of these facts on posts about them and on others."""
    finder = Matcher(facts, segmenter.words, segmenter.frequency)
    found = [(key, finder.match(segmenter.words(text), TODAY)) for key, text in about]
    wrong = [finder.match(segmenter.words(text), TODAY).matched for text in other]
    return Figures(
        sum(key in {one.fact.key for one in result.near} for key, result in found) / max(1, len(about)),
        sum(result.matched is not None and result.matched.key == key for key, result in found) / max(1, len(about)),
        wrong.count(None) / max(1, len(other)),
    )


def rumours(folder: Path) -> list[Fact]:
    """The claims of public lists as facts without terms."""
    found = []
    for name in RUMOURS:
        for line in (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            answer = row.get("abstract") or row.get("body") or "-"
            key = f"{name} {len(found)}"
            found.append(Fact(key=key, claim=row["title"], verdict=FactVerdict.UNCLEAR, answer=answer))
    return found


def questions(path: Path, many: int) -> tuple[list[Fact], list[tuple[str, str]], list[str]]:
    """Questions as claims, each asked in other words, and other questions: of pairs kept back from every fitting.

    Some of the others ask the same as a claim, which counts as wrong: the last share is a lower bound.
    """
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    pairs = [(a, b, same == "1") for a, b, same in (row for row in rows if len(row) == 3)]
    Random(1).shuffle(pairs)  # noqa: S311 - which half is kept back, the same every time
    kept = pairs[1::2]
    alike = [(a, b) for a, b, same in kept if same]
    facts = [
        Fact(key=str(i), claim=a, verdict=FactVerdict.FALSE, answer="-") for i, (a, _) in enumerate(alike[:many])
    ]
    about = [(str(i), b) for i, (_, b) in enumerate(alike[:many])]
    return facts, about, [a for a, _ in alike[many : 2 * many]] + [b for _, b, same in kept if not same][:many]


def speed(facts: Sequence[Fact], segmenter: Segmenter, texts: Sequence[str]) -> None:
    """How long ten thousand facts take to prepare, and a thousand texts to match."""
    many = [replace(fact, key=f"{fact.key} {i}") for i in range(_MANY // len(facts) + 1) for fact in facts][:_MANY]
    started = time.monotonic()
    finder = Matcher(many, segmenter.words, segmenter.frequency)
    prepared = time.monotonic()
    for text in texts:
        finder.match(segmenter.words(text), TODAY)
    ended = time.monotonic()
    print(f"{_MANY} facts prepared in {prepared - started:.1f} s; {len(texts)} texts in {ended - prepared:.1f} s")


def main(folder: Path) -> None:
    """Print a table: facts and posts, the three shares."""
    own = list(shipped().values())
    first, later = told("first.tsv"), told("later.tsv")
    everyday, near, fresh = nothing("everyday.txt"), nothing("near.txt"), nothing("everyday-later.txt")
    bare = [replace(fact, terms=(), answer="-") for fact in own]
    half = own[::2]
    kept = {fact.key for fact in half}
    without = [text for key, text in later if key not in kept]
    others = rumours(folder) if folder.is_dir() else []
    print("facts, posts                                     among 3  matched  none")
    with tempfile.TemporaryDirectory() as words:
        segmenter = Segmenter(Path(words) / "words")
        rows = [
            ("40, first list (fitted on)", own, first, everyday + near),
            ("40, later list", own, later, fresh),
            ("40, later list; none: near misses", own, later, near),
            ("40 without terms and answers, later list", bare, later, fresh),
            ("20 of 40, later; none: about the other 20", half, [p for p in later if p[0] in kept], without),
        ]
        if others:
            rows.append((f"40 and {len(others)} public claims, later list", own + others, later, fresh + near))
            rows.append((f"40; none: {len(others)} public claims", own, later, [fact.claim for fact in others]))
        if QUESTIONS.is_file():
            rows += [(f"{n} questions of LCQMC; none: others", *questions(QUESTIONS, n)) for n in (40, 200, 1000)]
        for name, facts, about, other in rows:
            figures = judge(facts, segmenter, about, other)
            print(f"{name:48} {figures.among_three:.3f}    {figures.matched:.3f}    {figures.none:.3f}")
        speed(own + others, segmenter, (everyday + near + fresh + [text for _, text in first + later])[:1000])
    if not others:
        print(f"no public lists of rumours at {folder}: not measured with them")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared" / "data" / "rumour")
