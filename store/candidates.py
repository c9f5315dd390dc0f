"""What nearly alarmed. A few at a time; what became a story or is old is let go of."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from model.records import Candidate, Evidence, Judgement, Post, Story
from store import emergence, posts, stories, veils
from store.database import Store
from store.dropping import drop_candidate
from store.times import moment, seconds
from store.veils import Spans

MOST = 5
"""Listed at a time: more than a few are a second list of alerts."""
KEPT = timedelta(hours=72)
_MOST_KEPT = 40
Shown = Callable[[Iterable[Post]], tuple[Evidence, ...]]
"""From posts to what may be shown of them: the rule is that of alerts, and passed in."""


def put(
    store: Store, story_id: str, content: Mapping[str, object], rests_on: Sequence[Post],
    spans: Mapping[int, tuple[Spans, Spans]], *, score: float, bar: float,
) -> None:  # fmt: skip
    """Keep a candidate, or its grown form: it is the same when it shares a post with one. A judged one stays."""
    ids = json.dumps([post.id for post in rests_on])
    with store.writing() as db:
        old = store.row(
            """SELECT id, state, score, story_id FROM candidate WHERE id IN (SELECT candidate_id FROM candidate_post
               WHERE post_id IN (SELECT value FROM json_each(?))) ORDER BY state = 'listed', id LIMIT 1""",
            (ids,),
        )
        if old is not None and old["state"] != "listed":
            return
        at = content["updated"]
        kept = dict(content) if old is None else {**content, "id": old["story_id"]}
        values = (at, score, bar, len(rests_on), json.dumps(kept, ensure_ascii=False, sort_keys=True))
        if old is None:
            cursor = db.conn.execute(
                """INSERT INTO candidate (seen_at, score, bar, posts, content, story_id, first_at, state)
                   VALUES (?, ?, ?, ?, ?, ?, ?, 'listed')""",
                (*values, story_id, at),
            )
            number = int(cursor.lastrowid or 0)
        else:
            number = old["id"]
            db.conn.execute(
                "UPDATE candidate SET seen_at = ?, score = ?, bar = ?, posts = ?, content = ? WHERE id = ?",
                (*values, number),
            )
            db.conn.execute("DELETE FROM candidate_post WHERE candidate_id = ?", (number,))
        db.conn.executemany(
            "INSERT INTO candidate_post (candidate_id, post_id, veiled) VALUES (?, ?, ?)",
            [(number, post.id, veils.veil(post, spans.get(post.id or 0, ((), ())))) for post in rests_on],
        )


def settle(store: Store, now: datetime, told: Sequence[int]) -> None:
    """Let go of unjudged candidates that are old, that share one of the posts `told` in stories, or too many."""
    with store.writing() as db:
        for where, values in (
            ("seen_at <= ?", (seconds(now - KEPT),)),
            (
                """id IN (SELECT candidate_id FROM candidate_post
                   WHERE post_id IN (SELECT value FROM json_each(?)))""",
                (json.dumps(list(told)),),
            ),
            (
                """id NOT IN (SELECT id FROM candidate WHERE state = 'listed'
                   ORDER BY score DESC, id DESC LIMIT ?)""",
                (_MOST_KEPT,),
            ),
        ):
            db.conn.execute(f"DELETE FROM candidate WHERE state = 'listed' AND {where}", values)


def delete(store: Store, candidate: int) -> None:
    """Let go of one."""
    with store.writing() as db:
        db.conn.execute("DELETE FROM candidate WHERE id = ? AND state = 'listed'", (candidate,))


def threads(store: Store) -> dict[int, set[tuple[str, str]]]:
    """The threads of each unjudged candidate, by its number."""
    found: dict[int, set[tuple[str, str]]] = {}
    for row in store.rows(
        """SELECT candidate_id, source, thread FROM candidate_post JOIN candidate ON candidate.id = candidate_id
           JOIN post ON post.id = post_id WHERE state = 'listed'"""
    ):
        found.setdefault(row["candidate_id"], set()).add((row["source"], row["thread"]))
    return found


def listed(store: Store, until: datetime, shown: Shown) -> list[Candidate]:
    """The few that are worth a look: of the last three days, nearest to an alarm first."""
    rows = store.rows(
        """SELECT * FROM candidate WHERE state = 'listed' AND seen_at > ? AND seen_at <= ?
           ORDER BY score - bar DESC, id DESC""",
        (seconds(until - KEPT), seconds(until)),
    )
    found: list[Candidate] = []
    for row in rows:
        if len(found) < MOST and (one := _candidate(store, row, shown)) is not None:
            found.append(one)
    return found


def get(store: Store, number: int, shown: Shown) -> Candidate | None:
    """An unjudged candidate that may be shown."""
    row = store.row("SELECT * FROM candidate WHERE id = ? AND state = 'listed'", (number,))
    return _candidate(store, row, shown) if row else None


def _candidate(store: Store, row: sqlite3.Row, shown: Shown) -> Candidate | None:
    """None when anything it rests on is gone or was edited since: its title may be of that."""
    found = _posts(store, row["id"])
    if len(found) < row["posts"] or any(post.gone_at is not None or not post.text.strip() for post in found):
        return None
    told = json.loads(row["content"])
    return Candidate(
        id=row["id"], story_id=row["story_id"], title=told["title"], terms=tuple(told["terms"]),
        threads=len(told["threads"]), voices=told["voices"], voices_known=told["voices_known"],
        sources=tuple(told["sources"]), score=row["score"], bar=row["bar"], seen_at=moment(row["seen_at"]),
        evidence=shown(found),
    )  # fmt: skip


def _posts(store: Store, number: int) -> list[Post]:
    """What it rests on, people veiled; texts changed since are empty."""
    rows = store.rows("SELECT post_id, veiled FROM candidate_post WHERE candidate_id = ?", (number,))
    kept = {row["post_id"]: row["veiled"] for row in rows}
    return [veils.behind(post, kept[post.id]) for post in posts.by_ids(store, sorted(kept)) if post.id]


def judge(store: Store, one: Candidate, judgement: Judgement, role: str, now: datetime) -> list[date]:
    """Write down what a person says, inside the caller's transaction; what was missed becomes a story like any
    other, which opens its alert, and an opinion is dropped at once and for good. Returns the days whose digest told
    of a dropped one."""
    days: list[date] = []
    with store.writing() as db:
        db.conn.execute(
            "INSERT INTO candidate_verdict (candidate_id, at, role, judgement) VALUES (?, ?, ?, ?)",
            (one.id, seconds(now), role, judgement.value),
        )
        if judgement is Judgement.MISSED:
            _open(store, one.id, now)
        if judgement is Judgement.OPINION:
            days = drop_candidate(store, one.id)
        state = "dropped" if judgement is Judgement.OPINION else judgement.value
        db.conn.execute("UPDATE candidate SET state = ? WHERE id = ?", (state, one.id))
    return days


def judged(store: Store, number: int) -> Judgement | None:
    """What was said of a candidate last; None: nothing."""
    row = store.row(
        "SELECT judgement FROM candidate_verdict WHERE candidate_id = ? ORDER BY id DESC LIMIT 1", (number,)
    )
    return Judgement(row["judgement"]) if row else None


def missed(store: Store, since: datetime, until: datetime) -> int:
    """How many should have alarmed, as people said in (`since`, `until`]."""
    row = store.row(
        "SELECT count(*) AS n FROM candidate_verdict WHERE judgement = 'missed' AND at > ? AND at <= ?",
        (seconds(since), seconds(until)),
    )
    return int(row["n"]) if row else 0


def _open(store: Store, number: int, now: datetime) -> None:
    row = store.row("SELECT * FROM candidate WHERE id = ?", (number,))
    told = json.loads(row["content"]) if row else {}
    told |= {"opened": int(now.timestamp()), "updated": int(now.timestamp())}
    kept = store.rows("SELECT post_id, veiled FROM candidate_post WHERE candidate_id = ?", (number,))
    story = Story(
        id=told["id"], kind=told["kind"], topic=None, terms=tuple(told["terms"]), title=told["title"],
        opened_at=now, updated_at=now, window_start=moment(told["window_start"]), window_end=now,
        threads=len(told["threads"]), voices=told["voices"], voices_known=told["voices_known"],
        sources=tuple(told["sources"]), expected=told["expected"], surprise=told["surprise"], why=told["why"],
        shown=True, post_ids=tuple(row["post_id"] for row in kept),
    )  # fmt: skip
    stories.save(store, [story])
    veils.hang(store, story.id, {row["post_id"]: row["veiled"] for row in kept})
    emergence.put_story(store, story.id, told)
