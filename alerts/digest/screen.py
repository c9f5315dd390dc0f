"""The first screen: what a reader sees without scrolling, and all that a message carries. Pure.

A link to the console would open nowhere on a phone, so the message itself names the stories, a thread of each, and
what did not run. What does not fit is one line of titles.
"""

from __future__ import annotations

from collections.abc import Iterator

from alerts.delivery.harmless import address, harmless
from alerts.digest.words import Words
from model.records import Alert


def message(words: Words) -> str:
    """What stands below a message's subject, which names day and sum; two lines when there is nothing new."""
    lines = list(_quiet(words) if words.quiet else _told(words))
    return "\n".join(lines)


def _quiet(words: Words) -> Iterator[str]:
    yield harmless(words.sources)
    yield words.say("sentence_separator").join([words.covers, *words.asides])


def _told(words: Words) -> Iterator[str]:
    if words.corrections:
        yield words.catalogue.say("facts.corrections") + words.say("colon")
        yield from (f"· {harmless(line)}" for line in words.corrections)
        yield ""
    for number, alert in enumerate(words.first, start=1):
        yield from _story(words, alert, number)
        yield ""
    for line in (words.folded, words.ended, words.watched):
        if line:
            yield harmless(line)
    yield from (harmless(words.sources), words.covers, *words.asides)
    if page := words.page:
        yield words.say("screen.page", url=address(page))
    yield words.say("footer.rule")


def _story(words: Words, alert: Alert, number: int) -> Iterator[str]:
    """Title and marks; what is seen; a fact; whom to ask; where to read it."""
    yield harmless(f"{number}. {words.marked(alert)}")
    yield harmless(words.seen(alert))
    if known := words.known(alert):
        yield harmless(known)
    if contact := words.contact(alert):
        yield contact
    url = next((item.thread_url for item in alert.evidence if item.thread_url), "")
    if url:
        yield address(url)
