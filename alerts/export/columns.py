"""The columns of each export. Keys are those of JSON Lines; tables show titles of data/messages/export.toml."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

FEWEST = 3
"""A smaller count of what people said could point to one of them."""
AS_FEWER = "少于3"
"""What stands in its place (command-line contract); tables in English say it in English."""


class Kind(StrEnum):
    """What a column holds, and so how a table shows it."""

    TEXT = "text"
    WORD = "word"  # a word of ours, translated in tables
    COUNT = "count"  # of what people said: small ones are not told
    NUMBER = "number"
    MOMENT = "moment"
    DAY = "day"
    LIST = "list"  # short words, on one line
    LINES = "lines"  # one a line


@dataclass(frozen=True, slots=True)
class Column:
    """`width` is that of a sheet, in characters."""

    key: str
    kind: Kind
    width: int = 12


_WIDE = 44
_WHEN = 17

_ABOUT = (
    Column("title", Kind.TEXT, _WIDE), Column("terms", Kind.LIST, 28), Column("topic", Kind.TEXT),
    Column("level", Kind.WORD), Column("state", Kind.WORD, 14), Column("opened_at", Kind.MOMENT, _WHEN),
    Column("updated_at", Kind.MOMENT, _WHEN),
)  # fmt: skip
_FIGURES = (
    Column("threads", Kind.COUNT), Column("voices", Kind.COUNT), Column("sources", Kind.LIST, 20),
    Column("expected", Kind.NUMBER), Column("surprise", Kind.NUMBER),
)  # fmt: skip

COLUMNS: dict[str, tuple[Column, ...]] = {
    "stories": (Column("id", Kind.TEXT, 20), Column("kind", Kind.WORD), *_ABOUT, *_FIGURES),
    "alerts": (
        Column("id", Kind.NUMBER, 8), Column("story", Kind.TEXT, 20), *_ABOUT,
        Column("closed_at", Kind.MOMENT, _WHEN), *_FIGURES,
        Column("links", Kind.LINES, _WIDE), Column("excerpts", Kind.LINES, _WIDE),
    ),
    "counts": (
        Column("day", Kind.DAY), Column("source", Kind.TEXT, 20), Column("topic", Kind.TEXT, 20),
        Column("posts", Kind.COUNT), Column("threads", Kind.COUNT),
    ),
    "digests": (
        Column("day", Kind.DAY), Column("since", Kind.MOMENT, _WHEN), Column("until", Kind.MOMENT, _WHEN),
        Column("open", Kind.COUNT), Column("closed", Kind.COUNT), Column("posts", Kind.COUNT),
        Column("threads", Kind.COUNT), Column("hidden_personal", Kind.COUNT, 18),
        Column("learning_day", Kind.NUMBER), Column("sources_ok", Kind.NUMBER),
        Column("sources_failed", Kind.NUMBER), Column("sources_silent", Kind.NUMBER),
        Column("sources_odd", Kind.NUMBER), Column("sources_never", Kind.NUMBER),
    ),
    "measures": (
        Column("week", Kind.DAY), Column("topic", Kind.TEXT, 20), Column("opened", Kind.NUMBER),
        Column("taken", Kind.NUMBER), Column("answered", Kind.NUMBER), Column("dismissed", Kind.NUMBER),
        Column("useful", Kind.NUMBER), Column("to_alert", Kind.NUMBER, 18), Column("to_taken", Kind.NUMBER, 18),
        Column("to_answered", Kind.NUMBER, 18), Column("lead", Kind.NUMBER, 18),
    ),
}  # fmt: skip
"""What can be exported. Spans of measures are minutes."""
