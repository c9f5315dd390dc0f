"""The long picture beside the other files of a digest, or why there is none."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from pathlib import Path

from alerts.digest.files import replace_all
from alerts.digest.fonts import chinese
from alerts.digest.poster import draw
from alerts.digest.words import Words
from model.catalogue import Catalogue
from model.config import Config
from model.errors import FontMissing, StoreError
from store import digests
from store.database import Store


def write_picture(store: Store, config: Config, day: date, out: Path) -> list[Path]:
    """Write ``<out>/<day>.png`` of the stored digest; nothing when `digest.picture` is off.

    Raises `FontMissing` without a font that draws Chinese: boxes in place of words would be sent on. Raises
    `StoreError` when the file cannot be written.
    """
    digest = digests.get(store, day) if config.digest.picture else None
    if digest is None:
        return []
    font = chinese()
    if font is None:
        raise FontMissing
    path = out / f"{day.isoformat()}.png"
    try:
        # Made to be passed on: like a public page it keeps contacts and channels to itself.
        replace_all({path: draw(Words(digest, Catalogue(config.language), config, public=True), font)})
    except OSError as error:
        raise StoreError("folder", place=out, why=error) from error
    return [path]


def draw_again(store: Store, config: Config, days: Iterable[date], out: Path) -> None:
    """Draw the pictures of these days anew where they stand; what cannot be drawn any more is taken away."""
    for day in days:
        path = out / f"{day.isoformat()}.png"
        if path.exists():
            path.unlink()
            with suppress(FontMissing):
                write_picture(store, config, day, out)
