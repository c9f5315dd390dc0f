"""Decisions in words: for the history, the console and the command line. Pure."""

from __future__ import annotations

from datetime import tzinfo

from alerts.triage.decisions import Refused, possible
from model.catalogue import Catalogue
from model.records import Alert
from model.verdicts import DUTY, Decision, Verdict


def who(role: str, catalogue: Catalogue) -> str:
    """A member's code, or 值班人员 when nobody gave one."""
    return catalogue.say("triage.duty") if role == DUTY else role


def told(verdict: Verdict, catalogue: Catalogue, zone: tzinfo) -> str:
    """``A3 排除:广告``, with the answer or the remark behind it."""
    words = act(verdict, catalogue, zone)
    return catalogue.say("triage.told.note", told=words, note=verdict.note) if verdict.note else words


def act(verdict: Verdict, catalogue: Catalogue, zone: tzinfo) -> str:
    """What was decided, by which code, why."""
    reason = catalogue.say(f"triage.reason.{verdict.reason.value}") if verdict.reason else ""
    until = f"{verdict.until.astimezone(zone):%m-%d %H:%M}" if verdict.until else ""
    return catalogue.say(
        f"triage.told.{verdict.decision.value}", who=who(verdict.role, catalogue), reason=reason, until=until,
        into=verdict.into, state=catalogue.say(f"alerts.state.{verdict.after.value}"),
    )  # fmt: skip


def answer_told(verdict: Verdict, catalogue: Catalogue, zone: tzinfo) -> str:
    """An earlier answer, for whoever has to answer again."""
    return catalogue.say(
        "triage.answered_before", id=verdict.alert_id, day=f"{verdict.at.astimezone(zone):%Y-%m-%d}",
        who=who(verdict.role, catalogue), answer=verdict.note,
    )  # fmt: skip


def refused(
    refusal: Refused, history: list[Verdict], decision: Decision, catalogue: Catalogue, zone: tzinfo
) -> str:
    """Why a step is not possible: the state, how it came to it, and what can be done instead."""
    alert, last = refusal.alert, refusal.last
    separator = catalogue.say("alerts.list_separator")
    can = separator.join(catalogue.say(f"triage.step.{step.value}") for step in possible(alert, history))
    came = ""
    if last is not None:
        at = f"{last.at.astimezone(zone):%m-%d %H:%M}"
        came = catalogue.say("triage.refused.came", at=at, told=act(last, catalogue, zone))
    return catalogue.say(
        f"triage.refused.{refusal.why}", id=alert.id, state=state_name(alert, catalogue), came=came,
        step=catalogue.say(f"triage.step.{decision.value}"), can=can or catalogue.say("triage.refused.nothing"),
        who=who(last.role, catalogue) if last else "", **refusal.values,
    )  # fmt: skip


def state_name(alert: Alert, catalogue: Catalogue) -> str:
    return catalogue.say(f"alerts.state.{alert.state.value}")
