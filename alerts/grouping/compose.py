"""The words of a message about several alerts: the most urgent ones with ground and link, the rest as a number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from alerts.delivery.compose import alert_values
from alerts.delivery.harmless import address, harmless
from alerts.facts.telling import fact_as_values, in_message
from alerts.grouping.rules import Item
from alerts.triage import marks
from model.catalogue import Catalogue
from model.config import Config
from model.facts import Fact
from model.records import Alert, Level

MOST = 7
"""More do not fit one screen of a phone; the digest folds the rest as well."""
_MOST_FOR_PROGRAMS = 50
_MOST_KNOWN = 2
"""Lines of what is known of an alert: the answer and its first source."""


def group_subject(items: Sequence[Item], catalogue: Catalogue, config: Config) -> str:
    """``【永康】3 个话题待核实(生命安全 1)``"""
    found = Counter(alert.level for _, alert in items)
    loud = [
        catalogue.say("grouping.level", level=catalogue.say(f"alerts.level.{level.value}"), n=found[level])
        for level in (Level.LIFE, Level.URGENT)
        if found[level]
    ]
    levels = (
        catalogue.say("grouping.levels", levels=catalogue.say("alerts.list_separator").join(loud)) if loud else ""
    )
    return catalogue.say("grouping.subject", town=config.association.town, n=len(items), levels=levels)


def group_text(items: Sequence[Item], catalogue: Catalogue, known: Mapping[int, Fact], today: date) -> str:
    """What stands below the subject, without the id; `known`: what is known of each alert by its id."""
    blocks = [
        "\n".join(_entry(number, alert, catalogue, lead=notice.lead, fact=known.get(alert.id), today=today))
        for number, (notice, alert) in enumerate(items[:MOST], start=1)
    ]
    if len(items) > MOST:
        blocks.append(catalogue.say("grouping.more", n=len(items) - MOST))
    return "\n\n".join([*blocks, catalogue.say("alerts.message.check_first")])


def _entry(
    number: int, alert: Alert, catalogue: Catalogue, *, lead: Sequence[str], fact: Fact | None, today: date
) -> list[str]:
    separator = catalogue.say("alerts.list_separator")
    mark = separator.join(filter(None, [marks.level(alert, catalogue), marks.ground(alert, catalogue)]))
    link = next((item.thread_url for item in alert.evidence if item.thread_url), "")
    return [
        *filter(
            None,
            [
                catalogue.say("grouping.entry", number=number, mark=mark, title=harmless(alert.title)),
                *lead,
                harmless(alert.why),
                *(in_message(fact, today, catalogue)[:_MOST_KNOWN] if fact else ()),
                address(link),
            ],
        )
    ]


def group_body(
    items: Sequence[Item], catalogue: Catalogue, config: Config, known: Mapping[int, Fact], today: date
) -> Mapping[str, object]:
    """What the outbox keeps of the message."""
    return {
        "text": group_text(items, catalogue, known, today),
        "association": config.association.name,
        "town": config.association.town,
        "alerts": [alert_values(alert, config, catalogue) for _, alert in items[:_MOST_FOR_PROGRAMS]],
        "facts": {str(alert.id): fact_as_values(known[alert.id]) for _, alert in items[:MOST] if alert.id in known},
        "more": max(0, len(items) - _MOST_FOR_PROGRAMS),
    }
