"""Several towns, at several times of the year, through the detector without HTTP: exactly the two stories."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from analysis.text.segment import Segmenter
from bench.towns import judge
from demo.town.build import build
from demo.town.hours import ZONE
from demo.verdict import STORIES

NEW_YEAR = datetime(2026, 1, 1, 21, 30, tzinfo=ZONE)


@pytest.fixture(scope="module")
def segmenter(tmp_path_factory: pytest.TempPathFactory) -> Segmenter:
    folder: Path = tmp_path_factory.mktemp("words")
    return Segmenter(folder / "cache")


@pytest.mark.parametrize(
    ("seed", "end"),
    [
        (1, NEW_YEAR),  # a holiday
        (2, datetime(2026, 10, 1, 9, 30, tzinfo=ZONE)),  # another
        (3, NEW_YEAR + timedelta(days=70, hours=6)),  # the small hours
        (4, NEW_YEAR + timedelta(days=130, hours=14)),
    ],
)
def test_exactly_the_two_stories_are_heard(seed: int, end: datetime, segmenter: Segmenter) -> None:
    assert sorted(judge(build(seed, end), segmenter).values()) == sorted(STORIES)


def test_a_town_without_its_stories_is_quiet(segmenter: Segmenter) -> None:
    town = build(5, NEW_YEAR)
    quiet = tuple(thread for thread in town.threads if thread.planted not in STORIES)
    assert judge(type(town)(seed=5, end=town.end, threads=quiet), segmenter) == {}
