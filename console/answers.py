"""A response in the visitor's language: its stage, its sentences with the numbers of their sources."""

from __future__ import annotations

from dataclasses import dataclass

from alerts.answers.about import About
from alerts.answers.share import Line, numbered
from alerts.triage.telling import who
from model.catalogue import Catalogue
from model.facts import FactSource


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What the page of an alert shows of its response."""

    stage: str
    lines: tuple[Line, ...]
    sources: tuple[FactSource, ...]


def shown(kit: About, catalogue: Catalogue) -> Shown:
    """The response of `kit`, which has one."""
    if kit.response is None:
        raise ValueError("there is no response")
    lines, sources = numbered(kit.response.sentences, catalogue)
    approved = who(kit.response.approved_by, catalogue) if kit.response.approved_by else ""
    stage = catalogue.say(f"answers.stage.{kit.stage}", who=approved, url=kit.response.url)
    return Shown(stage=stage, lines=tuple(lines), sources=tuple(sources))
