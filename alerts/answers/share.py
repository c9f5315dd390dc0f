"""A response as text for chat groups: at most 500 characters, with its sources. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from model.catalogue import Catalogue
from model.config import Config
from model.facts import FactSource
from model.responses import Response, Sentence

LONGEST = 500
_NUMBERS = "\u2460\u2461\u2462\u2463\u2464\u2465\u2466\u2467\u2468\u2469"


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence as it is shown: its words and the numbers of its sources; `own`: it has none."""

    text: str
    numbers: tuple[int, ...]
    own: bool


def numbered(sentences: Sequence[Sentence], catalogue: Catalogue) -> tuple[list[Line], list[FactSource]]:
    """The sentences with the numbers (from 1) of their sources, and the sources in that order.

    Sentences in a row with the same sources bear the numbers once, behind the last.
    """
    sources: list[FactSource] = []
    for sentence in sentences:
        sources += [source for source in dict.fromkeys(sentence.sources) if source not in sources]
    lines = []
    for place, sentence in enumerate(sentences):
        goes_on = place + 1 < len(sentences) and sentences[place + 1].sources == sentence.sources
        numbers = tuple(sources.index(source) + 1 for source in dict.fromkeys(sentence.sources))
        lines.append(Line(sentence.text, () if goes_on else numbers, sentence.own))
    return lines, sources


def paragraphs(sentences: Sequence[Sentence], lines: Sequence[Line], catalogue: Catalogue) -> str:
    """The text with its marks, a new line where the ground changes."""
    text = ""
    for place, (sentence, line) in enumerate(zip(sentences, lines, strict=True)):
        if place and sentences[place - 1].sources != sentence.sources:
            text += "\n"
        text += line.text + (catalogue.say("answers.own") if line.own else "") + "".join(map(mark, line.numbers))
    return text


def mark(number: int) -> str:
    """1 as a number in a circle."""
    return _NUMBERS[number - 1] if number <= len(_NUMBERS) else f"[{number}]"


def as_of(response: Response, config: Config) -> date:
    """The day up to which a response holds: when its oldest fact was checked, else when it was written."""
    checked = [claim.checked_on for claim in response.claims if claim.checked_on]
    return min([*checked, response.written_at.astimezone(config.zone).date()])


def named(source: FactSource, catalogue: Catalogue) -> str:
    """Name and date of a source."""
    return catalogue.say("answers.source", name=source.name, date=f" {source.date}" if source.date else "")


def share(response: Response, config: Config, catalogue: Catalogue) -> str:
    """The text to paste into a chat group; what is shortened first are addresses, then the last sentences."""
    return next(text for text in _forms(response, config, catalogue) if len(text) <= LONGEST)


def _forms(response: Response, config: Config, catalogue: Catalogue) -> Iterator[str]:
    """Ever shorter forms; the last one is short enough whatever was written."""
    for addresses in (True, False):
        yield _form(response, config, catalogue, len(response.sentences), addresses=addresses)
    for kept in range(len(response.sentences) - 1, 0, -1):
        yield _form(response, config, catalogue, kept, addresses=False)
    head = catalogue.say("answers.share.head", association=config.association.name)
    tail = catalogue.say("answers.share.rest", url=response.url) if len(response.url) < LONGEST // 2 else ""
    room = LONGEST - len(tail) - 3
    yield (head + response.text)[:room] + "\u2026" + ("\n" + tail if tail else "")


def _form(response: Response, config: Config, catalogue: Catalogue, kept: int, *, addresses: bool) -> str:
    lines, sources = numbered(response.sentences[:kept], catalogue)
    said = paragraphs(response.sentences[:kept], lines, catalogue)
    left_out = len(response.sentences) - kept
    more = catalogue.say("answers.share.more", n=left_out) if left_out else ""
    parts = [catalogue.say("answers.share.head", association=config.association.name) + said + more]
    if sources:
        parts.append(catalogue.say("answers.sources") + "\uff1a" + "\uff1b".join(
            mark(number) + named(source, catalogue) + (f" {source.url}" if addresses and source.url else "")
            for number, source in enumerate(sources, start=1)
        ))  # fmt: skip
    parts.append(catalogue.say("answers.as_of", day=as_of(response, config)))
    if response.url:
        whole = addresses and not left_out
        parts.append(catalogue.say("answers.share.public" if whole else "answers.share.rest", url=response.url))
    return "\n".join(parts)
