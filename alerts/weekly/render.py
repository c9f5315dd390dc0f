"""The weekly digest as HTML, Markdown and text. Pure: the same digest gives the same bytes."""

from __future__ import annotations

from alerts.delivery.harmless import harmless
from alerts.digest.outline import Markdown, Plain, Style
from alerts.digest.render import page
from alerts.weekly.words import WeekWords


def html(words: WeekWords, *, picture: str = "") -> str:
    """One self-contained page for phones and mail clients: no script, nothing loaded from anywhere.

    `picture`: the name under which a mail carries the chart of the topics; a page has none.
    """
    return page("weekly.html", words.catalogue, words.config, words=words, picture=picture)


def markdown(words: WeekWords) -> str:
    """CommonMark, what came from outside escaped."""
    return _outline(words, Markdown())


def text(words: WeekWords) -> str:
    """Plain lines."""
    return _outline(words, Plain())


def message(words: WeekWords) -> str:
    """What stands below a message's subject, which already names the days and sums them up."""
    lines = [words.note] if words.note else []
    for section in words.sections:
        lines += ["", section.title, *(harmless(_line(words, *line)) for line in section.lines)]
    return "\n".join(lines).strip("\n")


def _outline(words: WeekWords, style: Style) -> str:
    lines = [*style.heading(words.heading, 1), style.text(words.summary), ""]
    lines += [style.text(words.note), ""] if words.note else []
    for section in words.sections:
        lines += style.heading(section.title, 2)
        for line in section.lines:
            lines += style.item(_line(words, *line), "")
        lines.append("")
    lines.append(style.text(words.catalogue.say("digest.footer.rule")))
    return "\n".join(lines) + "\n"


def _line(words: WeekWords, label: str, said: str) -> str:
    return words.catalogue.say("weekly.line", label=label, text=said)
