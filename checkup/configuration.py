"""config.yaml: can it be used, and is it this association's own?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.signs.veils import place_words
from analysis.signs.watched import people_among
from checkup.case import Case
from checkup.finding import Finding
from model.config.load import located
from model.config.settings import EXAMPLE

_PLACE = re.compile(r"(?P<place>.*?:\d+:\d+|[^:]+): (?P<rest>.*)", re.DOTALL)


def usable(case: Case) -> Iterator[Finding]:
    """Every fault with its line, or what the file holds."""
    for fault in case.faults:
        match = _PLACE.fullmatch(fault)
        place, rest = (match["place"], match["rest"]) if match else (case.config_path, fault)
        yield case.fault("configuration.fault", where=place, fault=_one_language(rest, case.language))
    if case.config is not None and not case.faults:
        enabled = sum(source.enabled for source in case.config.sources)
        yield case.ok(
            "configuration.usable", where=case.config_path, sources=enabled, topics=len(case.config.topics),
            channels=len(case.config.channels),
        )  # fmt: skip


def _one_language(text: str, language: str) -> str:
    """Faults are written ``key: 中文 / English``."""
    chinese, separator, english = text.partition(" / ")
    if not separator or language == "zh":
        return chinese
    key = re.match(r"[^\s:]+: ", text)
    return f"{key[0] if key else ''}{english}"


def contact(case: Case) -> Iterator[Finding]:
    """Until the address is the association's own, no real site is read."""
    if case.config is not None and re.search(EXAMPLE, case.config.association.contact):
        yield case.hint("configuration.example-contact", where="association.contact")


def watched(case: Case) -> Iterator[Finding]:
    """In the first weeks only watch topics alarm."""
    if case.config is not None and not case.config.topics:
        yield case.hint("configuration.no-topics", where="topics")


def people(case: Case) -> Iterator[Finding]:
    """A watch word that is somebody's name is not watched."""
    if case.config is None:
        return
    for place, word in people_among(case.config.topics, place_words(case.config)):
        where = located(case.config_path, ("topics", *place))
        yield case.fault("configuration.person-topic", where=where, word=word)


CHECKS = (usable, contact, watched, people)
