"""The stage: read what is new, score it, move the stories on, write down what happened.

Two kinds of transaction. A batch commits scores, the detector's queue and the position of reading; a tick commits
stories, the detector's state and the clock. Killed anywhere, the next run goes on from the last commit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from itertools import groupby

from analysis import listing, recall
from analysis.attention import attentive
from analysis.emergence.baseline import DAY, HORIZON, MEMORY, day_of
from analysis.emergence.detector import Detector, assemble
from analysis.emergence.districts import Districts, held
from analysis.emergence.lessons import TaughtBaseline, TaughtBook
from analysis.emergence.reading import Reading, read
from analysis.emergence.story import from_content
from analysis.emergence.ticks import tick_of
from analysis.emergence.window import SPAN
from analysis.emergence.wording import pack
from analysis.keeping import hushed, keep
from analysis.score import Scorer
from analysis.signs.distress import first_person_distress
from analysis.signs.veils import people_of
from analysis.teaching import KEPT, learnt
from analysis.text.duplicates import Duplicates
from analysis.topics import watchable
from model.catalogue import Catalogue
from model.config import Config
from model.errors import HuishengError
from model.records import Issue, Level, Post, ScoredPost, Severity
from store import cursors, dropping, emergence, lessons, posts, runs, scores
from store.database import Store
from store.emergence import StoredBaseline, WindowPost
from store.times import moment

BATCH = 500
VOICES_KEPT = timedelta(hours=48)
CLOCK_SLACK = timedelta(hours=1)  # a clock set back by less is waited for
_READ, _CLOCK, _PRUNED = "analyse.post", "analyse.tick", "analyse.pruned"
LEARNING = "analyse.learning_day"
"""The cursor that holds how many days there are to learn from; the digest shows it."""

Progress = Callable[[int, int], None]


def analyse(store: Store, config: Config, now: datetime, *, progress: Progress | None = None) -> dict[str, int]:
    """Score new and edited posts, advance the stories to `now`; returns counts. Safe to run at any time.

    `progress` is told (posts done, posts to do). A post that cannot be scored becomes an `Issue`; the rest goes on.
    """
    run_id = runs.start(store, "analyse", now)
    counts = Counter(scored=0, edited=0, failed=0, ticks=0, opened=0, updated=0, hidden=0)
    config = attentive(store, watchable(store, config, now, run_id, counts), now)
    if cursors.read(store, _CLOCK) > int((now + CLOCK_SLACK).timestamp()):
        _set_back(store, config, now, run_id)
    _score_new(_Reader(store, config, now, run_id, counts), progress or (lambda done, total: None))
    _advance(store, config, int(now.timestamp()), counts)
    posts.forget_voices(store, now - VOICES_KEPT)
    runs.finish(store, run_id, now, ok=not counts["failed"], counts=counts)
    return dict(counts)


class _Reader:
    """Scores batch after batch. The scorer and the copies of the last day are loaded when there is work."""

    def __init__(self, store: Store, config: Config, now: datetime, run_id: int, counts: Counter[str]) -> None:
        self.store = store
        self._config = config
        self._now = now
        self._run_id = run_id
        self.counts = counts
        self._catalogue = Catalogue(config.language)
        self._scorer: Scorer | None = None
        self._recent = Duplicates(timedelta(seconds=SPAN))

    def close(self) -> None:
        if self._scorer is not None:
            self._scorer.close()

    def commit(self, batch: Sequence[Post], *, last: int | None = None, last_edit: int | None = None) -> None:
        """Score `batch` and commit it with the new position: the id of the last post, or the last edit's number."""
        scored = recall.recalled(self.store, self._scored(batch))
        known = emergence.in_flight(self.store, [post.id or 0 for post in batch]) if last_edit is not None else None
        with self.store.writing():
            scores.save(self.store, [score for _, score in scored])
            recall.remember(self.store, scored)
            fresh = [pair for pair in scored if known is None or pair[0].id in known]
            emergence.queue(self.store, [_queued(*pair, self._now) for pair in fresh])
            if last is not None:
                cursors.move(self.store, _READ, last)
            if last_edit is not None:
                emergence.edits_read(self.store, last_edit)
        self.counts["scored" if last_edit is None else "edited"] += len(scored)

    def _scored(self, batch: Sequence[Post]) -> list[tuple[Post, ScoredPost]]:
        """The scores of `batch`; when it fails as a whole, of each post that can be scored."""
        try:
            return list(zip(batch, self._ready().score(batch, self._recent), strict=True))
        except HuishengError:
            raise  # the engine or the database, not the post
        except Exception as error:  # noqa: BLE001 - the boundary of one post: it must not stop the others
            if len(batch) > 1:
                return [pair for post in batch for pair in self._scored([post])]
            self._failed(batch[0], f"{type(error).__name__}: {error}")
            return []

    def _failed(self, post: Post, fault: str) -> None:
        self.counts["failed"] += 1
        message = self._catalogue.say("analysis.post_failed", post=post.id, error=fault)
        issue = Issue(
            run_id=self._run_id, source=post.source, severity=Severity.WARNING, kind="unscored",
            message=message, at=self._now,
        )  # fmt: skip
        runs.add_issue(self.store, issue)

    def _ready(self) -> Scorer:
        if self._scorer is None:
            cache = self._config.path(self._config.database).parent / "words"
            self._scorer = Scorer(
                self._config.topics, cache_dir=cache, engine=self._config.analysis.sentiment,
                own_weights=self._config.path(self._config.analysis.own_weights),
                town=self._config.association.town, spots=self._config.places,
            )  # fmt: skip
            recall.restore(self.store, self._recent)
        return self._scorer


def _score_new(reader: _Reader, progress: Progress) -> None:
    """Every post behind the cursor, then every edit, in batches of at most `BATCH`."""
    store, done = reader.store, 0
    total = emergence.unread(store, cursors.read(store, _READ))
    try:
        while batch := posts.after_id(store, cursors.read(store, _READ), BATCH):
            reader.commit(batch, last=batch[-1].id)
            done += len(batch)
            progress(done, max(total, done))
        while edits := emergence.edits(store, BATCH):
            edited = posts.by_ids(store, sorted({post_id for _, post_id in edits}))
            reader.commit(edited, last_edit=edits[-1][0])
    finally:
        reader.close()


def _set_back(store: Store, config: Config, now: datetime, run_id: int) -> None:
    """The last tick lies in the future: the clock was wrong then. Without this, nothing would be noticed until that
    moment has really come, which may be years."""
    ahead = moment(cursors.read(store, _CLOCK))
    with store.writing():
        count = emergence.set_back(store, now)
        cursors.move(store, _CLOCK, int(now.timestamp()) - 1)
        cursors.move(store, _PRUNED, min(cursors.read(store, _PRUNED), day_of(int(now.timestamp()))))
        words = Catalogue(config.language).say(
            "analysis.clock_set_back", ahead=f"{ahead.astimezone(config.zone):%Y-%m-%d %H:%M}", n=count
        )
        issue = Issue(
            run_id=run_id, source=None, severity=Severity.WARNING, kind="clock-set-back", message=words, at=now
        )
        runs.add_issue(store, issue)


def _queued(post: Post, score: ScoredPost, now: datetime) -> WindowPost:
    """An imported history was seen by nobody at the times it names: judged then, last week would alarm today."""
    topics = tuple(dict.fromkeys(hit.topic for hit in score.watch))
    seen = now if post.imported else post.gone_at or post.edited_at or post.fetched_at
    return WindowPost(post=post, seen=seen, words=score.words, topics=topics)


def _advance(store: Store, config: Config, until: int, counts: Counter[str]) -> None:
    """Tick by tick from the last tick to `until`; ticks at which nothing became visible change nothing.

    The ticks are absolute, so that it does not matter how often this runs; only what became visible after the last
    of them is looked at now instead of at the next one: a cycle must not sit on what it has just read.
    """
    tick = config.analysis.emergence.tick
    clock = cursors.read(store, _CLOCK)
    arrivals = [tick_of(seen, tick) for seen in emergence.arrivals(store, moment(until))]
    ticks = sorted({min(max(at, clock + 1), until) for at in arrivals if until > clock})
    if ticks:
        known = lessons.version(store)
        detector, baselines = _restored(store, config, until)
        for at in ticks:
            with store.writing():
                # Decided since: nothing dropped may be written again, and what was dismissed teaches at once.
                if lessons.version(store) != known:
                    known = lessons.version(store)
                    detector, baselines = _restored(store, config, at)
                _tick(store, config, detector, baselines, at, counts)
    if until > clock:
        cursors.move(store, _CLOCK, until)


def _restored(store: Store, config: Config, at: int) -> tuple[Districts, list[StoredBaseline]]:
    """The detectors as the last tick left them, with what people's dismissals have taught until now."""
    open_stories = map(from_content, emergence.open_stories(store))
    windows, stories = held(_readings(store, emergence.inside(store)), open_stories, config.district_of)
    taught = learnt(store, moment(at), lambda source: _past(store, config.district_of(source)))
    wordings, baselines = dropping.wordings(store), list[StoredBaseline]()
    people = people_of(config)

    def new(name: str) -> Detector:
        baseline = _past(store, name)
        baselines.append(baseline)
        book = TaughtBook(stories[name], wordings, dropping.mark)
        book.teach(taught, baseline, windows[name], config.analysis.emergence.surprise)
        return assemble(
            config.topics, config.analysis.emergence, baseline=TaughtBaseline(baseline, taught),
            catalogue=Catalogue(config.language), people=people, window=windows[name], book=book,
            candidates=True,
        )  # fmt: skip

    return Districts(new, config.district_of, {source.district or "" for source in config.sources}), baselines


def _past(store: Store, district: str) -> StoredBaseline:
    return StoredBaseline(store, pack=pack, horizon=HORIZON, memory=MEMORY, district=district)


def _tick(
    store: Store, config: Config, detector: Districts, usual: list[StoredBaseline], at: int, counts: Counter[str]
) -> None:
    """One tick, in one transaction."""
    with store.writing():
        present, past = _sifted(store, config, detector, emergence.waiting(store, moment(at)), at)
        step = detector.advance(at, _readings(store, present))
        for baseline in usual:
            baseline.flush()
        emergence.enter(store, present)
        emergence.leave(store, [*past, *(int(identifier) for identifier in step.gone)])
        keep(store, step, people_of(config))
        listing.keep(store, step, people_of(config), config.analysis.emergence.surprise, at)
        cursors.move(store, LEARNING, detector.learnt(at))
        _prune(store, day_of(at))
        cursors.move(store, _CLOCK, at)
    counts["ticks"] += 1
    opened = [story for story in step.changed if story.opened == at]
    counts["opened"] += sum(story.shown for story in opened)
    counts["hidden"] += sum(not story.shown for story in opened)
    counts["updated"] += len(step.changed) - len(opened)


def _sifted(
    store: Store, config: Config, detector: Districts, waiting: Iterable[WindowPost], at: int
) -> tuple[list[WindowPost], list[int]]:
    """Posts of the last 24 hours, and the ids of older ones: those only add to the past, thread by thread.

    What is said in a thread that was dropped as an opinion is passed over, unless life may be at risk.
    """
    present: list[WindowPost] = []
    past: list[int] = []
    gone = dropping.threads(store)
    life = {key for key, topic in config.topics.items() if topic.level is Level.LIFE}
    for place, group in groupby(waiting, key=lambda item: (item.post.source, item.post.thread)):
        items = list(group)
        if dropping.thread_mark(*place) in gone:
            past += [item.post.id or 0 for item in items if life.isdisjoint(item.topics)]
            items = [item for item in items if not life.isdisjoint(item.topics)]
        kept = {reading.id for reading in detector.sift(at, _readings(store, items))}
        for item in items:
            if str(item.post.id) in kept:
                present.append(item)
            else:
                past.append(item.post.id or 0)
    return present, past


def _readings(store: Store, items: Sequence[WindowPost]) -> list[Reading]:
    silent = hushed(store, {(item.post.source, item.post.thread) for item in items})
    # What the site has taken away is no evidence. Earlier versions count until the tick that learns of it, however
    # late that tick is worked off.
    gone = [item.post.gone_at is not None and item.seen >= item.post.gone_at for item in items]
    return [
        read(
            item.post, item.words, id=str(item.post.id), topics=item.topics, distress=first_person_distress,
            hushed=taken or (item.post.source, item.post.thread) in silent,
        )
        for item, taken in zip(items, gone, strict=True)
    ]  # fmt: skip


def _prune(store: Store, day: int) -> None:
    """Once a day, forget what is too old to matter."""
    if cursors.read(store, _PRUNED) < day:
        emergence.forget_past(store, day=day, horizon=HORIZON, memory=MEMORY)
        recall.forget(store, moment(cursors.read(store, _CLOCK)))
        lessons.forget(store, moment(day * DAY) - KEPT)
        cursors.move(store, _PRUNED, day)
