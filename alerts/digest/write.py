"""Builds the day's digest, writes its three files, and keeps it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path

from alerts.digest.build import build
from alerts.digest.render import render_html, render_markdown, render_text
from model.catalogue import Catalogue
from model.config import Config
from model.errors import StoreError, UsageError
from store import digests, runs
from store.database import Store

_RENDERERS = {"html": render_html, "md": render_markdown, "txt": render_text}


def write(store: Store, config: Config, now: datetime, day: date, out: Path) -> list[Path]:
    """Write ``<out>/<day>.html``, ``.md`` and ``.txt``; returns the paths. All three appear, or none.

    Building the same day again replaces that day's files and keeps where its time began. Records a Run "digest".
    Raises `UsageError` for a day still to come or an `out` that is no folder, `StoreError` when it cannot be
    written.
    """
    catalogue = Catalogue(config.language)
    digest = build(store, config, now, day)
    run_id = runs.start(store, "digest", now)
    texts = {
        out / f"{day.isoformat()}.{end}": render(digest, catalogue, config) for end, render in _RENDERERS.items()
    }
    try:
        _replace(texts)
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
    """Write the files of these days anew, where they stand in the digests' folder: a story was taken out."""
    catalogue, folder = Catalogue(config.language), config.path(config.digest.folder)
    for day in days:
        digest = digests.get(store, day)
        texts = {
            path: render(digest, catalogue, config)
            for end, render in _RENDERERS.items()
            if digest is not None and (path := folder / f"{day.isoformat()}.{end}").exists()
        }
        try:
            _replace(texts)
        except OSError as error:
            raise StoreError("folder", place=folder, why=error) from error


def _replace(texts: Mapping[Path, str]) -> None:
    """Write all beside their places, then rename: a reader never sees half a digest, nor parts of two."""
    drafts = {path: path.with_name(f".{path.name}.{os.getpid()}.partial") for path in texts}
    try:
        for path, text in texts.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            _whole(drafts[path], text)
        for path, draft in drafts.items():
            draft.replace(path)
    finally:
        for draft in drafts.values():
            draft.unlink(missing_ok=True)


def _whole(path: Path, text: str) -> None:
    """On the disk before it is renamed: after a power cut a new name must not stand for an empty file."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
