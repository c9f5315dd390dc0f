"""Builds the day's digest, writes its three files, and keeps it."""

from __future__ import annotations

import os
from datetime import date, datetime
from pathlib import Path

from alerts.digest.build import build
from alerts.digest.render import render_html, render_markdown, render_text
from model.catalogue import Catalogue
from model.config import Config
from model.errors import UsageError
from store import digests, runs
from store.database import Store

_RENDERERS = {"html": render_html, "md": render_markdown, "txt": render_text}


def write(store: Store, config: Config, now: datetime, day: date, out: Path) -> list[Path]:
    """Write ``<out>/<day>.html``, ``.md`` and ``.txt``; returns the paths. Each file appears whole or not at all.

    Building the same day again replaces that day's files and keeps where its time began. Records a Run "digest".
    Raises `UsageError` for a day still to come or a folder that cannot be written.
    """
    catalogue = Catalogue(config.language)
    digest = build(store, config, now, day)
    run_id = runs.start(store, "digest", now)
    paths = [
        _replace(out / f"{day.isoformat()}.{ending}", render(digest, catalogue, config), catalogue)
        for ending, render in _RENDERERS.items()
    ]
    with store.writing():
        if digests.get(store, day) != digest:
            digests.save(store, digest, now)
        counts = {"open": len(digest.open), "closed": len(digest.closed), "posts": digest.posts}
        runs.finish(store, run_id, now, ok=True, counts=counts)
    return paths


def _replace(path: Path, text: str, catalogue: Catalogue) -> Path:
    """Write beside the place and rename: a reader never sees half a digest."""
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            partial.write_text(text, encoding="utf-8", newline="\n")
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UsageError(catalogue.say("digest.command.no_folder", folder=path.parent, reason=reason)) from None
    return path
