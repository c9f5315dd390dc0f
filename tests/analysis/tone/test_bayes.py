"""The exported counts are SnowNLP's model: the figures of its own Bayes, which a process of its own computes."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from analysis.signs.persons import Persons
from analysis.tone.bayes import Bayes
from analysis.tone.features import marked
from analysis.tone.posts import BAYES
from analysis.tone.shop_reviews import SHIPPED

# SnowNLP's Bayes, from its own file or filled with exported counts, asked about lists of words.
ORACLE = """
import gzip, json, sys
from snownlp import sentiment
from snownlp.classification.bayes import Bayes
from snownlp.utils.frequency import AddOneProb
bayes = sentiment.classifier.classifier
if sys.argv[1] == "counts":
    exported = json.loads(gzip.open(sys.argv[2]).read())
    bayes = Bayes()
    for side, name in enumerate(("pos", "neg")):
        bayes.d[name] = AddOneProb()
        bayes.d[name].d = {w: c[side] for w, c in exported["words"].items() if c[side] > 1}
        bayes.d[name].total = exported["totals"][side]
    bayes.total = exported["all"]
for line in sys.stdin:
    label, chance = bayes.classify(json.loads(line))
    print(json.dumps(chance if label == "pos" else 1 - chance))
"""
# SnowNLP's own `train` on words, exported, and its `classify` afterwards.
TRAINER = """
import json, sys
from pathlib import Path
from bench.tone.counting import export, trained, vocabulary
sides = json.loads(sys.stdin.read())
kept = vocabulary([*sides[0], *sides[1]])
model = trained(*sides, kept)
export(model, Path(sys.argv[1]), "small")
for side in sides:
    for words in side:
        print(json.dumps(model.classify([w for w in words if w in kept])))
"""


def asked(lists: list[list[str]], *arguments: str) -> list[float]:
    run = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", ORACLE, *arguments],
        input="\n".join(json.dumps(words) for words in lists), capture_output=True, text=True, check=True,
    )  # fmt: skip
    return [json.loads(line) for line in run.stdout.splitlines()]


@pytest.mark.parametrize(("path", "how"), [(SHIPPED, "own"), (BAYES, "counts")], ids=["shop reviews", "posts"])
def test_the_same_figures_as_snownlp(path: Path, how: str) -> None:
    bayes, chosen = Bayes(path), random.Random(7)
    known = sorted(bayes.vocabulary)
    lists = [chosen.choices(known, k=chosen.randint(1, 40)) for _ in range(300)]
    lists += [[*words, "牙签弩", "没有见过的词"] for words in lists[:50]]
    lists += [[], ["没有见过的词"], ["失望"] * 200, ["满意"] * 200]
    theirs = asked(lists, how, str(path))
    assert len(theirs) == len(lists)
    assert max(abs(a - b) for a, b in zip(map(bayes.rate, lists), theirs, strict=True)) < 1e-9


def test_training_goes_through_snownlp_and_comes_out_equal(tmp_path: Path) -> None:
    sides = [
        [["不", "满意", "失望"], ["太", "失望", "了"], ["失望", "张伟"]] * 5,
        [["非常", "满意"], ["满意", "开心"], ["真", "开心", "abc", "123"]] * 5,
    ]
    path = tmp_path / "small.json.gz"
    run = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", TRAINER, str(path)], input=json.dumps(sides), capture_output=True,
        text=True, check=True,
    )  # fmt: skip
    bayes = Bayes(path)
    assert {"失望", "开心", "NOT_满意", "不_满意"} <= bayes.vocabulary
    assert bayes.vocabulary.isdisjoint({"张伟", "abc", "123"})
    theirs = [json.loads(line) for line in run.stdout.splitlines()]
    words = [some for side in sides for some in side]
    # Asked about plain words on both sides, without the marks that `trained` adds.
    ours = [bayes.rate([word for word in some if word in bayes.vocabulary]) for some in words]
    assert max(abs(a - b) for a, b in zip(ours, theirs, strict=True)) < 1e-9


def test_the_table_of_words_names_nobody() -> None:
    persons = Persons()
    parts = {part for word in Bayes(BAYES).vocabulary for part in word.removeprefix("NOT_").split("_")}
    assert len(parts) > 1_000
    assert [part for part in parts if persons.person_like(part)] == []
    assert [part for part in parts if not all("\u4e00" <= char <= "\u9fff" for char in part)] == []


def test_negations_are_marked() -> None:
    assert marked(["我", "不", "喜欢", "这里", "的", "菜"]) == [
        "我", "不", "NOT_喜欢", "NOT_这里", "的", "菜", "我_不", "不_喜欢", "喜欢_这里", "这里_的", "的_菜",
    ]  # fmt: skip
    assert marked([]) == []
