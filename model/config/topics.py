"""Watch topics: what the association wants to hear about even before it emerges by itself."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from model.config.base import Settings, Word
from model.records import Level

Character = Annotated[str, Field(min_length=1, max_length=1)]


class Topic(Settings):
    """One watch topic. Only `words` is required."""

    title: str = ""
    words: list[Word] = Field(min_length=1)
    not_words: list[Word] = Field(default=[])
    must_words: list[Word] = Field(default=[])
    near: list[tuple[Word, Word, Annotated[int, Field(ge=1, le=200)]]] = Field(default=[])
    similar: dict[Character, Word] = Field(default={})
    level: Level = Level.NORMAL
    contact: str = ""
