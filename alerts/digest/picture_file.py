"""The long picture beside the other files of a digest, or why there is none."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from pathlib import Path

from alerts.digest.files import replace_all
from alerts.digest.fonts import chinese
from alerts.digest.poster import draw
from alerts.digest.publish import FOLDER
from alerts.digest.words import Words
from model.catalogue import Catalogue
from model.config import Config
from model.errors import FontMissing, StoreError
from store import digests
from store.database import Store


def name(day: date) -> str:
    """How the picture of `day` is called wherever it stands."""
    return f"{day.isoformat()}.png"


def drawn(store: Store, config: Config, day: date) -> bytes:
    """The picture of the stored digest; b"" when there is none or `digest.picture` is off.

    Made to be passed on: like a public page it keeps contacts and channels to itself. Raises `FontMissing` without
    a font that draws Chinese: boxes in place of words would be sent on.
    """
    digest = digests.get(store, day) if config.digest.picture else None
    if digest is None:
        return b""
    font = chinese()
    if font is None:
        raise FontMissing
    return draw(Words(digest, Catalogue(config.language), config, public=True), font)


def write_picture(store: Store, config: Config, day: date, out: Path) -> dict[Path, bytes]:
    """Write ``<out>/<day>.png``; its path and content, or nothing when `digest.picture` is off.

    Raises `FontMissing`, and `StoreError` when the file cannot be written.
    """
    found = drawn(store, config, day)
    files = {out / name(day): found} if found else {}
    try:
        replace_all(files)
    except OSError as error:
        raise StoreError("folder", place=out, why=error) from error
    return files


def draw_again(store: Store, config: Config, days: Iterable[date], out: Path) -> None:
    """Draw the pictures of these days anew where they stand; what cannot be drawn any more is taken away."""
    folders = [out, *([config.path(config.publish_dir) / FOLDER] if config.publish_dir is not None else [])]
    for day in days:
        for folder in folders:
            path = folder / name(day)
            if path.exists():
                path.unlink()
                with suppress(FontMissing):
                    write_picture(store, config, day, folder)
