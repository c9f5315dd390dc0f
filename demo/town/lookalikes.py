"""What resembles a story and is none; a detector must stay silent about all of it."""

from __future__ import annotations

from datetime import datetime, timedelta

from demo.records import Speaker, Thread
from demo.town import hours
from demo.town.deck import Deck
from demo.town.texts import Planted
from demo.town.writer import Draft, Writer

_SOON = timedelta(minutes=50)


def write(writer: Writer) -> list[Thread]:
    """Every look-alike."""
    texts = writer.texts.lookalikes
    return [
        *(_planted(writer, planted, "museum") for planted in texts.museum),
        *(_planted(writer, planted, "toothpicks") for planted in texts.toothpicks),
        *_crosspost(writer),
        *_ads(writer),
        _talk(writer),
    ]


def _planted(writer: Writer, planted: Planted, name: str) -> Thread:
    """A thread some days ago."""
    known: dict[str, str] = {}
    at = (writer.end - timedelta(days=planted.days)).replace(microsecond=0)
    drafts: list[Draft] = []
    for text in planted.posts:
        drafts.append((at, writer.crowd.one(), writer.filler.fill(text, known)))
        at = hours.after(writer.random, at, _SOON)
    return writer.thread(planted.board, writer.filler.fill(planted.title, known), drafts, planted=name)


def _crosspost(writer: Writer) -> list[Thread]:
    """One person, one opener, two boards."""
    texts, known = writer.texts.lookalikes.crosspost, dict[str, str]()
    who, at = writer.crowd.one(), _last_hours(writer, 9)
    body, found = writer.filler.fill(texts.text, known), []
    replies = Deck(texts.replies, writer.random)
    for board in texts.boards:
        drafts: list[Draft] = [(at, who, body)]
        for _ in range(2):
            drafts.append((hours.after(writer.random, at, _SOON), writer.crowd.one(), replies.draw()))
        found.append(writer.thread(board, texts.title, drafts, planted="crosspost"))
        at += timedelta(minutes=4)
    return found


def _ads(writer: Writer) -> list[Thread]:
    """One advertiser floods three boards with one text in many dresses."""
    texts, random = writer.texts.lookalikes.ads, writer.random
    dress, titles, contacts = (Deck(part, random) for part in (texts.dress, texts.titles, texts.contacts))
    who, found = writer.crowd.one(), []
    for number in range(15):
        body = f"{dress.draw().format(_speckled(writer, texts.text))} {contacts.draw()}"
        board = texts.boards[number % len(texts.boards)]
        found.append(writer.thread(board, titles.draw(), [(_last_hours(writer, 7), who, body)], planted="ads"))
    return found


def _speckled(writer: Writer, text: str) -> str:
    letters = list(text)
    for _ in range(2):
        letters.insert(writer.random.randrange(len(letters)), writer.random.choice("★～!◆"))
    return "".join(letters)


def _talk(writer: Writer) -> Thread:
    """One thread with sixty replies by many people."""
    texts, known = writer.texts.lookalikes.talk, dict[str, str]()
    at, replies = _last_hours(writer, 11), Deck(texts.replies, writer.random)
    drafts: list[Draft] = [(at, writer.crowd.one(), writer.filler.fill(texts.text, known))]
    room = writer.end - at
    people: list[Speaker] = writer.crowd.several(60)
    drafts += [(at + room * writer.random.uniform(0.02, 0.99), who, replies.draw()) for who in people]
    return writer.thread(texts.board, texts.title, drafts, planted="talk", quoting=0.2)


def _last_hours(writer: Writer, most: float) -> datetime:
    """A moment between an hour and `most` hours before the end."""
    return (writer.end - timedelta(hours=writer.random.uniform(1, most))).replace(microsecond=0)
