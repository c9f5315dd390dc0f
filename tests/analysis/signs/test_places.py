"""Places of the configured town: full names always, everyday names only with their context."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.signs.places import Places


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


def test_a_town_without_a_file_has_no_places() -> None:
    assert Places("无名城").find("古山镇") == ()


def test_villages_need_their_ending(tmp_path: Path) -> None:
    text = "town: 试城\ntowns:\n  - {name: 一号镇}\nvillages: [前山]\n"
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    places = Places("试城", tmp_path)
    assert places.find("前山有座庙") == ()
    assert places.find("前山村停电,一号镇没停") == ("前山村", "一号镇")
