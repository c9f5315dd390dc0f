"""What `alert show` says about the answer: the draft and what to ask, or the response, its stage and its volume."""

from __future__ import annotations

from collections.abc import Iterator

from alerts.answers.about import About
from alerts.answers.share import as_of, mark, named, numbered
from alerts.answers.volume import told
from alerts.triage.telling import who
from model.catalogue import Catalogue
from model.config import Config
from model.responses import Response


def answer_lines(found: About, config: Config, catalogue: Catalogue) -> Iterator[str]:
    """For people."""
    if found.response is None:
        yield from _draft_lines(found, catalogue)
    else:
        yield from _response_lines(found, found.response, config, catalogue)
    if found.volume is not None:
        yield from ("", catalogue.say("answers.volume.title"))
        yield from ("  " + line for line in told(found.volume, catalogue))


def _draft_lines(found: About, catalogue: Catalogue) -> Iterator[str]:
    say, draft = catalogue.say, found.draft
    yield from ("", say("answers.command.draft"), "  " + draft.text)
    yield from ("  " + line for line in draft.careful)
    if not draft.founded:
        yield from ("", say("answers.command.questions"))
        yield from ("  " + line for line in draft.questions)
    if draft.ask:
        yield say("answers.command.ask", whom=say("alerts.list_separator").join(draft.ask))


def _response_lines(found: About, response: Response, config: Config, catalogue: Catalogue) -> Iterator[str]:
    say = catalogue.say
    lines, sources = numbered(response.sentences, catalogue)
    yield from ("", say("answers.command.response"))
    approved = who(response.approved_by, catalogue) if response.approved_by else ""
    yield "  " + say(f"answers.stage.{found.stage}", who=approved, url=response.url)
    for line in lines:
        yield "  " + line.text + (say("answers.own") if line.own else "") + "".join(map(mark, line.numbers))
    for number, source in enumerate(sources, start=1):
        yield "    " + " ".join(filter(None, [mark(number), named(source, catalogue), source.url]))
    yield "  " + say("answers.as_of", day=as_of(response, config))
    if found.copy:
        yield from ("", say("answers.command.copy"), found.copy)


def answer_values(found: About, config: Config, catalogue: Catalogue) -> dict[str, object]:
    """For programs."""
    draft, response, volume = found.draft, found.response, found.volume
    return {
        "draft": {"text": draft.text, "founded": draft.founded, "questions": list(draft.questions),
                  "ask": list(draft.ask)},
        "response": _values(found, response, config) if response else None,
        "volume": {"before": list(volume.before), "after": list(volume.after),
                   "caption": catalogue.say("answers.volume.caption")} if volume else None,
    }  # fmt: skip


def _values(found: About, response: Response, config: Config) -> dict[str, object]:
    at = response.answered_at
    return {
        "stage": found.stage, "written_by": response.written_by, "approved_by": response.approved_by,
        "url": response.url, "copy": found.copy,
        "answered_at": at.astimezone(config.zone).isoformat(timespec="seconds") if at else None,
        "sentences": [
            {"text": one.text, "own": one.own,
             "sources": [{"name": s.name, "url": s.url, "date": s.date} for s in one.sources]}
            for one in response.sentences
        ],
        "corrections": [change.fact.key for change in response.corrections],
    }  # fmt: skip
