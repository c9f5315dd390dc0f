"""The words of a message about one alert. Only thread links and short excerpts leave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from alerts.delivery.harmless import address, harmless
from alerts.facts.telling import fact_as_values, in_message
from alerts.triage import marks
from model.catalogue import Catalogue
from model.config import Config
from model.facts import Fact
from model.records import Alert, Evidence, Summary

MOST_LINKS = 3
"""More would fill a phone twice; the rest is in the console."""
_MOST_IN_BODY = 20


def alert_subject(alert: Alert, catalogue: Catalogue, config: Config) -> str:
    """``【永康】生命安全、未核实:…``"""
    separator = catalogue.say("alerts.list_separator")
    mark = separator.join(filter(None, [marks.level(alert, catalogue), marks.ground(alert, catalogue)]))
    return catalogue.say(
        "alerts.message.subject", town=config.association.town, mark=mark, title=harmless(alert.title)
    )


def alert_text(
    alert: Alert, catalogue: Catalogue, config: Config, *, lead: Sequence[str] = (), known: Sequence[str] = ()
) -> str:
    """What stands below the subject, as plain text without the id. A chat shows both, so neither repeats the other.

    `lead`: that the alert is back, and what was answered before. `known`: what the fact base says of it.
    Why there is an alert, what is known, the threads, what to do: blocks with an empty line between them.
    """
    voices = marks.voices(alert, catalogue) if alert.voices_known else ""  # else `why` says so
    sources = catalogue.say("alerts.sources", n=len(alert.sources))
    figures = [catalogue.say("alerts.threads", n=alert.threads), voices, sources]
    blocks = [
        [
            *lead,
            harmless(alert.why),
            " · ".join(filter(None, figures)),
            marks.tips(alert, catalogue),
            alert.graded,
        ],
        known,
        _links(alert, catalogue),
        [whom_to_ask(alert, catalogue, config), catalogue.say("alerts.message.check_first")],
    ]
    return "\n\n".join(text for block in blocks if (text := "\n".join(filter(None, block))))


def _links(alert: Alert, catalogue: Catalogue) -> list[str]:
    lines: list[str] = []
    for number, item in enumerate(alert.evidence[:MOST_LINKS], start=1):
        words = harmless(item.excerpt) or catalogue.say("alerts.open_thread")
        source = marks.source(item.source, catalogue)
        lines.append(catalogue.say("alerts.message.thread", number=number, source=source, excerpt=words))
        lines.append(address(item.thread_url))
    rest = max(alert.threads, len(alert.evidence)) - len(alert.evidence[:MOST_LINKS])
    return [*lines, catalogue.say("alerts.message.more", n=rest) if rest > 0 else ""]


def whom_to_ask(alert: Alert, catalogue: Catalogue, config: Config) -> str:
    """``可以问:…`` as the watch topic of `alert` says, or nothing."""
    topic = config.topics.get(alert.topic) if alert.topic else None
    return catalogue.say("alerts.message.ask", contact=topic.contact) if topic and topic.contact else ""


def alert_values(alert: Alert, config: Config, catalogue: Catalogue) -> dict[str, object]:
    """The alert for programs: JSON values, times in ISO 8601 with the town's offset."""
    return {
        "id": alert.id,
        "title": alert.title,
        "level": alert.level.value,
        "state": alert.state.value,
        "topic": alert.topic,
        "terms": list(alert.terms),
        "threads": alert.threads,
        "voices": alert.voices,
        "voices_known": alert.voices_known,
        "sources": list(alert.sources),
        "expected": alert.expected,
        "surprise": alert.surprise,
        "why": alert.why,
        "unverified": marks.unverified(alert),
        "tips": alert.tips,
        "graded": alert.graded,
        "ground": marks.ground(alert, catalogue),
        "opened_at": alert.opened_at.astimezone(config.zone).isoformat(timespec="seconds"),
        "updated_at": alert.updated_at.astimezone(config.zone).isoformat(timespec="seconds"),
        "closed_at": alert.closed_at and alert.closed_at.astimezone(config.zone).isoformat(timespec="seconds"),
        "evidence": [_evidence_values(item, config) for item in alert.evidence[:_MOST_IN_BODY]],
        "summary": _summary_values(alert.summary, config) if alert.summary else None,
    }


def _summary_values(found: Summary, config: Config) -> dict[str, object]:
    said = found.representative
    return {
        "representative": _evidence_values(said, config) if said else None,
        "key_terms": list(found.key_terms),
        "first_seen": found.first_seen.astimezone(config.zone).isoformat(timespec="seconds"),
        "growth_per_hour": found.growth,
        "cues": dict(found.cues),
    }


def _evidence_values(item: Evidence, config: Config) -> dict[str, object]:
    return {
        "source": item.source,
        "thread_url": item.thread_url,
        "excerpt": item.excerpt,
        "posts": item.posts,
        "seen_at": item.seen_at.astimezone(config.zone).isoformat(timespec="seconds"),
    }


def alert_body(
    alert: Alert, catalogue: Catalogue, config: Config, *, lead: Sequence[str] = (), fact: Fact | None = None,
    today: date | None = None,
) -> Mapping[str, object]:  # fmt: skip
    """What the outbox keeps of a message about `alert`; `fact`: what is known of it on `today`."""
    known = in_message(fact, today, catalogue) if fact is not None and today is not None else []
    return {
        "text": alert_text(alert, catalogue, config, lead=lead, known=known),
        "association": config.association.name,
        "town": config.association.town,
        "alert": alert_values(alert, config, catalogue),
        "fact": fact_as_values(fact) if fact is not None else None,
    }
