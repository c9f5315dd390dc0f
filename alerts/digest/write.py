"""Builds the day's digest, writes its three files, and keeps it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path

from alerts.digest.build import build
from alerts.digest.files import replace_all
from alerts.digest.picture_file import draw_again
from alerts.digest.publish import publish, published
from alerts.digest.render import render_html, render_markdown, render_text
from model.catalogue import Catalogue
from model.config import Config
from model.errors import StoreError, UsageError
from store import digests, runs
from store.database import Store

_RENDERERS = {"html": render_html, "md": render_markdown, "txt": render_text}


def write(store: Store, config: Config, now: datetime, day: date, out: Path, *, late: bool = False) -> list[Path]:
    """Write ``<out>/<day>.html``, ``.md`` and ``.txt``; returns the paths. All three appear, or none.

    Building the same day again replaces that day's files and keeps where its time began. `late` marks it as caught
    up. Records a Run "digest". Raises `UsageError` for a day still to come or an `out` that is no folder,
    `StoreError` when it cannot be written.
    """
    catalogue = Catalogue(config.language)
    digest = build(store, config, now, day, late=late)
    run_id = runs.start(store, "digest", now)
    texts = {
        out / f"{day.isoformat()}.{end}": render(digest, catalogue, config).encode()
        for end, render in _RENDERERS.items()
    }
    try:
        replace_all(texts)
    except OSError as error:
        runs.finish(store, run_id, now, ok=False, counts={})
        if isinstance(error, FileExistsError | NotADirectoryError):  # no folder at all: a wrong argument
            raise UsageError(catalogue.say("digest.command.no_folder", folder=out, reason=error)) from None
        raise StoreError("folder", place=out, why=error) from error
    with store.writing():
        if digests.get(store, day) != digest:
            digests.save(store, digest, now)
        counts = {"open": len(digest.open), "closed": len(digest.closed), "posts": digest.posts}
        runs.finish(store, run_id, now, ok=True, counts=counts)
    return list(texts)


def write_again(store: Store, config: Config, days: Iterable[date]) -> None:
    """Write the files and pages of these days anew, where they stand: a story was taken out."""
    catalogue, folder = Catalogue(config.language), config.path(config.digest.folder)
    told = list(days)
    for day in told:
        digest = digests.get(store, day)
        texts = {
            path: render(digest, catalogue, config).encode()
            for end, render in _RENDERERS.items()
            if digest is not None and (path := folder / f"{day.isoformat()}.{end}").exists()
        }
        try:
            replace_all(texts)
        except OSError as error:
            raise StoreError("folder", place=folder, why=error) from error
    draw_again(store, config, told, folder)
    publish(store, config, published(config, told))
