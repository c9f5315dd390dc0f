"""What may be handed out, page by page in a fixed order: stories that are shown and were not dismissed.

The reason of a dismissal is not stored; one of them is 意见或批评, so none is handed out until it is.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from model.records import Alert, Digest, Level, State, Story
from store import alerts, digests, stories
from store.database import Store
from store.times import moment, seconds

PAGE = 500
_OPEN_TO_ALL = f"story.shown AND (alert.state IS NULL OR alert.state <> {State.DISMISSED.value!r})"
_JOINED = "story LEFT JOIN alert ON alert.story_id = story.id"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A story without its posts, and how its alert stands; None: it has none."""

    story: Story
    level: Level | None
    state: State | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """How much a source said in a span of time."""

    source: str
    posts: int
    threads: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A post that a watch topic caught; `text` is for judging it only."""

    source: str
    thread: str
    topics: tuple[str, ...]
    text: str


def open_stories(store: Store, since: datetime) -> Iterator[Standing]:
    """Stories that grew at `since` or later, in the order in which they opened."""
    last: tuple[int, str] = (-(2**62), "")
    while rows := store.rows(
        f"""SELECT story.*, alert.level, alert.state FROM {_JOINED}
            WHERE {_OPEN_TO_ALL} AND story.updated_at >= ? AND (story.opened_at, story.id) > (?, ?)
            ORDER BY story.opened_at, story.id LIMIT ?""",
        (seconds(since), *last, PAGE),
    ):
        for row in rows:
            level, state = row["level"], row["state"]
            yield Standing(
                story=stories.without_posts(row), level=Level(level) if level else None,
                state=State(state) if state else None,
            )  # fmt: skip
        last = (rows[-1]["opened_at"], rows[-1]["id"])


def open_alerts(store: Store, since: datetime) -> Iterator[Alert]:
    """Alerts that changed at `since` or later, by number."""
    last = 0
    while rows := store.rows(
        f"""SELECT alert.id FROM {_JOINED}
            WHERE {_OPEN_TO_ALL} AND alert.updated_at >= ? AND alert.id > ? ORDER BY alert.id LIMIT ?""",
        (seconds(since), last, PAGE),
    ):
        last = rows[-1]["id"]
        yield from alerts.by_ids(store, [row["id"] for row in rows])


def among_open(store: Store, alert_ids: Sequence[int]) -> set[int]:
    """Those of `alert_ids` that may be handed out."""
    rows = store.rows(
        f"""SELECT alert.id FROM {_JOINED}
            WHERE {_OPEN_TO_ALL} AND alert.id IN (SELECT value FROM json_each(?))""",
        (json.dumps(list(alert_ids)),),
    )
    return {row["id"] for row in rows}


def digests_from(store: Store, first: date) -> Iterator[Digest]:
    """The digests of `first` and later days, in order."""
    day = ""
    while row := store.row(
        "SELECT min(day) AS day FROM digest WHERE day >= ? AND day > ?", (first.isoformat(), day)
    ):
        found = digests.get(store, date.fromisoformat(row["day"])) if row["day"] else None
        if found is None:
            return
        yield found
        day = row["day"]


def first_said(store: Store, since: datetime) -> datetime | None:
    """When the first post at `since` or later was said; None: there is none."""
    row = store.row("SELECT min(moment) AS at FROM post WHERE moment >= ?", (seconds(since),))
    return moment(row["at"]) if row else None


def said(store: Store, start: datetime, end: datetime) -> list[Said]:
    """Posts and threads of each source in [`start`, `end`), by source."""
    rows = store.rows(
        """SELECT source, count(*) AS posts, count(DISTINCT thread) AS threads FROM post
           WHERE moment >= ? AND moment < ? GROUP BY source ORDER BY source""",
        (seconds(start), seconds(end)),
    )
    return [Said(source=row["source"], posts=row["posts"], threads=row["threads"]) for row in rows]


def hits(store: Store, start: datetime, end: datetime) -> Iterator[Hit]:
    """The posts of [`start`, `end`) that watch topics caught."""
    rows = store.rows(
        """SELECT post.source, post.thread, post.title, post.body, scored_post.watch FROM post
           JOIN scored_post ON scored_post.post_id = post.id
           WHERE post.moment >= ? AND post.moment < ? AND scored_post.watch <> '[]' ORDER BY post.id""",
        (seconds(start), seconds(end)),
    )
    for row in rows:
        topics = tuple(dict.fromkeys(hit["topic"] for hit in json.loads(row["watch"])))
        yield Hit(
            source=row["source"], thread=row["thread"], topics=topics, text=f"{row['title']}\n{row['body']}"
        )  # fmt: skip
