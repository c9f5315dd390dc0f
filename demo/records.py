"""What the invented town consists of.

These are the *sites'* records, speakers and all: only `demo/site` shows them, as a real board would, so that the
crawlers prove that they leave people out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

BOARDS = ("city", "life", "south", "family")
BLOG, NEWS = "blog", "news"
NOTICES, KITCHEN, RADIO = COLUMNS = ("notices", "kitchen", "radio")


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """An invented inhabitant: the name a board prints, and the number in the links to their page."""

    name: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One post as the site holds it. `quoted` is the earlier entry that a reply quotes."""

    key: int
    at: datetime
    speaker: Speaker
    body: str
    quoted: Entry | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """A thread of a board, an item of a feed or an article; the first entry opens it.

    `planted` names the story or look-alike it belongs to, '' for everyday talk.
    """

    key: int
    board: str
    title: str
    entries: tuple[Entry, ...]
    planted: str = ""

    @property
    def opened_at(self) -> datetime:
        """When the first post appeared."""
        return self.entries[0].at

    @property
    def last_at(self) -> datetime:
        """When the newest post appeared."""
        return max(entry.at for entry in self.entries)


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """Thirty days of talk, ending at `end`; the same seed and end give the same town."""

    seed: int
    end: datetime
    threads: tuple[Thread, ...]

    def on(self, board: str) -> list[Thread]:
        """The threads of one board, oldest first."""
        return [thread for thread in self.threads if thread.board == board]

    def posts(self) -> int:
        """How many posts the town wrote."""
        return sum(len(thread.entries) for thread in self.threads)
