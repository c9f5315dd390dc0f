"""Hits of watch topics in words: the term, the text as it stood, and through which disguise it was recognised."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from alerts.triage.excerpt import excerpt
from model.catalogue import Catalogue
from model.records import Alert, WatchHit
from store import scores, stories
from store.database import Store

_MOST = 6


def of_alert(store: Store, alert: Alert) -> list[WatchHit]:
    """The hits of the alert's own topic in the posts that its story rests on; none for a discovered story."""
    story = stories.get(store, alert.story_id) if alert.topic is not None else None
    if story is None:
        return []
    found = scores.by_ids(store, story.post_ids)
    return [hit for post in sorted(found) for hit in found[post].watch if hit.topic == alert.topic]


def told(hits: Iterable[WatchHit], catalogue: Catalogue) -> list[str]:
    """One phrase for each way in which a term was written, the most frequent first; at most six."""
    seen: Counter[tuple[str, str, tuple[str, ...]]] = Counter(
        (hit.term, hit.text if hit.through else "", hit.through) for hit in hits
    )
    return [one(term, text, through, catalogue) for (term, text, through), _ in seen.most_common(_MOST)]


def one(term: str, text: str, through: tuple[str, ...], catalogue: Catalogue) -> str:
    """One hit in words; `text` is what the post wrote."""
    if not through:
        return catalogue.say("disguise.plain", term=term)
    how = catalogue.say("topic.comma").join(catalogue.say(f"disguise.{name}") for name in through)
    return catalogue.say("disguise.hit", term=term, text=excerpt(text), how=how)
