"""The demo's own folder: its config.yaml, its databases, its digest. Nothing outside it is touched."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from demo.sources import Outlet
from demo.town.texts import FOLDER as TEXTS
from model.config import Config, load, load_topics

_OURS = ("config.yaml", "watched.yaml", "huisheng.db", "watched.db", "digests", "words")


@dataclass(frozen=True, slots=True)
class Place:
    """Where one run of the demo lives: two settings over the same sources, the second with watch topics."""

    folder: Path
    plain: Config
    watched: Config


def prepare(folder: Path, outlets: Sequence[Outlet], *, language: str) -> Place:
    """A fresh start in `folder`: what an earlier demo left there is removed, and nothing else."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in _OURS:
        for old in (folder / name, *(folder / f"{name}{end}" for end in ("-wal", "-shm"))):
            if old.is_dir():
                shutil.rmtree(old)
            else:
                old.unlink(missing_ok=True)
    topics = {key: topic.model_dump(mode="json") for key, topic in load_topics(TEXTS / "topics.yaml").items()}
    values = _values(outlets, language)
    plain = _written(folder / "config.yaml", {**values, "database": "huisheng.db"})
    watched = _written(folder / "watched.yaml", {**values, "database": "watched.db", "topics": topics})
    return Place(folder, plain, watched)


def _values(outlets: Sequence[Outlet], language: str) -> dict[str, Any]:
    return {
        "association": {"name": "晴川网络志愿者协会", "town": "晴川", "contact": "mailto:demo@example.org"},
        "timezone": "Asia/Shanghai",
        "language": language,
        "digest": {"folder": "digests"},
        # No pause between requests: only because every source is on this very machine and says so.
        "sources": [
            {"name": outlet.name, **outlet.settings, "allow_loopback": True, "delay": "0s", "max_pages": 500}
            for outlet in outlets
        ],
    }


def _written(path: Path, values: Mapping[str, Any]) -> Config:
    """Write settings as a person would, and read them as the program does."""
    yaml = YAML()
    yaml.allow_unicode = True
    with path.open("w", encoding="utf-8") as file:
        yaml.dump(dict(values), file)
    return load(path)
