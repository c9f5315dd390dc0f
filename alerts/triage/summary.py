"""The summary lines of a story: what is said, its key terms, since when, how fast, and what its wording shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from alerts.triage.evidence import evidence
from model.catalogue import Catalogue
from model.records import Post, Summary

GROWTH_HOURS = 6
"""Growth looks back so far: shorter, and one thread would look like a wave; longer, and yesterday's wave would."""
MOST_CUES = 5
_HOUR = timedelta(hours=1)
_HARDLY = 0.05


def summary(
    posts: Sequence[Post],
    cues: Mapping[int, Sequence[str]],
    updated_at: datetime,
    *,
    speaker: int | None,
    terms: Sequence[str],
) -> Summary | None:
    """The lines about a story that rests on `posts` and last grew at `updated_at`; None when nothing is left of it.

    `cues` by post id; `speaker` is the id of the post that analysis chose to stand for it, `terms` its key terms.
    Excerpt and link of that post are those of evidence: at most 40 characters, and the thread, never a reply.
    """
    if not posts:
        return None
    began: dict[tuple[str, str], datetime] = {}
    for post in posts:
        thread = post.source, post.thread
        began[thread] = min(began.get(thread, post.moment), post.moment)
    chosen = [post for post in posts if speaker is not None and post.id == speaker]
    return Summary(
        representative=next(iter(evidence(chosen)), None),
        key_terms=tuple(terms),
        first_seen=min(began.values()),
        growth=_growth(list(began.values()), updated_at),
        cues=_cues(posts, cues),
    )


def _growth(began: Sequence[datetime], until: datetime) -> float:
    """Threads that joined in the last `GROWTH_HOURS` hours (fewer for a younger story) before `until`, an hour."""
    age = max(1.0, min(GROWTH_HOURS, (until - min(began)) / _HOUR))
    return round(sum(until - age * _HOUR <= moment for moment in began) / age, 2)


def _cues(posts: Sequence[Post], cues: Mapping[int, Sequence[str]]) -> tuple[tuple[str, int], ...]:
    """Cues with the number of threads that show them, the most first."""
    shown = {((post.source, post.thread), cue) for post in posts for cue in cues.get(post.id or 0, ())}
    counts = Counter(cue for _, cue in shown)
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def key_terms(found: Summary, catalogue: Catalogue) -> str:
    """``关键词:…``; empty when there are none."""
    terms = catalogue.say("alerts.list_separator").join(found.key_terms)
    return catalogue.say("summary.key_terms", terms=terms) if terms else ""


def pace(found: Summary, catalogue: Catalogue, first_seen: str) -> str:
    """Since when, and how fast; `first_seen` as the reader writes moments."""
    if found.growth < _HARDLY:
        return catalogue.say("summary.pace_quiet", first=first_seen)
    growth = f"{found.growth:.1f}" if found.growth < 10 else f"{found.growth:.0f}"
    return catalogue.say("summary.pace", first=first_seen, growth=growth)


def cues(found: Summary, catalogue: Catalogue) -> str:
    """What the wording shows, with the threads that show it; empty when it shows nothing."""
    parts = [
        catalogue.say("summary.cue", cue=catalogue.say(f"signs.cue.{key}"), n=count)
        for key, count in found.cues[:MOST_CUES]
    ]
    return catalogue.say("summary.cues", cues=catalogue.say("alerts.list_separator").join(parts)) if parts else ""


def representative(found: Summary, catalogue: Catalogue) -> str:
    """``代表说法:…``; empty when no post may speak for the story."""
    said = found.representative
    if said is None or not said.excerpt:
        return ""
    return catalogue.say("summary.representative", source=said.source, excerpt=said.excerpt)


def lines(found: Summary, catalogue: Catalogue, first_seen: str) -> list[str]:
    """All of it, a line each; what there is nothing to say about is left out."""
    every = [
        representative(found, catalogue), key_terms(found, catalogue), pace(found, catalogue, first_seen),
        cues(found, catalogue),
    ]  # fmt: skip
    return [line for line in every if line]
