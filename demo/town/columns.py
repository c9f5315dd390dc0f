"""The small outlets: a street office's notices, a food blog, the broadcaster. One or two pieces a day each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from demo.records import KITCHEN, NOTICES, RADIO, Thread
from demo.town import hours
from demo.town.deck import Deck
from demo.town.writer import Writer

_DAY = timedelta(days=1)
_A_DAY = {NOTICES: 2, KITCHEN: 1, RADIO: 2}


def write(writer: Writer, days: int) -> Iterator[Thread]:
    """What they published in the `days` days before the writer's end."""
    for board, column in writer.texts.columns.items():
        pieces = Deck(column.pieces, writer.random)
        for back in range(days, 0, -1):
            start = writer.end - _DAY * back
            for _ in range(_A_DAY[board]):
                known = dict[str, str]()
                title, *paragraphs = (writer.filler.fill(text, known) for text in pieces.draw())
                at = hours.between(writer.random, start, start + _DAY)
                yield writer.thread(board, title, [(at, writer.crowd.one(), "\n".join(paragraphs))])
