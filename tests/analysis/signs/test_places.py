"""Places of the configured town: full names always, everyday names only with their context."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from analysis.signs.places import Places
from model.config import Spot


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("方岩镇停水了,古山也停了", ("方岩镇", "古山镇")),
        ("东城派出所门口", ("东城街道",)),
        ("江南这边停电了吗", ("江南街道",)),
        ("江南的春天真美", ()),
        ("住在东城", ()),
        ("芝 英 镇", ("芝英镇",)),
        ("古山古山古山", ("古山镇",)),
        ("", ()),
    ],
)
def test_places_in_a_text(text: str, expected: tuple[str, ...]) -> None:
    assert Places("永康").find(text) == expected


SENTENCES = Path(__file__).parent
LISTS = ("places_labelled.toml", "places_second_list.toml")


@pytest.mark.parametrize("name", LISTS)
def test_what_is_named_is_right_nineteen_times_in_twenty(name: str) -> None:
    places = Places("永康")
    right = wrong = missed = 0
    for text, expected in tomllib.loads((SENTENCES / name).read_text(encoding="utf-8"))["sentences"]:
        found, wanted = set(places.find(text)), set(expected.split())
        right += len(found & wanted)
        wrong += len(found - wanted)
        missed += len(wanted - found)
    assert right / (right + wrong) >= 0.95
    assert right / (right + missed) >= 0.9


def test_a_town_without_a_file_has_no_places() -> None:
    assert Places("无名城").find("古山镇") == ()


def test_schools_and_rivers_of_the_association_s_own_count() -> None:
    own = [Spot(name="城西新小学", also=["新西小"]), Spot(name="南溪")]
    places = Places("永康", own)
    assert places.find("新西小门口有人卖弩,南溪边也有") == ("城西新小学", "南溪")
    assert places.find("芝英镇") == ("芝英镇",)
    assert Places("无名城", own).find("南溪涨水") == ("南溪",)


def test_villages_need_their_ending(tmp_path: Path) -> None:
    text = "town: 试城\ntowns:\n  - {name: 一号镇}\nvillages: {一号镇: [前山村]}\neveryday: [前山村]\n"
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    places = Places("试城", folder=tmp_path)
    assert places.find("一号镇前山有座庙") == ("一号镇",)
    assert places.find("前山村停电") == ()
    assert places.find("一号镇前山村停电") == ("一号镇", "前山村")
    assert places.find("试城前山村委会通知") == ("前山村",)


def test_a_very_long_post_is_read_in_linear_time() -> None:
    assert Places("永康").find("方岩镇夏溪村" * 50_000) == ("方岩镇", "夏溪村")
