"""Turns wording and people into threads; hands out the site's numbers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import count
from random import Random

from demo.records import Entry, Speaker, Thread
from demo.town.deck import Filler
from demo.town.people import Crowd
from demo.town.texts import Texts

Draft = tuple[datetime, Speaker, str]


class Writer:
    """What every part of the town needs to write: chance, people, things, wording, numbers."""

    def __init__(self, random: Random, texts: Texts, end: datetime) -> None:
        self.random, self.texts, self.end = random, texts, end
        self.crowd = Crowd(random)
        self.filler = Filler(texts.slots, random)
        self._keys = count(20_117)

    def thread(
        self, board: str, title: str, drafts: Sequence[Draft], *, planted: str = "", quoting: float = 0.0
    ) -> Thread:
        """A thread of the drafts that are not later than the end; the first draft must not be."""
        written: list[Entry] = []
        for at, speaker, body in sorted(drafts, key=lambda draft: draft[0]):
            if at > self.end:
                continue
            quoted = self.random.choice(written) if written and self.random.random() < quoting else None
            written.append(Entry(key=0, at=at.replace(microsecond=0), speaker=speaker, body=body, quoted=quoted))
        return Thread(key=next(self._keys), board=board, title=title, entries=tuple(written), planted=planted)
