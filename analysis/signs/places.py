"""Which towns and villages of the configured town a post names, from data/places/."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import ahocorasick
from ruamel.yaml import YAML

from analysis.text.squeeze import squeeze

_FOLDER = Path(__file__).resolve().parents[2] / "data" / "places"
_VILLAGE_ENDS = ("村", "社区")


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """The names of one town: what is written → the place that it means; and those names that are words."""

    town: str
    names: dict[str, str]
    words: tuple[str, ...]


class Places:
    """Finds the places of `town`; a town without a file in data/places/ has none."""

    def __init__(self, town: str, folder: Path = _FOLDER) -> None:
        gazetteer = _gazetteers(folder).get(town)
        self.words: tuple[str, ...] = gazetteer.words if gazetteer else ()
        self._empty = gazetteer is None or not gazetteer.names
        self._automaton = ahocorasick.Automaton()
        for written, place in gazetteer.names.items() if gazetteer else ():
            self._automaton.add_word(written, place)
        if not self._empty:
            self._automaton.make_automaton()

    def find(self, text: str) -> tuple[str, ...]:
        """The full names of the places in `text`, each once, in order of appearance."""
        if self._empty:
            return ()
        return tuple(dict.fromkeys(place for _, place in self._automaton.iter(squeeze(text).text)))


@cache
def _gazetteers(folder: Path) -> dict[str, Gazetteer]:
    """Town → its gazetteer, from every YAML file in `folder`."""
    found = (_read(path) for path in sorted(folder.glob("*.yaml")))
    return {gazetteer.town: gazetteer for gazetteer in found}


def _read(path: Path) -> Gazetteer:
    tree = YAML(typ="safe").load(path)
    words = [town["name"] for town in tree["towns"]]
    words += [name for town in tree["towns"] for key in ("short", "near") for name in town.get(key, [])]
    return Gazetteer(str(tree["town"]), dict(_names(tree)), tuple(words))


def _names(tree: dict[str, list[dict[str, list[str]]]]) -> Iterator[tuple[str, str]]:
    contexts = [str(word) for word in tree.get("with", [])]
    for town in tree["towns"]:
        name = str(town["name"])
        yield name, name
        yield from ((short, name) for short in town.get("short", []))
        yield from ((near + context, name) for near in town.get("near", []) for context in contexts)
    for village in tree.get("villages", []):
        yield from ((f"{village}{end}", f"{village}{end}") for end in _VILLAGE_ENDS)
