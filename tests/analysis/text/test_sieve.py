"""The quick look before a search: it may say yes for nothing, and never no where there is something."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.signs.cues import KEYS, WORDED, cues_among, openings_of_cues
from analysis.text.openings import openings
from analysis.text.sieve import Sieve

WORD = st.text("跳楼水库ab😱", max_size=4)


@settings(deadline=None)
@given(st.lists(WORD, min_size=1, max_size=5), st.lists(st.text("跳楼水库ab😱 ", max_size=8), max_size=5))
def test_no_text_that_holds_a_term_is_passed_over(terms: list[str], texts: list[str]) -> None:
    sieve = Sieve({"other": ["古山"], "ours": terms})
    found = sieve.may_hold(sieve.sift(texts), "ours")
    assert {i for i, text in enumerate(texts) if any(term in text for term in terms)} <= set(found)


def test_most_other_texts_are_passed_over() -> None:
    sieve = Sieve({"bow": ["牙签弩"], "always": None})
    sifted = sieve.sift(["在卖牙签弩", "", "早饭吃什么", "牙疼", "弩"])
    assert sieve.may_hold(sifted, "bow") == [0]
    assert sieve.names(sifted, ["bow", "always"])[0] == (0, ["bow", "always"])
    assert sieve.may_hold(sifted, "always") == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("听说|据说", {"听说", "据说"}),
        ("[!?]{3,}", {"!!", "!?", "?!", "??"}),
        (".*求证", {"求证"}),
        ("(?:专家|医生)[^。]{0,6}说", {"专家", "医生"}),
        ("a?b?", None),
        (r"\d+人", {"人"}),
        ("(?i)abc", None),
        ("(?i:abc)d", {"d"}),
    ],
)
def test_what_a_pattern_cannot_do_without(pattern: str, found: set[str] | None) -> None:
    assert openings(re.compile(pattern)) == (None if found is None else frozenset(found))


CUES = {key: needed for key, needed in openings_of_cues().items() if needed is not None}


@pytest.mark.parametrize("key", WORDED)
def test_every_cue_can_be_looked_for_quickly(key: str) -> None:
    assert all(len(opening) == 2 for opening in CUES[key])


@settings(deadline=None, max_examples=300)
@given(st.data())
def test_no_cue_is_in_a_text_without_its_openings(data: st.DataObject) -> None:
    pieces = st.sampled_from(sorted(set().union(*CUES.values()))) | st.sampled_from("说的转发删死伤3人孩子?!。报道")
    text = "".join(data.draw(st.lists(pieces, max_size=8)))
    there = [key for key, needed in CUES.items() if any(opening in text for opening in needed)]
    assert cues_among(text, there) == cues_among(text, KEYS)
