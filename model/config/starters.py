"""The catalogue of starter sources, data/sources/: blocks that a town may take over, none of them on by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ruamel.yaml import YAML

FOLDER = Path(__file__).resolve().parents[2] / "data" / "sources"


@dataclass(frozen=True, slots=True, kw_only=True)
class Starter:
    """One block. `found_in` is the document that names its address, read on `found_on`; `checked_live` says whether
    anybody has tried it against the site itself. `source` lacks the name; the address of an RSSHub route lacks the
    RSSHub in front."""

    key: str
    title: str
    found_in: str
    found_on: date
    checked_live: bool
    source: Mapping[str, str]
    note: str = ""

    @property
    def route(self) -> bool:
        """Whether it is a route that needs an RSSHub."""
        return self.source["url"].startswith("/")


def starters(folder: Path = FOLDER) -> dict[str, Starter]:
    """All blocks by their key, in the order of the files."""
    found: dict[str, Starter] = {}
    for path in sorted(folder.glob("*.yaml")):
        for key, values in YAML(typ="safe").load(path.read_text(encoding="utf-8")).items():
            found[key] = Starter(key=key, **values)
    return found
