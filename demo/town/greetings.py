"""Holidays: what people wish each other, by the name that the calendar gives to each day."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from demo.records import BOARDS, Thread
from demo.town import hours
from demo.town.deck import Deck
from demo.town.writer import Draft, Writer

_WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周末", "周末")
_SOON = timedelta(minutes=70)


def name_of(day: date, calendar: dict[str, str]) -> str:
    """The name under which people greet each other: a holiday of the calendar, else the day of the week."""
    return calendar.get(day.strftime("%m-%d"), _WEEKDAYS[day.weekday()])


def write(writer: Writer, days: int) -> list[Thread]:
    """Greetings of every day, and talk about the holidays that are to come."""
    texts, random = writer.texts.lookalikes.greetings, writer.random
    decks = [Deck(part, random) for part in (texts.titles, texts.texts, texts.replies, BOARDS)]
    titles, bodies, replies, boards = decks
    ahead, found = Deck(texts.ahead, random), []
    for back in range(days, 0, -1):
        start = writer.end - timedelta(days=back)
        for at in sorted(hours.between(random, start, start + timedelta(days=1)) for _ in range(3)):
            name = name_of(at.astimezone(hours.ZONE).date(), writer.texts.lookalikes.calendar)
            drafts = [_draft(writer, bodies.draw(), name, at)]
            drafts += [_draft(writer, replies.draw(), name, hours.after(random, at, _SOON)) for _ in range(2)]
            found.append(writer.thread(boards.draw(), titles.draw().format(day=name), drafts, planted="holiday"))
        for name in _coming(start.astimezone(hours.ZONE).date(), writer.texts.lookalikes.calendar):
            at = hours.between(random, start, start + timedelta(days=1))
            draft = _draft(writer, ahead.draw(), name, at)
            found.append(writer.thread(boards.draw(), f"{name}的打算", [draft], planted="holiday"))
    return found


def _draft(writer: Writer, text: str, name: str, at: datetime) -> Draft:
    return at, writer.crowd.one(), writer.filler.fill(text.replace("{day}", name), {})


def _coming(day: date, calendar: dict[str, str]) -> list[str]:
    """Holidays of the next month."""
    soon = ((day + timedelta(days=ahead)).strftime("%m-%d") for ahead in range(1, 31))
    return [calendar[key] for key in soon if key in calendar]
