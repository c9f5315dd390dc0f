"""Writes the summary lines of the stories that a tick changed. A part of the stage's shell beside run.py."""

from __future__ import annotations

from collections.abc import Iterable

from analysis.emergence.baseline import HORIZON, MEMORY, day_of
from analysis.emergence.summary import Spoken, key_terms, representative
from analysis.emergence.wording import pack
from analysis.signs.distress import first_person_distress
from analysis.signs.people import People
from model.records import Story
from store import posts, scores, summaries
from store.database import Store
from store.emergence import StoredBaseline
from store.summaries import StorySummary


def summarise(store: Store, stories: Iterable[Story], people: People) -> None:
    """Keep the representative post and the key terms of those that are shown. Inside the tick's transaction."""
    summaries.save(store, [_summary(store, story, people) for story in stories if story.shown])


def _summary(store: Store, story: Story, people: People) -> StorySummary:
    found = scores.by_ids(store, story.post_ids)
    said = posts.by_ids(store, story.post_ids)
    spoken = [Spoken(post, found[post.id or 0].words) for post in said if post.id in found]
    baseline = StoredBaseline(store, pack=pack, horizon=HORIZON, memory=MEMORY)
    day = day_of(int(story.updated_at.timestamp()))
    usual = baseline.words({word for one in spoken for word in one.words}, day)
    named = people.named([f"{post.title}\n{post.body}" for post in said])

    def person_like(word: str) -> bool:
        return people.person_like(word) or any(word in name or name in word for name in named if len(word) > 1)

    return StorySummary(
        story_id=story.id, representative=representative(spoken, person_like, first_person_distress),
        key_terms=key_terms(spoken, usual, baseline.threads(day)[0], person_like, story.terms),
    )  # fmt: skip
