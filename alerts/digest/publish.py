"""Static pages of the digests in `publish_dir`, for a phone that cannot reach the console. Anybody may read them.

    publish_dir/digests/2026-03-02.html   one day
    publish_dir/digests/2026-03-02.png    its long picture
    publish_dir/digests/week-2026-03-02.html   the seven days before it
    publish_dir/digests/feed.xml          an Atom feed (RFC 4287) of the newest
    publish_dir/digests/index.html        every page that is there, the newest first

Only figures, titles, short excerpts and thread links: whom to ask and what our channels do stays inside.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from alerts.digest.files import replace_all
from alerts.digest.render import page, render_html
from alerts.digest.span import due
from alerts.digest.words import Words
from alerts.weekly.render import html
from alerts.weekly.words import WeekWords, week_title
from model.catalogue import Catalogue
from model.config import Config
from model.errors import StoreError
from model.measures import Weekly
from model.records import Digest
from store import digests
from store.database import Store

FOLDER = "digests"
_MOST = 400
"""Entries of the index: a year and more."""
_IN_FEED = 30
_NAME = re.compile(r"(week-)?(\d{4}-\d{2}-\d{2})\.html")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the index and of the feed. `identity` stays whatever address the page is moved to."""

    name: str
    title: str
    text: str
    updated: str
    identity: str


def published(config: Config, days: Iterable[date]) -> list[date]:
    """Those of `days` whose page stands in `publish_dir`."""
    if config.publish_dir is None:
        return []
    folder = config.path(config.publish_dir) / FOLDER
    return [day for day in days if (folder / f"{day.isoformat()}.html").is_file()]


def publish(
    store: Store, config: Config, days: Iterable[date], pictures: Mapping[str, bytes] | None = None
) -> list[Path]:
    """Write the pages of these days, as far as they are stored, and the index; nothing without `publish_dir`.

    `pictures`: PNG files by name, to stand beside them: a chat can show what has an address.
    Raises `StoreError` when they cannot be written; then everything is as it was.
    """
    if config.publish_dir is None or not (days := list(days)):
        return []
    catalogue = Catalogue(config.language)
    found = [digest for digest in (digests.get(store, day) for day in days) if digest is not None]
    contents = {
        f"{digest.day.isoformat()}.html": render_html(digest, catalogue, config, public=True) for digest in found
    }
    return _written(store, config, config.path(config.publish_dir) / FOLDER, contents, pictures or {})


def publish_week(
    store: Store, config: Config, weekly: Weekly, pictures: Mapping[str, bytes] | None = None
) -> list[Path]:
    """The same for a week: figures only."""
    if config.publish_dir is None:
        return []
    words = WeekWords(weekly, Catalogue(config.language), config)
    contents = {f"week-{weekly.day.isoformat()}.html": html(words)}
    return _written(store, config, config.path(config.publish_dir) / FOLDER, contents, pictures or {})


def _written(
    store: Store, config: Config, folder: Path, pages: Mapping[str, str], pictures: Mapping[str, bytes]
) -> list[Path]:
    """The pages and the index that names them, all at once."""
    try:
        there = {path.name for path in folder.glob("*.html")} if folder.is_dir() else set()
        entries = list(_entries(store, config, there | set(pages)))
        index = page("index.html", Catalogue(config.language), config, entries=entries)
        made = {**pages, "index.html": index, "feed.xml": _feed(config, entries)}
        contents = {folder / name: text.encode() for name, text in made.items()}
        contents |= {folder / name: data for name, data in pictures.items()}
        replace_all(contents)
    except OSError as error:
        raise StoreError("folder", place=folder, why=error) from error
    return list(contents)


def _entries(store: Store, config: Config, names: Collection[str]) -> Iterator[Entry]:
    """The pages that are there, the newest first; a week stands above the day on which it was due."""
    catalogue = Catalogue(config.language)
    days = {digest.day: digest for digest in digests.newest(store, _MOST)}
    found = [name for text in names if (name := _NAME.fullmatch(text))]
    for name in sorted(found, key=lambda name: (name[2], name[1] or ""), reverse=True)[:_MOST]:
        day = date.fromisoformat(name[2])
        if name[1]:
            at = due(day, config.digest.at, config.zone)
            yield Entry(
                name=name[0], title=week_title(day, catalogue), text="", updated=at.isoformat(),
                identity=_identity(config, name[0]),
            )  # fmt: skip
        elif day in days:
            yield _entry(days[day], catalogue, config)


def _entry(digest: Digest, catalogue: Catalogue, config: Config) -> Entry:
    words, name = Words(digest, catalogue, config, public=True), f"{digest.day.isoformat()}.html"
    return Entry(
        name=name, title=words.date, text=words.summary, identity=_identity(config, name),
        updated=digest.until.astimezone(config.zone).isoformat(timespec="seconds"),
    )  # fmt: skip


def _feed(config: Config, entries: Sequence[Entry]) -> str:
    """Addresses are whole with `publish_url`, else beside the feed."""
    newest = list(entries[:_IN_FEED])
    base = f"{config.publish_url.rstrip('/')}/{FOLDER}/" if config.publish_url else ""
    return page(
        "feed.xml", Catalogue(config.language), config, entries=newest, base=base, identity=_identity(config, ""),
        updated=max((entry.updated for entry in newest), default="1970-01-01T00:00:00Z"),
    )  # fmt: skip


def _identity(config: Config, name: str) -> str:
    return uuid5(NAMESPACE_URL, f"huisheng/{config.association.name}/{config.association.town}/{name}").urn
