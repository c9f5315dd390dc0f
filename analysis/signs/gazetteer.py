"""The names of a town's places, from data/places/ and from the association's own settings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from model.config import Spot

FOLDER = Path(__file__).resolve().parents[2] / "data" / "places"
# How people write the same village: 夏溪村, 夏溪村委会 …
_ENDINGS = {"村": ("村", "村委会", "村民委员会"), "社区": ("社区", "居委会", "社区居委会")}


@dataclass(frozen=True, slots=True)
class Name:
    """One way to write a place. A `careful` one counts only directly behind the town it lies in."""

    place: str
    town: str = ""
    careful: bool = False
    village: bool = False


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """What is written → what it means; `anchors`: ways to write each town of ours, also those too common alone."""

    names: Mapping[str, Name]
    anchors: Mapping[str, str]
    elsewhere: tuple[str, ...]
    words: tuple[str, ...]


def gazetteer(town: str, own: Sequence[Spot] = (), folder: Path = FOLDER) -> Gazetteer:
    """All that is known of `town`: the files of `folder` that name it, and `own`; only `own` for an unknown one."""
    trees = [tree for tree in _trees(folder) if tree.get("town") == town]
    if own:
        trees.append({"spots": [spot.model_dump() for spot in own]})
    names: dict[str, Name] = {}
    anchors = {town: "", f"{town}市": "", f"{town}县": ""} if trees else {}
    for tree in trees:
        names |= dict(_towns(tree)) | dict(_spots(tree))
        anchors |= {written: place["name"] for place in tree.get("towns", []) for written in _written(place)}
    for tree in trees:
        names = dict(_villages(tree)) | names  # a town's name wins over its main village's
    words = [written for place in _places(trees) for written in _written(place)]
    far = tuple(name for tree in trees for name in tree.get("elsewhere", []))
    return Gazetteer(names, anchors, far, tuple(words))


@cache
def _trees(folder: Path) -> tuple[dict[str, Any], ...]:
    return tuple(YAML(typ="safe").load(path) for path in sorted(folder.glob("*.yaml")))


def _places(trees: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for tree in trees:
        yield from tree.get("towns", [])
        yield from tree.get("spots", [])


def _written(place: dict[str, Any]) -> list[str]:
    bare = re.sub(r"(街道|镇|乡)$", "", place["name"])
    return list(dict.fromkeys([place["name"], bare, *place.get("also", []), *place.get("short", [])]))


def _towns(tree: dict[str, Any]) -> Iterator[tuple[str, Name]]:
    contexts = tree.get("with", [])
    for town in tree.get("towns", []):
        name = Name(town["name"])
        yield town["name"], name
        yield from ((short, name) for short in town.get("short", []))
        yield from ((near + context, name) for near in town.get("near", []) for context in contexts)


def _spots(tree: dict[str, Any]) -> Iterator[tuple[str, Name]]:
    for spot in tree.get("spots", []):
        yield from ((written, Name(spot["name"])) for written in [spot["name"], *spot.get("also", [])])


def _villages(tree: dict[str, Any]) -> Iterator[tuple[str, Name]]:
    everyday = set(tree.get("everyday", []))
    for town, villages in (tree.get("villages") or {}).items():
        for village in villages:
            end = "社区" if village.endswith("社区") else "村"
            name = Name(village, town, careful=village in everyday, village=True)
            yield from ((village.removesuffix(end) + ending, name) for ending in _ENDINGS[end])
