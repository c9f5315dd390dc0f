"""Places of the town that no gazetteer knows: schools, markets, rivers."""

from __future__ import annotations

from pydantic import Field

from model.config.base import Settings, Word


class Spot(Settings):
    """One place of your own. It counts wherever its name, or one of its other names, is written."""

    name: Word
    also: list[Word] = Field(default=[])
