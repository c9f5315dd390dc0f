"""Static pages of the digests in `publish_dir`, for a phone that cannot reach the console. Anybody may read them.

    publish_dir/digests/2026-03-02.html   one day
    publish_dir/digests/index.html        every page that is there, the newest first

Only figures, titles, short excerpts and thread links: whom to ask and what our channels do stays inside.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from alerts.digest.files import replace_all
from alerts.digest.render import page, render_html
from alerts.digest.words import Words
from model.catalogue import Catalogue
from model.config import Config
from model.errors import StoreError
from model.records import Digest
from store import digests
from store.database import Store

FOLDER = "digests"
_MOST = 400
"""Entries of the index: a year and more."""
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})\.html")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the index."""

    name: str
    title: str
    text: str


def published(config: Config, days: Iterable[date]) -> list[date]:
    """Those of `days` whose page stands in `publish_dir`."""
    if config.publish_dir is None:
        return []
    folder = config.path(config.publish_dir) / FOLDER
    return [day for day in days if (folder / f"{day.isoformat()}.html").is_file()]


def publish(store: Store, config: Config, days: Iterable[date]) -> list[Path]:
    """Write the pages of these days, as far as they are stored, and the index; nothing without `publish_dir` or days.

    Raises `StoreError` when they cannot be written; then everything is as it was.
    """
    if config.publish_dir is None or not (days := list(days)):
        return []
    folder, catalogue = config.path(config.publish_dir) / FOLDER, Catalogue(config.language)
    found = [digest for digest in (digests.get(store, day) for day in days) if digest is not None]
    contents = {
        folder / f"{digest.day.isoformat()}.html": render_html(digest, catalogue, config, public=True).encode()
        for digest in found
    }
    try:
        there = _there(folder) | {digest.day for digest in found}
        shown = [digest for digest in digests.newest(store, _MOST) if digest.day in there]
        entries = [_entry(digest, catalogue, config) for digest in shown]
        contents[folder / "index.html"] = page("index.html", catalogue, config, entries=entries).encode()
        replace_all(contents)
    except OSError as error:
        raise StoreError("folder", place=folder, why=error) from error
    return list(contents)


def _there(folder: Path) -> set[date]:
    """The days whose page stands in `folder`."""
    names = (_DAY.fullmatch(path.name) for path in folder.glob("*.html")) if folder.is_dir() else ()
    return {date.fromisoformat(name[1]) for name in names if name}


def _entry(digest: Digest, catalogue: Catalogue, config: Config) -> Entry:
    words = Words(digest, catalogue, config, public=True)
    return Entry(name=f"{digest.day.isoformat()}.html", title=words.date, text=words.summary)
