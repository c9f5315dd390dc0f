"""The invented posts of content.toml, with the times they get and what a crawler should read from them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")
FILE = Path(__file__).parent / "content.toml"


@dataclass(frozen=True, kw_only=True)
class Written:
    """One post or comment. `shown` are the pieces a reader sees, in order; `gone` must not be kept."""

    key: str
    by: int
    title: str  # of the opener, else ''
    text: str
    when: datetime | None  # None: published now
    shown: tuple[str, ...]
    gone: tuple[str, ...] = ()
    category: str = ""
    id: str = ""  # given by the site

    def with_id(self, identifier: int) -> Written:
        """The same, as the site knows it."""
        return replace(self, id=str(identifier))


@dataclass(frozen=True, kw_only=True)
class Topic:
    """A forum topic and its comments, the opener first."""

    key: str
    title: str
    comments: tuple[Written, ...]
    id: str = ""


def load() -> dict[str, Any]:
    """The file as it stands."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def names(content: Mapping[str, Any]) -> list[str]:
    """Every name, and every part of one, by which somebody on the two sites could be found."""
    people = [*content["wordpress"]["people"], *content["spirit"]["people"], *content["wordpress"]["comments"]]
    whole = [one[field] for one in people for field in ("login", "name", "real") if field in one]
    return sorted({part for name in whole for part in (name, *name.split())})


def articles(blocks: Sequence[Mapping[str, Any]], now: datetime) -> list[Written]:
    """WordPress posts; `now` (aware) is the moment that `days` count back from."""
    return [_article(block, now) for block in blocks]


def _article(block: Mapping[str, Any], now: datetime) -> Written:
    text = (
        "".join(block["text"].format(n=n) for n in range(1, block["repeat"] + 1))
        if "repeat" in block
        else block["text"]
    )
    return Written(
        key=block["key"],
        by=block["by"],
        title=block["title"],
        category=block["category"],
        text=text,
        when=_moment(block, now),
        shown=tuple(block.get("shown", [text])),
        gone=tuple(block.get("gone", [])),
    )


def topics(blocks: Sequence[Mapping[str, Any]], now: datetime) -> list[Topic]:
    """Forum topics; `now` (aware) is the moment that `days` count back from."""
    return [_topic(block, now) for block in blocks]


def _topic(block: Mapping[str, Any], now: datetime) -> Topic:
    lines = [
        {"by": n % 4, "after": 2, "text": block["line"].format(n=n, colour=block["colours"][n % 7])}
        for n in range(1, block.get("fill", 0) + 1)
    ]
    comments, when = [], _moment(block, now)
    for number, talk in enumerate([*block["talk"], *lines]):
        when = when and when + timedelta(minutes=talk.get("after", 0))
        comments.append(
            comment(talk, key=f"{block['key']}{number}", title="" if number else block["title"], when=when)
        )
    return Topic(key=block["key"], title=block["title"], comments=tuple(comments))


def comment(talk: Mapping[str, Any], *, key: str, title: str = "", when: datetime | None = None) -> Written:
    """One comment on the forum."""
    text = talk["text"].strip()
    return Written(
        key=key, by=talk["by"], title=title, text=text, when=when,
        shown=tuple(talk.get("shown", [text])), gone=tuple(talk.get("gone", [])),
    )  # fmt: skip


def _moment(block: Mapping[str, Any], now: datetime) -> datetime | None:
    if "days" not in block:
        return None
    day = now.astimezone(ZONE).date() - timedelta(days=block["days"])
    return datetime.combine(day, time.fromisoformat(block["at"]), ZONE)
