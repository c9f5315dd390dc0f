"""What the demo says to people, and to programs."""

from __future__ import annotations

from collections.abc import Iterator

from demo.run import Outcome
from demo.town.build import DAYS
from demo.verdict import Verdict
from model.catalogue import Catalogue


def lines(outcome: Outcome, catalogue: Catalogue) -> Iterator[str]:
    """The result in plain sentences: what was read, each alert with its reason and a draft, the digest."""
    say, zone = catalogue.say, outcome.place.plain.zone
    counts, end = outcome.crawled.counts, outcome.town.end.astimezone(zone)
    yield say("demo.town", days=DAYS, posts=outcome.town.posts(), end=f"{end:%Y-%m-%d %H:%M}")
    yield say("demo.crawled", sources=counts["sources"], pages=counts["pages"], posts=counts["posts_new"])
    for alert, draft in zip(outcome.alerts, outcome.drafts, strict=True):
        yield say("demo.alert", title=alert.title)
        yield say("demo.why", why=alert.why)
        yield say("demo.draft" if draft.founded else "demo.unfounded", text=draft.text)
        if draft.ask:
            yield say("demo.ask", whom=say("alerts.list_separator").join(draft.ask))
    if outcome.plain.exact and outcome.watched.exact:
        yield say("demo.again", count=len(outcome.alerts))
    yield say("demo.digest", path=outcome.digest[0])


def as_json(outcome: Outcome) -> dict[str, object]:
    """``{"alerts": [{"title", "terms", "why"}], "digest": path}``."""
    alerts = [{"title": a.title, "terms": list(a.terms), "why": a.why} for a in outcome.alerts]
    return {"alerts": alerts, "digest": str(outcome.digest[0])}


def took(outcome: Outcome, catalogue: Catalogue) -> str:
    """How long it took, in all and stage by stage."""
    say = catalogue.say
    parts = (say(f"demo.part.{name}", seconds=f"{took:.1f}") for name, took in outcome.seconds.items())
    stages = say("alerts.list_separator").join(parts)
    return say("demo.took", seconds=f"{sum(outcome.seconds.values()):.0f}", stages=stages)


def faults(outcome: Outcome, catalogue: Catalogue) -> Iterator[str]:
    """Why the demo did not succeed; nothing when it did."""
    if not outcome.crawled.ok:
        problems = "; ".join(outcome.problems[:3])
        yield catalogue.say("demo.unread", path=outcome.place.folder / "huisheng.db", problems=problems)
    if outcome.trespasses:
        yield catalogue.say("demo.trespass", urls=", ".join(outcome.trespasses))
    for name, verdict in (("plain", outcome.plain), ("watched", outcome.watched)):
        yield from _faults(verdict, catalogue, catalogue.say(f"demo.pass.{name}"))


def _faults(verdict: Verdict, catalogue: Catalogue, when: str) -> Iterator[str]:
    say = catalogue.say
    for key, stories in (("missed", verdict.missed), ("twice", verdict.twice)):
        if stories:
            yield say(f"demo.{key}", when=when, names=", ".join(say(f"demo.name.{story}") for story in stories))
    if verdict.wrong:
        yield say("demo.false", when=when, names=", ".join(verdict.wrong))
