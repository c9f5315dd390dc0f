"""Everyday talk: about two hundred posts a day on four boards, a feed and a paper."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from demo.records import BLOG, BOARDS, NEWS, Thread
from demo.town import hours
from demo.town.deck import Deck
from demo.town.texts import NewsKind, Theme
from demo.town.writer import Draft, Writer

_DAY = timedelta(days=1)
_THREADS_A_DAY = {**dict.fromkeys(BOARDS, 11), BLOG: 8, NEWS: 8}
_MEAN_DELAY = timedelta(hours=2)


def write(writer: Writer, days: int) -> list[Thread]:
    """The talk of `days` days before the writer's end, in the order of its first posts."""
    rounds = _Themes(writer)
    plan = sorted(
        (at, board)
        for board, mean in _THREADS_A_DAY.items()
        for day in range(days)
        for at in _openings(writer.random, writer.end - _DAY * (days - day), mean)
    )
    return [rounds.article(at) if board == NEWS else rounds.thread(at, board) for at, board in plan]


def _openings(random: Random, start: datetime, mean: int) -> list[datetime]:
    return [hours.between(random, start, start + _DAY) for _ in range(mean + random.randint(-1, 1))]


class _Themes:
    """Decks of everything that can be said."""

    def __init__(self, writer: Writer) -> None:
        texts, random = writer.texts, writer.random
        self._writer, self._random = writer, random
        self._themes = {
            board: Deck([name for name, theme in texts.themes.items() if board in theme.boards], random)
            for board in (*BOARDS, BLOG)
        }
        self._parts = {name: _Parts(theme, random) for name, theme in texts.themes.items()}
        self._leads, self._tails = Deck(texts.general.leads, random), Deck(texts.general.tails, random)
        self._replies, self._thanks = Deck(texts.general.replies, random), Deck(texts.general.thanks, random)
        self._news = Deck([_Articles(kind, random) for kind in texts.news], random)
        self._more = Deck(texts.news_more, random)

    def thread(self, at: datetime, board: str) -> Thread:
        """A thread (or an item of the feed) opened at `at`."""
        parts, known = self._parts[self._themes[board].draw()], dict[str, str]()
        title, begins = (self._writer.filler.fill(text, known) for text in parts.scenes.draw())
        opener = self._writer.crowd.one()
        drafts: list[Draft] = [(at, opener, begins + self._opening(parts, known))]
        for _ in range(0 if board == BLOG else self._how_many()):
            moment = hours.after(self._random, drafts[-1][0], _MEAN_DELAY)
            if len(drafts) > 1 and self._random.random() < 0.12:
                drafts.append((moment, opener, self._thanks.draw()))
            else:
                drafts.append((moment, self._writer.crowd.one(), self._answer(parts, drafts)))
        return self._writer.thread(board, title, drafts, quoting=0.12)

    def article(self, at: datetime) -> Thread:
        """An article of the paper."""
        kind, known = self._news.draw(), dict[str, str]()
        fill = self._writer.filler.fill
        title, lead = fill(kind.titles.draw(), known), fill(kind.leads.draw(), known)
        paragraphs = [lead, *(fill(self._more.draw(), known) for _ in range(self._random.randint(1, 3)))]
        return self._writer.thread(NEWS, title, [(at, self._writer.crowd.one(), "\n".join(paragraphs))])

    def _opening(self, parts: _Parts, known: dict[str, str]) -> str:
        chance = self._random.random
        pieces = [parts.details.draw()] if chance() < 0.75 else []
        pieces += [parts.details.draw()] if chance() < 0.25 else []
        pieces += [parts.asks.draw()] if chance() < 0.8 else []
        return "".join(self._writer.filler.fill(piece, known) for piece in pieces)

    def _answer(self, parts: _Parts, drafts: list[Draft]) -> str:
        chance = self._random.random
        said = self._replies.draw() if chance() < 0.3 else self._writer.filler.fill(parts.replies.draw(), {})
        lead = self._leads.draw() if chance() < 0.25 else ""
        tail = self._tails.draw() if chance() < 0.15 else ""
        to = f"回复 @{self._random.choice(drafts)[1].name}:" if chance() < 0.04 else ""
        return f"{to}{lead}{said}{tail}"

    def _how_many(self) -> int:
        return min(int(self._random.expovariate(1 / 3.6)), 14)


class _Parts:
    def __init__(self, theme: Theme, random: Random) -> None:
        self.scenes = Deck(theme.scenes, random)
        self.details, self.asks = Deck(theme.details, random), Deck(theme.asks, random)
        self.replies = Deck(theme.replies, random)


class _Articles:
    def __init__(self, kind: NewsKind, random: Random) -> None:
        self.titles, self.leads = Deck(kind.titles, random), Deck(kind.leads, random)
