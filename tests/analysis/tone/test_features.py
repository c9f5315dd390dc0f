"""Hashed features: stable between machines, independent of the batch, safe for any text."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from analysis.text.clean import clean
from analysis.tone.features import DIMENSIONS, hashed
from analysis.tone.logistic import chance, fit, line_fit, log_odds

HASHES = [
    152610,
    360897,
    486108,
    498925,
    618208,
    888579,
    1246831,
    1647406,
    1711071,
    2016447,
    2042578,
    2313217,
    2642455,
    2642530,
    2676121,
    3056257,
]
TEXT = st.text(st.characters() | st.sampled_from("停水了\ud800\x00@[]"), max_size=30)


def test_the_hashes_never_change() -> None:
    rows = hashed(["停水了"], [["停水", "不", "来"]])
    assert rows.features.tolist() == HASHES  # weights files depend on them


@given(st.lists(st.tuples(TEXT, st.lists(TEXT, max_size=5)), max_size=6))
def test_a_text_has_the_same_features_in_any_batch(posts: list[tuple[str, list[str]]]) -> None:
    posts = [(clean(text).text, words) for text, words in posts]
    rows = hashed([text for text, _ in posts], [words for _, words in posts])
    assert len(rows) == len(posts)
    for place, (text, words) in enumerate(posts):
        alone = hashed([text], [words])
        assert rows.take(np.array([place])).features.tolist() == alone.features.tolist()
        assert alone.features.size == 0 or 0 <= alone.features.min() <= alone.features.max() < DIMENSIONS


def test_a_number_a_handle_and_an_address_leave_no_trace() -> None:
    one = hashed(["@某某某 看 https://example.org/a?b=1 房间1203"], [[]])
    other = hashed(["@某 看 房间7"], [[]])
    assert one.features.tolist() == other.features.tolist()


def test_a_regression_learns_what_tells_apart() -> None:
    texts = ["饭菜好极了", "饭菜糟透了", "服务好", "服务糟"] * 10
    rows = hashed(texts, [[]] * len(texts))
    classes = np.array([1.0, 0.0, 1.0, 0.0] * 10)
    fitted = fit(rows, classes, np.ones(len(texts)), dimensions=DIMENSIONS)
    good, bad, empty = chance(log_odds(hashed(["好", "糟", ""], [[], [], []]), fitted.weights, fitted.intercept))
    assert bad < 0.3 and good > 0.7
    assert 0.2 < empty < 0.8
    again = fit(rows, classes, np.ones(len(texts)), dimensions=DIMENSIONS)
    assert np.array_equal(fitted.weights, again.weights)


def test_what_is_known_is_not_learnt_again() -> None:
    rows = hashed(["好", "糟"] * 20, [[]] * 40)
    classes = np.array([1.0, 0.0] * 20)
    fitted = fit(rows, classes, np.ones(40), dimensions=DIMENSIONS, before=np.where(classes == 1, 9.0, -9.0))
    assert np.abs(fitted.weights).max() < 0.05


def test_a_line_is_fitted() -> None:
    x = np.linspace(-3, 3, 2_000)
    target = np.random.default_rng(1).random(2_000) < chance(0.5 + 2 * x)
    intercept, slope = line_fit(np.column_stack([np.ones_like(x), x]), target, np.ones_like(x))
    assert abs(intercept - 0.5) < 0.2 and abs(slope - 2) < 0.3
