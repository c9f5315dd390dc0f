"""What must stand beside every alert until a person has decided. Pure."""

from __future__ import annotations

from model.catalogue import Catalogue
from model.records import Alert, Candidate, Level, State
from model.tips import TIPS

ALMOST = 0.05
"""Fewer expected threads than this are not worth a figure."""
_DECIDED = frozenset({State.ANSWERED, State.DISMISSED, State.MERGED})


def unverified(alert: Alert) -> bool:
    """Whether nobody has decided yet; fading is no decision."""
    return alert.state not in _DECIDED


def ground(alert: Alert, catalogue: Catalogue) -> str:
    """未核实, or 单一来源,未核实 for a life topic with one voice; empty once a person has decided."""
    if not unverified(alert):
        return ""
    single = alert.level is Level.LIFE and alert.voices <= 1
    return catalogue.say("alerts.single_unverified" if single else "alerts.unverified")


def voices(alert: Alert, catalogue: Catalogue) -> str:
    """How many people speak, or that it is not known."""
    if not alert.voices_known:
        return catalogue.say("alerts.voices_unknown")
    return catalogue.say("alerts.voices", n=alert.voices)


def expected(alert: Alert, catalogue: Catalogue) -> str:
    """The threads that a usual 24 h would bring, as people write it."""
    if alert.expected < ALMOST:
        return catalogue.say("alerts.almost_none")
    return f"{alert.expected:.1f}" if alert.expected < 10 else f"{alert.expected:.0f}"


def level(alert: Alert, catalogue: Catalogue) -> str:
    """生命安全 or 紧急; empty for an ordinary topic."""
    return "" if alert.level is Level.NORMAL else catalogue.say(f"alerts.level.{alert.level.value}")


def source(name: str, catalogue: Catalogue) -> str:
    """The name of a source as people read it: a tip is always marked as unverified."""
    return catalogue.say("tips.source") if name == TIPS else name


def candidate(one: Candidate, catalogue: Catalogue) -> str:
    """A line of the watch list."""
    threads = catalogue.say("alerts.threads", n=one.threads)
    return catalogue.say(
        "candidates.row", id=one.id, title=one.title, threads=threads, score=one.score, bar=one.bar
    )


def tips(alert: Alert, catalogue: Catalogue) -> str:
    """How many tips people linked with it, unverified; empty when none."""
    return catalogue.say("tips.linked", n=alert.tips) if alert.tips else ""
