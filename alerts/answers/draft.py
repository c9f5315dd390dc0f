"""What a writer starts from: a draft made of checked facts alone, else what to ask and whom. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from alerts.answers.sentences import of_fact, usable
from alerts.facts.telling import marks
from model.catalogue import Catalogue
from model.config import Config
from model.facts import KnownFact
from model.records import Alert

_MOST_FACTS = 2
_CUES = {
    "who": ("no_source", "hearsay", "anonymous_expert"), "when": ("no_time",), "where": ("no_place",),
    "picture": ("picture_or_chat",), "casualties": ("casualties",), "before": ("seen_before",),
}  # fmt: skip
_ALWAYS = ("who", "when", "where")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """`text` to start from; `questions` to ask and `ask`, whom; `careful`: what to look at before it is used."""

    text: str
    founded: bool
    questions: tuple[str, ...]
    ask: tuple[str, ...]
    careful: tuple[str, ...]


def draft(alert: Alert, known: Sequence[KnownFact], today: date, config: Config, catalogue: Catalogue) -> Draft:
    """The draft for `alert`, of the facts that matched it and were checked; no sentence is made up."""
    facts = [one.fact for one in known if one.matched and usable(one.fact, today)][:_MOST_FACTS]
    said = [words for fact in facts for words in of_fact(fact, catalogue)]
    left_out = [one.fact for one in known if one.matched and not usable(one.fact, today)]
    careful = [
        catalogue.say("answers.look_at", claim=fact.claim, marks=found)
        for fact in facts if (found := marks(fact, today, catalogue))
    ]  # fmt: skip
    careful += [catalogue.say("answers.not_used", claim=fact.claim) for fact in left_out]
    return Draft(
        text="".join(said) if said else catalogue.say("answers.checking"), founded=bool(said),
        questions=tuple(questions(alert, catalogue)), ask=tuple(whom(alert, known, config, catalogue)),
        careful=tuple(careful),
    )  # fmt: skip


def questions(alert: Alert, catalogue: Catalogue) -> list[str]:
    """What to ask: who says so, when, where; and what else the wording of the posts leaves open."""
    shown = {cue for cue, _ in alert.summary.cues} if alert.summary else set()
    found = []
    for question, cues in _CUES.items():
        missing = shown.intersection(cues)
        if missing or question in _ALWAYS:
            kind = f"answers.question.{question}" + (".missing" if missing and question in _ALWAYS else "")
            found.append(catalogue.say(kind if question not in _ALWAYS or missing else f"{kind}.plain"))
    return found


def whom(alert: Alert, known: Sequence[KnownFact], config: Config, catalogue: Catalogue) -> list[str]:
    """Whom to ask: the watch topic's contact, who is responsible for a fact, then the offices for such a topic."""
    topic = config.topics.get(alert.topic) if alert.topic else None
    found = [topic.contact] if topic and topic.contact else []
    found += [one.fact.responsible for one in known if one.matched and one.fact.responsible]
    key_terms = alert.summary.key_terms if alert.summary else ()
    said = "\n".join([alert.title, *alert.terms, *key_terms, topic.title if topic else "", alert.topic or ""])
    offices = [office for office in config.offices if any(word in said for word in office.about)]
    found += [catalogue.say("answers.office", name=office.name, call=office.call) for office in offices]
    return list(dict.fromkeys(found))
