"""How well a sentiment engine judges labelled posts, and how far its figures can be trusted.

Run: python -m bench.sentiment [FOLDER]; FOLDER (../shared/data/sentiment unless given) holds the files of SETS.
Prints the tables of data/weights/snownlp-shipped.md and the fit of
analysis/signs/sentiment.py. Only texts with a direction are used: no neutral, no surprise.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.signs.sentiment import Weights, tone
from analysis.text.segment import Segmenter

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data" / "sentiment"

# File → column, label → direction; labels that are not named are left out.
SETS: dict[str, dict[object, int]] = {
    "smp2020_ewect": {"happy": 1, "angry": 0, "sad": 0, "fear": 0},
    "weibo2018": {1: 1, 0: 0},
    "osm2022_weibo_comments": {"positive": 1, "weak_negative": 0, "anger": 0, "anxiety": 0},
    "waimai_10k": {1: 1, 0: 0},
}
REVIEWS = {"waimai_10k"}
BINS = (0, 0.5, 1, 2, 3, 5, 8, 12, 20, 1000)


def main(folder: Path) -> None:
    """Score, print."""
    with tempfile.TemporaryDirectory() as cache:
        scored = pd.concat(list(_scored(folder, Segmenter(Path(cache) / "words"))))
    scored["right"] = (scored["odds"] > 0) == (scored["label"] == 1)
    print(scored.groupby("set").agg(posts=("right", "size"), accuracy=("right", "mean")).round(3))
    for label, name in ((0, "negative"), (1, "positive")):
        print(
            f"recall of {name}:", scored[scored["label"] == label].groupby("set")["right"].mean().round(3).to_dict()
        )
    posts = scored[~scored["set"].isin(REVIEWS)]
    clear = posts[posts["label_given"].isin(["negative", "positive"])]
    shares = posts["label_given"].value_counts(normalize=True).round(3).to_dict()
    print(f"labels given to posts: {shares}; right where a direction is given: {clear['right'].mean():.3f}")
    for side, part in (("negative", posts[posts["odds"] <= 0]), ("positive", posts[posts["odds"] > 0])):
        a, b = _fit(np.log1p(part["odds"].abs().to_numpy()), part["right"].to_numpy(dtype=float))
        bins = part.groupby(pd.cut(part["odds"].abs(), BINS), observed=True)["right"].agg(["size", "mean"]).round(3)
        print(f"{side}: a = {a:.2f}, b = {b:.2f}\n{bins}")


def _scored(folder: Path, segmenter: Segmenter) -> Iterator[pd.DataFrame]:
    weights = Weights()
    for name, directions in SETS.items():
        table = pd.read_csv(folder / f"{name}.csv")
        table = table[table["label"].isin(list(directions))]
        texts = table["text"] if "text" in table else table["review"]
        words = [segmenter.words(str(text)) for text in texts]
        label = table["label"].map(directions.get)
        sets = f"{name} " + table["domain"] if "domain" in table else name
        odds = [weights.log_odds(some) for some in words]
        given = [tone(weights, "", some).label.value for some in words]
        yield pd.DataFrame({"set": sets, "label": label, "odds": odds, "label_given": given})


def _fit(x: np.ndarray, right: np.ndarray) -> tuple[float, float]:
    """Logistic regression of `right` on `x` by Newton's method."""
    design = np.column_stack([np.ones_like(x), x])
    weights = np.zeros(2)
    for _ in range(50):
        chance = 1 / (1 + np.exp(-design @ weights))
        curve = design.T @ (design * (chance * (1 - chance))[:, None])
        weights += np.linalg.solve(curve, design.T @ (right - chance))
    return float(weights[0]), float(weights[1])


if __name__ == "__main__":
    given = Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED
    if given.is_dir():
        main(given)
    else:
        print(f"{given} is not here; the figures of tone are skipped")
