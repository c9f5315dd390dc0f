"""The alert stage: open, update and fade alerts, put messages into the outbox, deliver."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from alerts.answers.kit import corrected_since, given_before
from alerts.corrections.tell import correct
from alerts.delivery.deliver import SECONDS, deliver
from alerts.delivery.harmless import harmless
from alerts.duty.escalate import escalate, tell_first
from alerts.facts.telling import correction
from alerts.grouping.tell import tell
from alerts.triage.earlier import answered_before
from alerts.triage.evidence import evidence
from alerts.triage.lifecycle import BACK, Step, faded, grown, level_of, opened, steps, withdrawn
from alerts.triage.severity import graded, worse
from alerts.triage.speakers import somebody_new
from alerts.triage.summary import summary
from alerts.triage.telling import answer_told
from model.catalogue import Catalogue
from model.config import Config
from model.records import Alert, AlertEvent, Level, Post, State, Story, Summary
from model.verdicts import Verdict, standing
from store import alerts, cursors, emergence, notices, posts, runs, scores, stories, summaries, veils, verdicts
from store.database import Store

_LAST = "alert.clock"
LookUp = Callable[[Store, Config, datetime], object]
_ANSWERS_HOLD = timedelta(days=180)
"""How long an answer is held against what is new; a year later the same words mean something else."""


def alert(
    store: Store, config: Config, now: datetime, *, seconds: float = SECONDS, look_up: LookUp | None = None
) -> dict[str, int]:
    """Bring the alerts up to the stories, then send what waits; returns counts. Safe to run at any time.

    Counts: opened, updated, returned, faded (alerts), delivered, failed, waiting (messages). Alerts and whom to
    tell of them are written in one transaction; a channel that fails is an `Issue`. `seconds`: longest wait for
    one. `look_up` keeps with each alert the facts near to it, before anybody is told.
    """
    run_id = runs.start(store, "alert", now)
    counts = triage(store, config, now, look_up)
    sent = deliver(store, config, now, run_id, seconds=seconds)
    counts.update(delivered=sent.delivered, failed=sent.failed, waiting=sent.waiting)
    runs.finish(store, run_id, now, ok=not sent.failed, counts=counts)
    return dict(counts)


def triage(store: Store, config: Config, now: datetime, look_up: LookUp | None = None) -> Counter[str]:
    """Everything but delivery: alerts and whom to tell of them, then the messages.

    Between the two transactions words are cut for about a second, while others may write. A kill there loses
    nothing: whom to tell is stored, and the next run tells them.
    """
    counts = _follow(store, config, now)
    if look_up is not None:
        look_up(store, config, now)
    with store.writing():
        escalate(store, config, now)
        correct(store, config, now)
        tell(store, config, now)
    return counts


def _follow(store: Store, config: Config, now: datetime) -> Counter[str]:
    counts: Counter[str] = Counter({step.value: 0 for step in Step})
    with store.writing():
        since = _stories_since(store, now, config.alerts.fade_after)
        known = {item.story_id: item for item in alerts.in_state(store, State.NEW, State.SNOOZED)}
        changed = {story.id: story for story in stories.updated_after(store, since)}
        known |= alerts.by_stories(store, changed)
        quiet = [item.story_id for item in known.values() if item.story_id not in changed]
        watched = [story for story in (stories.get(store, story_id) for story_id in quiet) if story is not None]
        decided = verdicts.of_alerts(store, (item.id for item in known.values()))
        for story in [*changed.values(), *watched]:
            current = known.get(story.id)
            history = standing(decided.get(current.id, [])) if current else []
            last = history[-1] if history else None
            found = steps(
                story, current, now, config.alerts.fade_after, last,
                joined_open=_joined_open(store, current, last), anew=_anew(store, story, current),
            )  # fmt: skip
            _apply(store, config, now, story, current, found, history)
            counts.update(step.value for step in found)
    return counts


def _joined_open(store: Store, alert: Alert | None, last: Verdict | None) -> bool:
    """Whether an alert was merged into one that still waits for people.

    For a danger to life that has to be another one, or one that somebody checks: else the merge would mute it.
    """
    target = alerts.get(store, last.into) if last is not None and last.into is not None else None
    if target is None or alert is None:
        return False
    if alert.level is Level.LIFE and target.state is not State.CHECKING:
        return target.state is State.NEW and target.level is Level.LIFE
    return target.state in {*alerts.OPEN, State.SNOOZED}


def _anew(store: Store, story: Story, alert: Alert | None) -> bool:
    """Whether somebody new may speak of a danger to life that somebody has decided about."""
    if alert is None or alert.level is not Level.LIFE or alert.state is State.NEW:
        return False
    grown = max(story.post_ids, default=0) > alert.newest_post
    return grown and somebody_new(posts.by_ids(store, list(story.post_ids)), alert.newest_post)


def _stories_since(store: Store, now: datetime, fade_after: timedelta) -> datetime:
    """Stories that changed after this may need an alert: also those of a time when this stage did not run."""
    last = cursors.read(store, _LAST) or int(now.timestamp())
    cursors.move(store, _LAST, int(now.timestamp()))
    return min(now, datetime.fromtimestamp(last, UTC)) - fade_after


def _apply(
    store: Store, config: Config, now: datetime, story: Story, current: Alert | None, found: list[Step],
    history: list[Verdict],
) -> None:  # fmt: skip
    catalogue, before = Catalogue(config.language), current
    for step in found:
        current = _stepped(store, config, now, story, current, step)
        if step is Step.FOLLOWED:
            continue
        detail = catalogue.say(
            f"alerts.event.{step.value}", threads=story.threads, sources=len(story.sources),
            hours=round(config.alerts.fade_after / timedelta(hours=1)),
        )  # fmt: skip
        alerts.add_event(store, AlertEvent(alert_id=current.id, at=now, what=step.value, detail=detail))
    # What faded before anybody could be told stands in the digest; a message days late would only frighten.
    if current is not None and len(found) == 1 and found[0] in {Step.OPENED, Step.STILL, *BACK}:
        lead = _lead(store, config, now, current, found[0], history)
        tell_first(store, config, now, current, lead=lead, again=found[0] is not Step.OPENED)
    elif before is not None and current is not None and worse(before, current):
        tell_first(store, config, now, current, lead=(), again=True)


def _lead(
    store: Store, config: Config, now: datetime, current: Alert, step: Step, history: list[Verdict]
) -> list[str]:
    """What stands first in a message: why an alert is back, and what was answered before."""
    catalogue = Catalogue(config.language)
    why = [] if step is Step.OPENED else [catalogue.say(f"alerts.back.{step.value}")]
    answers = given_before(history)
    if step is Step.OPENED:
        answers = _answered_before(store, now, current)
    told = [answer_told(item, catalogue, config.zone) for item in answers]
    told += [
        catalogue.say("triage.corrected_since", correction=harmless(correction(change, catalogue)))
        for item in answers for change in corrected_since(store, item)
    ]  # fmt: skip
    for verdict, words in zip(answers, told, strict=False):
        if verdict.alert_id != current.id:
            event = AlertEvent(alert_id=current.id, at=now, what="answered-before", detail=words)
            alerts.add_event(store, event)
    return [*why, *told]


def _answered_before(store: Store, now: datetime, current: Alert) -> list[Verdict]:
    """The answer to the last answered alert that was about the same, whose story analysis no longer follows."""
    earlier = answered_before(current, alerts.answered_since(store, now - _ANSWERS_HOLD))
    given = verdicts.of_alert(store, earlier.id) if earlier is not None else []
    return given_before(given)


def _stepped(store: Store, config: Config, now: datetime, story: Story, current: Alert | None, step: Step) -> Alert:
    """The alert after `step`, stored."""
    if current is not None and step is Step.FADED:
        after = faded(current, now)
    elif current is not None and step is Step.WITHDRAWN:
        after = withdrawn(current, story, Catalogue(config.language).say("alerts.withdrawn_title"), now)
        notices.withdraw(store, current)
    else:
        said = _read_posts(store, story)
        rests_on, lines = evidence(said), _summary(store, story, said)
        level = level_of(story, config.topics)
        if current is None:
            fresh = replace(opened(story, level, rests_on, now), summary=lines)
            return alerts.add(store, graded(fresh, None, Catalogue(config.language)))
        after = replace(grown(current, story, level, rests_on, back=step in BACK), summary=lines)
        after = graded(after, current, Catalogue(config.language))
    alerts.update(store, after)
    return after


def _summary(store: Store, story: Story, said: list[Post]) -> Summary | None:
    found = scores.by_ids(store, [post.id or 0 for post in said])
    told = summaries.get(store, story.id)
    return summary(
        said, {key: score.cues for key, score in found.items()}, story.updated_at,
        speaker=told.representative if told else None, terms=told.key_terms if told else (),
    )  # fmt: skip


def _read_posts(store: Store, story: Story) -> list[Post]:
    """What the story rests on, people veiled, without texts that were edited and not read by analysis since."""
    unread = emergence.unread_edits(store, story.post_ids)
    found = posts.by_ids(store, [post for post in story.post_ids if post not in unread])
    return veils.drawn(store, story.id, found)
