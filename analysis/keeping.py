"""What the detector found, as the store keeps it; part of the stage (analysis/run.py)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from analysis.emergence.detector import Step
from analysis.emergence.reading import Thread
from analysis.emergence.story import Tracked, content
from analysis.signs.distress import first_person_distress
from analysis.signs.people import People
from analysis.signs.veils import where_named
from analysis.summaries import summarise
from model.records import Story
from store import emergence, posts, stories, veils
from store.database import Store
from store.times import moment


def hushed(store: Store, threads: Iterable[Thread]) -> set[Thread]:
    """Those of `threads` that open with a cry for help: read from the text each time, no list of them is kept."""
    return {thread for thread, text in posts.openers(store, threads).items() if first_person_distress(text)}


def keep(store: Store, step: Step, people: People) -> None:
    """The stories that a tick changed, where they name `people`, and which are no longer followed."""
    told = [_quotable(store, _story(story)) for story in step.changed]
    stories.save(store, told)
    stories.rest_only_on(store, told)
    for shown in (one for one in told if one.shown):
        rests_on = posts.by_ids(store, shown.post_ids)
        veils.put(store, shown.id, rests_on, where_named(people.named, rests_on))
    summarise(store, told, people)
    for story in step.changed:
        emergence.put_story(store, story.id, content(story))
    emergence.close_stories(store, step.closed)


def _story(story: Tracked) -> Story:
    return Story(
        id=story.id, kind=story.kind, topic=story.topic, terms=story.terms, title=story.title,
        opened_at=moment(story.opened), updated_at=moment(story.updated), window_start=moment(story.window_start),
        window_end=moment(story.updated), threads=len(story.threads), voices=story.voices,
        voices_known=story.voices_known, sources=story.sources, expected=story.expected, surprise=story.surprise,
        why=story.why, shown=story.shown, post_ids=tuple(int(post) for post in story.posts),
    )  # fmt: skip


def _quotable(store: Store, story: Story) -> Story:
    """The story without posts that were taken away, or made a cry for help by an edit, after they had left the
    detector's window."""
    edited = posts.edited_among(store, story.post_ids)
    silent = hushed(store, {(post.source, post.thread) for post in edited if post.opener})
    gone = {post.id for post in edited if post.gone_at is not None or first_person_distress(post.text)}
    if silent:
        known = posts.by_ids(store, story.post_ids)
        gone |= {post.id for post in known if (post.source, post.thread) in silent}
    return replace(story, post_ids=tuple(post for post in story.post_ids if post not in gone)) if gone else story
