"""The wording of the town, read from data/demo once and checked."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

FOLDER = Path(__file__).resolve().parents[2] / "data" / "demo"


class _Text(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Theme(_Text):
    """One thing people talk about, and on which boards. A scene: a title, and how the first post begins."""

    boards: tuple[str, ...]
    scenes: tuple[tuple[str, str], ...]
    details: tuple[str, ...]
    asks: tuple[str, ...]
    replies: tuple[str, ...]


class General(_Text):
    """What fits every thread."""

    leads: tuple[str, ...]
    tails: tuple[str, ...]
    replies: tuple[str, ...]
    thanks: tuple[str, ...]


class NewsKind(_Text):
    """One sort of article."""

    titles: tuple[str, ...]
    leads: tuple[str, ...]


class Column(_Text):
    """What a small outlet publishes, piece by piece: a title, then paragraphs."""

    pieces: tuple[tuple[str, ...], ...]


class Planted(_Text):
    """A planted thread. `at`: 0 … 1 of the story's hours; `days`: days before the end."""

    board: str
    title: str
    posts: tuple[str, ...]
    at: float = 0.0
    days: float = 0.0


class StoryText(_Text):
    """A story and the threads it appears in."""

    threads: tuple[Planted, ...]


class Crosspost(_Text):
    """One opener that one person puts on two boards."""

    boards: tuple[str, ...]
    title: str
    text: str
    replies: tuple[str, ...]


class Ads(_Text):
    """One advertiser's text and the dresses it comes in."""

    boards: tuple[str, ...]
    text: str
    dress: tuple[str, ...]
    titles: tuple[str, ...]
    contacts: tuple[str, ...]


class Talk(_Text):
    """One thread that everybody answers."""

    board: str
    title: str
    text: str
    replies: tuple[str, ...]


class Greetings(_Text):
    """What people wish each other on a day, and say ahead of it; ``{day}`` is the day's name."""

    titles: tuple[str, ...]
    texts: tuple[str, ...]
    replies: tuple[str, ...]
    ahead: tuple[str, ...]


class Lookalikes(_Text):
    """Everything that resembles a story and is none."""

    museum: tuple[Planted, ...]
    toothpicks: tuple[Planted, ...]
    crosspost: Crosspost
    ads: Ads
    talk: Talk
    greetings: Greetings
    calendar: dict[str, str]


class Texts(_Text):
    """All wording."""

    slots: dict[str, tuple[str, ...]]
    general: General
    themes: dict[str, Theme]
    news: tuple[NewsKind, ...]
    news_more: tuple[str, ...]
    columns: dict[str, Column]
    stories: dict[str, StoryText]
    lookalikes: Lookalikes


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))


@cache
def texts() -> Texts:
    """The wording; raises pydantic's ValidationError when a file of data/demo does not have its shape."""
    news = _toml("news.toml")
    themes, columns = (
        {path.stem: _toml(f"{folder}/{path.name}") for path in sorted((FOLDER / folder).glob("*.toml"))}
        for folder in ("themes", "columns")
    )
    values: dict[str, Any] = {
        "slots": _toml("slots.toml"),
        "general": _toml("general.toml"),
        "themes": themes,
        "news": news["kinds"],
        "news_more": news["body"]["more"],
        "columns": columns,
        "stories": _toml("planted/stories.toml"),
        "lookalikes": _toml("planted/lookalikes.toml"),
    }
    return Texts.model_validate(values)
