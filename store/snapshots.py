"""Alerts as plain values and back: for the snapshot of an alert and for the content of a digest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from model.records import Alert, Candidate, Evidence, Level, State, Summary
from store.times import moment, seconds


def figures(alert: Alert) -> dict[str, object]:
    """What an alert shows and no column holds."""
    return {
        "title": alert.title, "terms": list(alert.terms), "topic": alert.topic, "threads": alert.threads,
        "voices": alert.voices, "voices_known": alert.voices_known, "sources": list(alert.sources),
        "expected": alert.expected, "surprise": alert.surprise, "why": alert.why,
        "evidence": [_evidence(item) for item in alert.evidence],
        "summary": _summary(alert.summary) if alert.summary else None, "tips": alert.tips, "graded": alert.graded,
        "newest_post": alert.newest_post,
    }  # fmt: skip


def whole(alert: Alert) -> dict[str, object]:
    """Everything an alert is."""
    return {
        "id": alert.id, "story_id": alert.story_id, "level": alert.level.value, "state": alert.state.value,
        "opened_at": seconds(alert.opened_at), "updated_at": seconds(alert.updated_at),
        "closed_at": seconds(alert.closed_at), **figures(alert),
    }  # fmt: skip


def alert_of(values: Mapping[str, Any]) -> Alert:
    """The alert that `whole` was made from, also after a way through JSON."""
    return Alert(
        id=values["id"], story_id=values["story_id"], title=values["title"], terms=tuple(values["terms"]),
        topic=values["topic"], level=Level(values["level"]), state=State(values["state"]),
        opened_at=moment(values["opened_at"]), updated_at=moment(values["updated_at"]),
        closed_at=moment(values["closed_at"]), threads=values["threads"], voices=values["voices"],
        voices_known=bool(values["voices_known"]), sources=tuple(values["sources"]), expected=values["expected"],
        surprise=values["surprise"], why=values["why"],
        evidence=tuple(_evidence_of(item) for item in values["evidence"]),
        summary=_summary_of(values["summary"]) if values.get("summary") else None, tips=values.get("tips", 0),
        graded=values.get("graded", ""), newest_post=values.get("newest_post", 0),
    )  # fmt: skip


def candidate_values(one: Candidate) -> dict[str, object]:
    """What nearly alarmed, as it stands in a digest."""
    return {
        "id": one.id, "story_id": one.story_id, "title": one.title, "terms": list(one.terms),
        "threads": one.threads, "voices": one.voices, "voices_known": one.voices_known,
        "sources": list(one.sources), "score": one.score, "bar": one.bar, "seen_at": seconds(one.seen_at),
        "evidence": [_evidence(item) for item in one.evidence],
    }  # fmt: skip


def candidate_of(values: Mapping[str, Any]) -> Candidate:
    """The candidate that `candidate_values` was made from."""
    return Candidate(
        id=values["id"], story_id=values["story_id"], title=values["title"], terms=tuple(values["terms"]),
        threads=values["threads"], voices=values["voices"], voices_known=values["voices_known"],
        sources=tuple(values["sources"]), score=values["score"], bar=values["bar"],
        seen_at=moment(values["seen_at"]), evidence=tuple(_evidence_of(item) for item in values["evidence"]),
    )  # fmt: skip


def _summary(summary: Summary) -> dict[str, object]:
    said = summary.representative
    return {
        "representative": _evidence(said) if said else None, "key_terms": list(summary.key_terms),
        "first_seen": seconds(summary.first_seen), "growth": summary.growth,
        "cues": [list(pair) for pair in summary.cues],
    }  # fmt: skip


def _summary_of(values: Mapping[str, Any]) -> Summary:
    said = values["representative"]
    return Summary(
        representative=_evidence_of(said) if said else None, key_terms=tuple(values["key_terms"]),
        first_seen=moment(values["first_seen"]), growth=values["growth"],
        cues=tuple((key, count) for key, count in values["cues"]),
    )  # fmt: skip


def _evidence(item: Evidence) -> dict[str, object]:
    return {
        "source": item.source, "thread_url": item.thread_url, "excerpt": item.excerpt, "posts": item.posts,
        "seen_at": seconds(item.seen_at),
    }  # fmt: skip


def _evidence_of(values: Mapping[str, Any]) -> Evidence:
    return Evidence(
        source=values["source"], thread_url=values["thread_url"], excerpt=values["excerpt"], posts=values["posts"],
        seen_at=moment(values["seen_at"]),
    )  # fmt: skip
