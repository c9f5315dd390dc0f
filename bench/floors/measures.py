"""The figures of `register.MEASURES`: from invented lists in tests/, the demo town and the files of the package."""

from __future__ import annotations

import tempfile
import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path

from analysis.signs.distress import first_person_distress
from analysis.signs.places import Places
from analysis.text.alphabet import clean_all
from analysis.text.fast import sentences
from analysis.text.segment import Segmenter
from analysis.tone.judge import tones
from analysis.tone.posts import Posts
from bench.distress import LISTS, posts_of
from bench.floors.figure import Figure, down, up
from bench.towns import judge
from demo.town.build import build

_ROOT = Path(__file__).resolve().parents[2]
_SIGNS = LISTS.parent
_END = datetime(2026, 3, 1, 9, 7, tzinfo=UTC)
_SEEDS = (1, 5)


def distress() -> dict[str, Figure]:
    """Cries for help that are found, and other posts that are taken for one, list by list."""
    found = {}
    for path in sorted(LISTS.glob("*.txt")):
        judged = [(kind, first_person_distress(text)) for kind, text in posts_of(path)]
        found[f"distress {path.stem}: found"] = up(sum(is_one for kind, is_one in judged if kind == "own"))
        found[f"distress {path.stem}: wrong"] = down(sum(is_one for kind, is_one in judged if kind == "other"))
    return found


def places() -> dict[str, Figure]:
    """Places in labelled sentences: found, and named wrongly."""
    town = Places("永康")
    right = wrong = 0
    for path in sorted(_SIGNS.glob("places_*.toml")):
        for text, expected in tomllib.loads(path.read_text(encoding="utf-8"))["sentences"]:
            found, wanted = set(town.find(text)), set(expected.split())
            right, wrong = right + len(found & wanted), wrong + len(found - wanted)
    return {"places: found": up(right), "places: wrong": down(wrong)}


def tone() -> dict[str, Figure]:
    """Invented posts with a side that are put on it, and neutral ones that are given none."""
    labelled = tomllib.loads((_ROOT / "bench" / "floors" / "tone.toml").read_text(encoding="utf-8"))
    engine, right = Posts(), {}
    with tempfile.TemporaryDirectory() as folder:
        segmenter = Segmenter(Path(folder) / "words", fast=False)
        for side, texts in labelled.items():
            cleaned = clean_all(texts)
            judged = tones(engine, cleaned, segmenter.words_of(cleaned))
            right[side] = sum(str(one.label) == side for one in judged)
    return {f"tone: {side}": up(number) for side, number in right.items()}


def towns() -> dict[str, Figure]:
    """Demo towns of which exactly the two planted stories are told."""
    exact = 0
    with tempfile.TemporaryDirectory() as folder:
        segmenter = Segmenter(Path(folder) / "words", fast=False)
        for seed in _SEEDS:
            town = build(seed, _END + timedelta(days=37 * seed, hours=5 * seed))
            exact += sorted(judge(town, segmenter).values()) == ["blue_whale", "crossbow"]
    return {f"demo towns exact, of {len(_SEEDS)}": up(exact)}


def words() -> dict[str, Figure]:
    """Sentences that jieba cuts as it did when rjieba was compared with it."""
    with tempfile.TemporaryDirectory() as folder:
        segmenter = Segmenter(Path(folder) / "words", fast=False)
        same = [[word for word, _, _ in segmenter.spans("".join(one))] == one for one in sentences()]
    return {"sentences in the expected words": up(sum(same))}


def size() -> dict[str, Figure]:
    """Megabytes of the models that come with the program."""
    files = [path for path in (_ROOT / "data" / "weights").iterdir() if path.is_file()]
    return {"weights, MB": down(round(sum(path.stat().st_size for path in files) / 1e6, 1))}
