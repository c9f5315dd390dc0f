"""How well the tone of posts is judged, how far its figures can be trusted, and what it costs.

Run: python -m bench.sentiment [SHARED] [--cache FILE]. SHARED holds the public sets (bench/tone/sets.py); FILE the
judgements that `python -m bench.tone.train` made of posts the judge had not seen. Accuracy is `sentiment` ≥ 0.5
over all posts with a side; no figure counts as wrong.
"""

from __future__ import annotations

import argparse
import pickle
import resource
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np

from analysis.text.alphabet import clean_all
from analysis.text.segment import Segmenter
from analysis.tone.engines import engine_of
from analysis.tone.judge import UNSCORABLE, tones
from analysis.tone.logistic import Vector, chance
from analysis.tone.posts import Posts
from analysis.tone.table import Table
from bench.tone.figures import HEADER, auc, figures, spread
from bench.tone.formulas import line
from bench.tone.sets import BY_EMOTICON, NEUTRAL, POSTS, SHARED, Labelled, labelled

_OF_EACH_SET = {"shipped": 1_000, "snownlp": 200}
_TIMED = 20_000


def main() -> None:
    """Judge, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", nargs="?", type=Path, default=SHARED)
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "huisheng-tone.pickle")
    given = parser.parse_args()
    if not (given.shared / "sentiment").is_dir():
        print(f"{given.shared} is not here; the figures of tone are skipped")
        return
    if given.cache.exists():
        _cross_validated(pickle.loads(given.cache.read_bytes()))  # noqa: S301 — written by bench.tone.train
    else:
        print("cross-validated figures: run `python -m bench.tone.train` first (ten minutes)")
    posts = list(labelled(given.shared / "sentiment"))
    with tempfile.TemporaryDirectory() as folder:
        segmenter = Segmenter(Path(folder) / "words")
        for name, number in _OF_EACH_SET.items():
            _baseline(name, _sample(posts, number), segmenter)
        _cost(posts[:_TIMED], segmenter)


def _cross_validated(judged: dict[str, Any]) -> None:
    """The tables of posts that were judged by models that never saw them or a copy of them."""
    sided = (judged["labels"] != NEUTRAL) & (judged["sets"] != BY_EMOTICON)
    columns = {
        "posts (both scorers)": ("plain", "counted"),
        "the hashed scorer alone": ("plain",),
        "SnowNLP's Bayes, retrained, alone": ("counted",),
    }
    for title, names in columns.items():
        print(f"\n{title}, five folds, copies kept together\n{HEADER}")
        _table(judged, sided, _blended(judged, names))
    smp = np.char.startswith(judged["sets"], "smp2020")
    neutral, said = judged["labels"][smp] == NEUTRAL, chance(_line_of(judged, ("neutral",), neutral=True))[smp]
    called = said >= 0.5
    print(
        f"\nneutral posts of SMP2020: AUC {auc(said, neutral):.3f}; called neutral: {called.sum()}, rightly "
        f"{(called & neutral).sum() / called.sum():.3f}, found {(called & neutral).sum() / neutral.sum():.3f}"
    )


def _table(judged: dict[str, Any], sided: Any, chances: Vector) -> None:
    every = np.isin([name.split(" ")[0] for name in judged["sets"]], list(POSTS)) & sided
    for name in sorted(set(judged["sets"][sided])):
        chosen = sided & (judged["sets"] == name)
        _row(name, judged, chosen, chances)
    _row("all posts, no reviews", judged, every, chances)


def _row(name: str, judged: dict[str, Any], chosen: Any, chances: Vector) -> None:
    positive, some = judged["labels"][chosen] == 1, chances[chosen]
    print(figures(some, positive).line(name, spread(some, positive, judged["fold"][chosen])))


def _blended(judged: dict[str, Any], names: tuple[str, ...]) -> Vector:
    return chance(_line_of(judged, names))


def _line_of(judged: dict[str, Any], names: tuple[str, ...], *, neutral: bool = False) -> Vector:
    """Log odds by a formula that was fitted on the other folds."""
    odds = np.zeros(len(judged["labels"]))
    columns = [judged[name] for name in names]
    for number in np.unique(judged["fold"]):
        seen = judged["fold"] != number
        formula = line(judged["sets"], judged["labels"], *columns, neutral=neutral, seen=seen)
        table = Table("", {}, {"formula": formula})
        odds[~seen] = table.line("formula", *(column[~seen] for column in columns))
    return odds


def _sample(posts: list[Labelled], number: int) -> list[Labelled]:
    """Evenly spaced posts with a side, at most `number` of each set."""
    by_set = defaultdict(list)
    for post in posts:
        if post.label != NEUTRAL:
            by_set[post.set].append(post)
    return [post for some in by_set.values() for post in some[:: max(1, len(some) // number)][:number]]


def _baseline(name: str, posts: list[Labelled], segmenter: Segmenter) -> None:
    """What SnowNLP's own model makes of some of the posts."""
    engine = engine_of(name)
    texts = [post.text for post in posts]
    found = tones(engine, clean_all(texts), [segmenter.words(text) for text in texts])
    engine.close()
    chances = np.array([np.nan if tone.sentiment is None else tone.sentiment for tone in found])
    sets, positive = np.array([post.set for post in posts]), np.array([post.label == 1 for post in posts])
    print(f"\nanalysis.sentiment: {name} ({engine.name}), some posts of each set\n{HEADER}")
    for one in sorted(set(sets)):
        print(figures(chances[sets == one], positive[sets == one]).line(one))


def _cost(posts: list[Labelled], segmenter: Segmenter) -> None:
    """CPU time and memory of the default engine; words are cut before."""
    texts = [post.text for post in posts]
    words = [segmenter.words(text) for text in texts]
    texts = clean_all(texts)
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    engine = Posts()
    print(f"\nposts: loaded in {time.process_time() - start:.2f} s of CPU time")
    start = time.process_time()
    found = [
        tone for i in range(0, len(texts), 500) for tone in tones(engine, texts[i : i + 500], words[i : i + 500])
    ]
    seconds = time.process_time() - start
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(f"{len(texts) / seconds:.0f} posts a second of CPU time; {grown:.0f} MB more than before")
    labels = [tone.label.value for tone in found]
    shares = {label: round(labels.count(label) / len(labels), 3) for label in sorted(set(labels))}
    print(f"labels given: {shares}; unscorable: {sum(tone == UNSCORABLE for tone in found)}")


if __name__ == "__main__":
    main()
