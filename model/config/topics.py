"""Watch topics: what the association wants to hear about even before it emerges by itself."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from model.config.base import Filled, Settings
from model.records import Level

Word = Annotated[Filled, Field(max_length=40)]


class Topic(Settings):
    """One watch topic. Only `words` is required."""

    title: str = Field(default="", description="what people read; empty: the topic's key")
    words: list[Word] = Field(min_length=1, description="any of these makes a hit; plain text, not patterns")
    not_words: list[Word] = Field(default=[], description="a post with one of these is no hit")
    near: list[tuple[Word, Word, Annotated[int, Field(ge=1, le=200)]]] = Field(
        default=[], description="[a, b, N]: a and b within N characters also make a hit"
    )
    level: Level = Field(default=Level.NORMAL, description="life: one voice is enough; urgent; normal")
    contact: str = Field(default="", description="whom to ask about this topic: an office or hotline, no person")
