"""Digests as they were built, and the figures they are built from."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from model.facts import FactChange, FactStep, KnownFact
from model.records import Digest, SourceCoverage
from store import facts
from store.database import Store
from store.snapshots import alert_of, candidate_of, candidate_values, whole
from store.times import moment, seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """What was read and said in a span of time."""

    posts: int
    threads: int
    hidden_personal: int


def save(store: Store, digest: Digest, built_at: datetime) -> None:
    """Store the digest of a day; one of the same day is replaced, and stays marked as sent as far as it was."""
    with store.writing() as db:
        db.conn.execute(
            """INSERT INTO digest (day, since, until, built_at, content) VALUES (?, ?, ?, ?, ?)
               ON CONFLICT DO UPDATE SET since = excluded.since, until = excluded.until,
                   built_at = excluded.built_at, content = excluded.content""",
            (
                digest.day.isoformat(), seconds(digest.since), seconds(digest.until), seconds(built_at),
                json.dumps(_content(digest), ensure_ascii=False, sort_keys=True),
            ),
        )  # fmt: skip


def get(store: Store, day: date) -> Digest | None:
    """The digest of `day`."""
    row = store.row("SELECT * FROM digest WHERE day = ?", (day.isoformat(),))
    return _digest(row) if row else None


def latest(store: Store) -> Digest | None:
    """The digest of the newest day."""
    row = store.row("SELECT * FROM digest ORDER BY day DESC LIMIT 1")
    return _digest(row) if row else None


def told_until(store: Store, day: date) -> datetime | None:
    """The cut-off of the last digest before `day`, of the version that was sent if one was; None: there is none."""
    row = store.row(
        "SELECT coalesce(sent_until, until) AS told FROM digest WHERE day < ? ORDER BY day DESC LIMIT 1",
        (day.isoformat(),),
    )
    return moment(row["told"]) if row else None


def sent(store: Store, day: date, until: datetime) -> None:
    """Note that readers got the digest of `day` up to `until`; call inside the transaction that enqueues it."""
    with store.writing() as db:
        db.conn.execute(
            "UPDATE digest SET sent_until = ? WHERE day = ? AND sent_until IS NULL",
            (seconds(until), day.isoformat()),
        )


def was_sent(store: Store, day: date) -> bool:
    """Whether the digest of `day` was put into the outbox."""
    row = store.row("SELECT 1 FROM digest WHERE day = ? AND sent_until IS NOT NULL", (day.isoformat(),))
    return row is not None


def newest(store: Store, limit: int) -> list[Digest]:
    """The digests of the newest days, newest first."""
    return [_digest(row) for row in store.rows("SELECT * FROM digest ORDER BY day DESC LIMIT ?", (limit,))]


def totals(store: Store, since: datetime, until: datetime) -> Totals:
    """Posts said in (`since`, `until`], their threads, and the stories of that time that are about persons."""
    span: dict[str, object] = {"since": seconds(since), "until": seconds(until)}
    said = store.row(
        """SELECT count(*) AS posts, count(DISTINCT source || char(0) || thread) AS threads FROM post
           WHERE moment > :since AND moment <= :until""",
        span,
    )
    hidden = store.row(
        """SELECT count(*) AS stories FROM story WHERE NOT shown AND id NOT IN (SELECT story_id FROM dropped)
           AND updated_at > :since AND updated_at <= :until""",
        span,
    )
    return Totals(
        posts=said["posts"] if said else 0,
        threads=said["threads"] if said else 0,
        hidden_personal=hidden["stories"] if hidden else 0,
    )


def heard(store: Store, source: str, since: datetime, until: datetime) -> tuple[int, datetime | None]:
    """How many posts of a source were said in (`since`, `until`], and when its newest up to `until` was."""
    row = store.row(
        """SELECT (SELECT count(*) FROM post WHERE source = :source AND moment > :since AND moment <= :until)
                  AS posts,
                  (SELECT max(moment) FROM post WHERE source = :source AND moment <= :until) AS newest""",
        {"source": source, "since": seconds(since), "until": seconds(until)},
    )
    return (row["posts"], moment(row["newest"])) if row else (0, None)


def last_trouble(store: Store, source: str, since: datetime, until: datetime) -> str:
    """The newest warning or error of a source in (`since`, `until`], empty when there is none."""
    row = store.row(
        """SELECT message FROM issue WHERE source = ? AND severity IN ('warning', 'error')
           AND at > ? AND at <= ? ORDER BY id DESC LIMIT 1""",
        (source, seconds(since), seconds(until)),
    )
    return str(row["message"]) if row else ""


def story_threads(
    store: Store, story_ids: Sequence[str], since: datetime, until: datetime
) -> list[tuple[str, str, datetime]]:
    """(story id, thread, when) of every post that these stories rest on and that was said in (`since`, `until`]."""
    rows = store.rows(
        """SELECT story_post.story_id, post.source || char(31) || post.thread AS thread, post.moment
           FROM story_post JOIN post ON post.id = story_post.post_id
           WHERE story_post.story_id IN (SELECT value FROM json_each(?)) AND post.moment > ? AND post.moment <= ?
           ORDER BY story_post.story_id, post.id""",
        (json.dumps(list(story_ids), ensure_ascii=False), seconds(since), seconds(until)),
    )
    return [(row["story_id"], row["thread"], moment(row["moment"])) for row in rows]


def _content(digest: Digest) -> dict[str, object]:
    return {
        "open": [whole(alert) for alert in digest.open], "closed": [whole(alert) for alert in digest.closed],
        "coverage": [_coverage(item) for item in digest.coverage], "hidden_personal": digest.hidden_personal,
        "learning_day": digest.learning_day, "posts": digest.posts, "threads": digest.threads,
        "hourly": {str(alert): list(counts) for alert, counts in digest.hourly.items()},
        "notes": list(digest.notes), "facts": {str(alert): _known(one) for alert, one in digest.facts.items()},
        "corrections": [_change(one) for one in digest.corrections],
        "inward": list(digest.inward), "late": digest.late,
        "candidates": [candidate_values(one) for one in digest.candidates],
    }  # fmt: skip


def _known(one: KnownFact) -> dict[str, object]:
    return {"key": one.fact.key, "fact": facts.values(one.fact), "score": one.score, "matched": one.matched}


def _known_of(values: Mapping[str, Any]) -> KnownFact:
    fact = facts.fact_of(values["key"], values["fact"])
    return KnownFact(fact=fact, score=values["score"], matched=values["matched"])


def _change(one: FactChange) -> dict[str, object]:
    before, after = (facts.values(fact) if fact else None for fact in (one.before, one.after))
    return {"key": one.fact.key, "at": seconds(one.at), "step": one.step.value, "before": before, "after": after}


def _change_of(values: Mapping[str, Any]) -> FactChange:
    before, after = (
        facts.fact_of(values["key"], values[end]) if values[end] else None for end in ("before", "after")
    )
    return FactChange(at=moment(values["at"]), step=FactStep(values["step"]), before=before, after=after)


def _coverage(item: SourceCoverage) -> dict[str, object]:
    return {
        "source": item.source, "status": item.status, "posts": item.posts, "message": item.message,
        "last_success": seconds(item.last_success), "newest_post": seconds(item.newest_post),
    }  # fmt: skip


def _digest(row: sqlite3.Row) -> Digest:
    content: Mapping[str, Any] = json.loads(row["content"])
    return Digest(
        day=date.fromisoformat(row["day"]), since=moment(row["since"]), until=moment(row["until"]),
        open=tuple(alert_of(values) for values in content["open"]),
        closed=tuple(alert_of(values) for values in content["closed"]),
        coverage=tuple(_coverage_of(values) for values in content["coverage"]),
        hidden_personal=content["hidden_personal"], learning_day=content["learning_day"], posts=content["posts"],
        threads=content["threads"],
        hourly={int(alert): tuple(counts) for alert, counts in content["hourly"].items()},
        notes=tuple(content["notes"]), inward=tuple(content.get("inward", [])), late=content.get("late", False),
        facts={int(alert): _known_of(values) for alert, values in content.get("facts", {}).items()},
        corrections=tuple(_change_of(values) for values in content.get("corrections", [])),
        candidates=tuple(candidate_of(values) for values in content.get("candidates", [])),
    )  # fmt: skip


def _coverage_of(values: Mapping[str, Any]) -> SourceCoverage:
    return SourceCoverage(
        source=values["source"], status=values["status"], posts=values["posts"], message=values["message"],
        last_success=moment(values["last_success"]), newest_post=moment(values["newest_post"]),
    )  # fmt: skip
