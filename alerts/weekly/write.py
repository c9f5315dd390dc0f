"""Writes the weekly digest's files, and puts it into the outbox once per channel."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

from alerts.delivery import pictures
from alerts.digest import plot
from alerts.digest.files import replace_all
from alerts.digest.fonts import chinese
from alerts.weekly import render
from alerts.weekly.poster import draw
from alerts.weekly.words import WeekWords
from model.catalogue import Catalogue
from model.config import Config
from model.errors import FontMissing, StoreError
from model.measures import Weekly
from store import outbox, runs
from store.database import Store

KIND = "weekly"
_RENDERERS = {"html": render.html, "md": render.markdown, "txt": render.text}


def write(store: Store, config: Config, now: datetime, weekly: Weekly, out: Path) -> list[Path]:
    """Write ``<out>/week-<day>.html``, ``.md`` and ``.txt``; returns the paths. All three appear, or none.

    Records a Run "weekly". Raises `StoreError` when they cannot be written.
    """
    run_id = runs.start(store, KIND, now)
    words = WeekWords(weekly, Catalogue(config.language), config)
    contents = {out / f"{name(weekly)}.{end}": made(words).encode() for end, made in _RENDERERS.items()}
    try:
        replace_all(contents)
    except OSError as error:
        runs.finish(store, run_id, now, ok=False, counts={})
        raise StoreError("folder", place=out, why=error) from error
    runs.finish(store, run_id, now, ok=True, counts={"alerts": words.week.alerts, "open": weekly.still_open})
    return list(contents)


def write_picture(config: Config, weekly: Weekly, out: Path) -> dict[Path, bytes]:
    """Write ``<out>/week-<day>.png``; its path and content, or nothing when `digest.picture` is off.

    Raises `FontMissing`, and `StoreError` when the file cannot be written.
    """
    if not config.digest.picture:
        return {}
    font = chinese()
    if font is None:
        raise FontMissing
    words = WeekWords(weekly, Catalogue(config.language), config)
    files = {out / f"{name(weekly)}.png": draw(words, font)}
    try:
        replace_all(files)
    except OSError as error:
        raise StoreError("folder", place=out, why=error) from error
    return files


def name(weekly: Weekly) -> str:
    """The name of its files, without the ending."""
    return f"week-{weekly.day.isoformat()}"


def _for_mail(words: WeekWords) -> dict[str, object]:
    """The page, and the chart that stands in it; its titles need a font that draws Chinese."""
    font = chinese()
    said = (words.say("chart_now"), words.say("chart_before"))
    drawn = plot.compared(words.charted, *said, font) if font is not None else b""
    page = render.html(words, picture=plot.TOPICS if drawn else "")
    return {"html": page, "pictures": {plot.TOPICS: base64.b64encode(drawn).decode()} if drawn else {}}


def told_late(store: Store, day: date) -> bool | None:
    """Whether the digest of the week before `day` went out late; None when it has not gone out yet."""
    body = outbox.first_body(store, KIND, day.isoformat())
    said = body.get("weekly") if body is not None else None
    return bool(said.get("late")) if isinstance(said, Mapping) else None


def enqueue(store: Store, config: Config, now: datetime, weekly: Weekly, *, picture: bytes = b"") -> None:
    """One message per channel that takes digests, and the `picture` where one can be shown.

    A channel gets a week once, as it was when it was first sent.
    """
    words = WeekWords(weekly, Catalogue(config.language), config)
    subject = words.say("subject", town=config.association.town, dates=words.dates, summary=words.summary)
    body = {
        "text": render.message(words), "markdown": render.markdown(words), **_for_mail(words),
        "association": config.association.name, "town": config.association.town,
        "weekly": {
            "day": weekly.day.isoformat(), "late": weekly.late, "summary": words.summary,
            "sections": [
                {"title": section.title, "lines": [list(line) for line in section.lines]}
                for section in words.sections
            ],
        },
    }  # fmt: skip
    with store.writing():
        for channel in config.channels:
            if channel.digest:
                outbox.enqueue(
                    store, channel=channel.name, kind=KIND, ref=weekly.day.isoformat(), subject=subject, body=body,
                    at=now,
                )  # fmt: skip
        ref = name(weekly)
        pictures.enqueue(
            store, config, now, ref=ref, subject=subject, picture=picture,
            url=pictures.public_address(config, f"{ref}.png"),
        )  # fmt: skip
