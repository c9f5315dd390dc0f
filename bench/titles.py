"""How many alerts are told with a torn word, by a rule that looks at nothing but the posts.

usage: python -m bench.titles [STREAMS_DIR]     (default ../shared/replay beside the repository)
       python -m bench.titles POSTS.jsonl.gz ALERTS.jsonl     (alerts of another version)

A term is torn when a reader would ask for the rest of the word. Two signs: an edge lies inside a word as jieba
cuts it, in at least half of its places in the alert's posts; or in at least four of five places, in three
different texts or more, the same character stands beside it, which jieba leaves alone and the dictionary calls no
verb or small word (牙签 beside 弩). "With any neighbour" drops that last condition: an upper bound, since in a
copied sentence every word has the same neighbours. A title is torn when the first sign holds for it.
"""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.emergence.wording import normalise
from analysis.text.lexicon import Kind, Lexicon
from analysis.text.segment import Segmenter
from bench.persons import LISTS, Stage, listed

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = Path(sys.executable).with_name("huisheng")
STREAMS = ("dev-1", "dev-2", "dev-3", "dev-small")
_LEXICON = Lexicon()
_SAME = 0.8
_TEXTS = 3


@dataclass(frozen=True, slots=True)
class Told:
    """What an alert says and the different texts it rests on."""

    title: str
    terms: tuple[str, ...]
    texts: tuple[str, ...]


def neighbour(term: str, texts: Sequence[str]) -> tuple[str, str]:
    """The character that always stands before or after `term`, and both together; nothing when there is none."""
    places = list(_places(term, texts))
    if len({text for text, _ in places}) < _TEXTS:
        return "", ""
    before = Counter(text[at - 1] for text, at in places if at and _han(text[at - 1]))
    ends = [(text, at + len(term)) for text, at in places]
    after = Counter(text[end] for text, end in ends if end < len(text) and _han(text[end]))
    for side, left in ((before, True), (after, False)):
        char, count = max(side.items(), key=lambda pair: pair[1], default=("", 0))
        if count >= _SAME * len(places):
            return char, (char + term if left else term + char)
    return "", ""


def torn_word(term: str, texts: Sequence[str], segmenter: Segmenter) -> str:
    """The longer string that `term` is torn from, by the second sign; '' when it stands for itself."""
    char, whole = neighbour(term, texts)
    if not char or _LEXICON.kind(char) in {Kind.SMALL, Kind.OTHER}:
        return ""
    alone = [char in [word for word, _, _ in segmenter.spans(text[max(0, at - 20) : at + 60])]
             for text, at in _places(whole, texts)]  # fmt: skip
    return whole if 2 * sum(alone) >= len(alone) else ""


def cut_inside(term: str, texts: Sequence[str], segmenter: Segmenter) -> bool:
    """Whether an edge of `term` lies inside a word, as jieba cuts, in at least half of its places."""
    places = list(_places(term, texts))
    bad = 0
    for text, at in places:
        low = max(0, at - 20)
        edges = {low + edge for _, start, end in segmenter.spans(text[low : at + 60]) for edge in (start, end)}
        bad += not {at, at + len(term)} <= edges
    return 2 * bad >= len(places) > 0


def _places(term: str, texts: Sequence[str]) -> Iterator[tuple[str, int]]:
    for text in texts:
        at = text.find(term)
        while at >= 0:
            yield text, at
            at = text.find(term, at + 1)


def _han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff"


def measure(told: Iterable[Told], segmenter: Segmenter) -> tuple[dict[str, int], list[str]]:
    """Counts over the alerts, and the torn pieces for reading."""
    counts: Counter[str] = Counter()
    torn: list[str] = []
    for one in told:
        pieces = {term: torn_word(term, one.texts, segmenter) for term in one.terms}
        inside = [term for term in one.terms if cut_inside(term, one.texts, segmenter)]
        heading = one.title.split(":")[-1].rstrip("…")
        counts["alerts"] += 1
        counts["terms"] += len(one.terms)
        bad = [term for term in one.terms if pieces[term] or term in inside]
        counts["torn terms"] += len(bad)
        counts["alerts with a torn term"] += bool(bad)
        counts["terms with any neighbour"] += sum(bool(neighbour(term, one.texts)[0]) for term in one.terms)
        counts["torn titles"] += cut_inside(heading, one.texts, segmenter)
        torn += [f"{term}→{word}" for term, word in pieces.items() if word] + [f"{term}|" for term in inside]
    return dict(counts), torn


def _alerts(posts: Path, alerts: Path) -> Iterator[Told]:
    texts: dict[str, str] = {}
    with gzip.open(posts, "rt", encoding="utf-8") as file:
        for row in map(json.loads, file):
            texts[row["id"]] = f"{normalise(row.get('title') or '')}\n{normalise(row['text'])}"
    for line in alerts.read_text(encoding="utf-8").splitlines():
        row: dict[str, Any] = json.loads(line)
        said = tuple(dict.fromkeys(texts[key] for key in row["posts"]))
        yield Told(row["title"], tuple(row["terms"]), said)


def _stream(folder: Path) -> list[Told]:
    with tempfile.TemporaryDirectory() as scratch:
        out = Path(scratch) / "alerts.jsonl"
        subprocess.run(
            [PROGRAM, "replay", folder / "posts.jsonl.gz", "--out", out],
            check=True,
            capture_output=True,
            cwd=scratch,
        )
        return list(_alerts(folder / "posts.jsonl.gz", out))


def _invented(segmenter: Segmenter, name: str) -> Iterator[Told]:
    stage = Stage(segmenter)
    for story in listed(LISTS / name):
        outcome = stage.tell(story)
        if outcome.state == "shown" and outcome.told is not None:
            texts = tuple(normalise(text) for text in story.texts)
            yield Told(outcome.told.title, outcome.told.terms, texts)


def main(arguments: Sequence[str]) -> None:
    """One line a stream or list; -v prints the pieces."""
    paths = [Path(argument) for argument in arguments if not argument.startswith("-")]
    with tempfile.TemporaryDirectory() as folder:
        segmenter = Segmenter(Path(folder) / "words")
        if len(paths) == 2:
            _print(paths[1].name, _alerts(*paths), segmenter)
            return
        streams = paths[0] if paths else ROOT.parent / "shared" / "replay"
        for name in STREAMS:
            if (streams / name).exists():
                _print(name, _stream(streams / name), segmenter)
        for name in ("first.txt", "second.txt"):
            if (LISTS / name).exists():
                _print(name, _invented(segmenter, name), segmenter)


def _print(name: str, told: Iterable[Told], segmenter: Segmenter) -> None:
    counts, torn = measure(told, segmenter)
    print(f"{name}: {', '.join(f'{value} {key}' for key, value in counts.items())}")
    if "-v" in sys.argv:
        print("   ", " ".join(torn))


if __name__ == "__main__":
    main(sys.argv[1:])
