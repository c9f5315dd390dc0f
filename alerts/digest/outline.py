"""The digest as lines of text, plain or Markdown. Text of posts is never markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Protocol
from urllib.parse import quote

from alerts.digest.words import Words
from alerts.triage.marks import candidate
from model.records import Alert, Evidence

MOST_LINKS = 5
_MARKUP = re.compile(r"([\\`*_\[\]<>#|~&!])")


class Style(Protocol):
    """How a heading, a link and a list item look."""

    def text(self, words: str) -> str: ...
    def heading(self, words: str, depth: int) -> list[str]: ...
    def strong(self, words: str) -> str: ...
    def item(self, words: str, url: str) -> list[str]: ...


class Plain:
    """For terminals, chat groups and mail without HTML."""

    def text(self, words: str) -> str:
        return words

    def heading(self, words: str, depth: int) -> list[str]:
        return [words] if depth > 1 else [words, ""]

    def strong(self, words: str) -> str:
        return words

    def item(self, words: str, url: str) -> list[str]:
        return [f"· {words}", *([f"  {url}"] if url else [])]


class Markdown:
    """CommonMark; everything that came from outside is escaped."""

    def text(self, words: str) -> str:
        return _MARKUP.sub(r"\\\1", " ".join(words.split()))

    def heading(self, words: str, depth: int) -> list[str]:
        return [f"{'#' * depth} {self.text(words)}", ""]

    def strong(self, words: str) -> str:
        return f"**{self.text(words)}**"

    def item(self, words: str, url: str) -> list[str]:
        return [f"- [{self.text(words)}](<{quote(url, safe=_URL)}>)" if url else f"- {self.text(words)}"]


_URL = ":/?#[]@!$&'()*+,;=%-._~"


def outline(words: Words, style: Style) -> str:
    """The whole digest, ending with a newline: the first screen, then each of its stories, then the others."""
    lines = list(_three(words, style) if words.quiet else _full(words, style))
    return "\n".join(lines) + "\n"


def _three(words: Words, style: Style) -> Iterator[str]:
    """Nothing new, said in three lines; in Markdown each line is a line of its own (two blanks at its end)."""
    separator = words.say("sentence_separator")
    yield style.strong(words.heading) + words.say("colon") + style.text(words.summary) + _BREAK[type(style)]
    yield style.text(words.sources) + _BREAK[type(style)]
    yield style.text(separator.join([words.covers, *words.asides]))


_BREAK: dict[type, str] = {Plain: "", Markdown: "  "}


def _full(words: Words, style: Style) -> Iterator[str]:
    yield from (*style.heading(words.heading, 1), style.text(words.summary), "")
    yield from _corrections(words, style)
    for number, alert in enumerate(words.first, start=1):
        yield from style.item(f"{number}. {words.marked(alert)}", "")
    for line in filter(None, (words.folded, words.watched)):
        yield from style.item(line, "")
    yield from ("", style.text(words.sources), "")
    for line in (words.covers, *words.asides):
        yield from (style.text(line), "")
    for number, alert in enumerate(words.first, start=1):
        yield from _alert(words, style, alert, number)
    for title, found in (("section.rest", words.rest), ("section.closed", words.digest.closed)):
        if found:
            yield from style.heading(words.say(title), 2)
            for alert in found:
                yield from _brief(words, style, alert)
            yield ""
    yield from _candidates(words, style)
    yield from style.heading(words.say("section.sources"), 2)
    for source in words.digest.coverage:
        yield from style.item(_source_line(words, source.source), "")
    yield from ("", style.text(words.say("footer.rule")))


def _candidates(words: Words, style: Style) -> Iterator[str]:
    """What nearly alarmed, each with a thread to look at."""
    if words.candidates:
        yield from style.heading(words.catalogue.say("candidates.title"), 2)
        for one in words.candidates:
            url = next((item.thread_url for item in one.evidence if item.thread_url), "")
            yield from style.item(candidate(one, words.catalogue), url)
        yield ""


def _corrections(words: Words, style: Style) -> Iterator[str]:
    """Before anything else: whoever passed the old answer on must see them."""
    if words.corrections:
        yield from style.heading(words.catalogue.say("facts.corrections"), 2)
        for line in words.corrections:
            yield from style.item(line, "")
        yield ""


def _source_line(words: Words, name: str) -> str:
    source = next(item for item in words.digest.coverage if item.source == name)
    parts = [words.status(source), source.message or words.heard(source)]
    return words.say("source.reason", source=name, reason=words.say("clause_separator").join(parts))


def _alert(words: Words, style: Style, alert: Alert, number: int) -> Iterator[str]:
    yield from style.heading(f"{number}. {alert.title}", 2)
    new = words.say("new") if words.is_new(alert) else words.say("still")
    yield style.strong(" · ".join(filter(None, [words.ground(alert), words.level(alert), new])))
    yield ""
    yield style.text(alert.why)
    yield style.text(" · ".join(f"{label} {figure}" for label, figure in words.figures(alert)))
    for line in words.about(alert):
        yield style.text(line)
    if known := words.known(alert):
        yield style.text(known)
    if contact := words.contact(alert):
        yield style.text(contact)
    yield ""
    for item in alert.evidence[:MOST_LINKS]:
        yield from style.item(_said(words, item), item.thread_url)
    if more := words.more(alert, MOST_LINKS):
        yield from style.item(more, "")
    yield ""


def _said(words: Words, item: Evidence) -> str:
    excerpt = item.excerpt or words.catalogue.say("alerts.open_thread")
    return words.say("source.reason", source=words.named(item.source), reason=excerpt)


def _brief(words: Words, style: Style, alert: Alert) -> Iterator[str]:
    url = next((item.thread_url for item in alert.evidence), "")
    yield from style.item(words.say("closed_item", title=alert.title, state=words.state(alert)), url)
