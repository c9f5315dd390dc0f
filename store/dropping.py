"""Forgetting what a story rested on, at once and for good: it was an opinion, and no business of this program's.

The posts stay public posts like any other; nothing ties them to the story any more. What is left of it are check
marks (`mark`), from which no word can be read: they keep the same threads and wording from opening it again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from hashlib import blake2b

from store.database import Store


def mark(text: str) -> int:
    """A number by which `text` is recognised and from which it cannot be read."""
    return int.from_bytes(
        blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big", signed=True
    )


def thread_mark(source: str, thread: str) -> int:
    """The mark of a thread."""
    return mark(f"{source}\x1f{thread}")


def drop_story(store: Store, story_id: str, alert_id: int) -> list[date]:
    """Forget everything about a story and its alert but the marks; returns the days whose digest told of it.

    Call inside the transaction that stores the verdict. Messages that told of it and that no channel has accepted
    yet are taken back, digests too (to be sent anew); the others lose their text.
    """
    with store.writing() as db:
        old = store.row("SELECT terms FROM story WHERE id = ?", (story_id,))
        _mark(store, story_id, json.loads(old["terms"]) if old else [])
        for statement in (
            """DELETE FROM window_post WHERE post_id IN
               (SELECT post_id FROM story_post WHERE story_id = ?)""",
            "DELETE FROM open_story WHERE id = ?",
            "DELETE FROM story_summary WHERE story_id = ?",
            """UPDATE story SET terms = '[]', title = '', why = '', topic = NULL, sources = '[]', threads = 0,
               voices = 0, expected = 0, surprise = 0, shown = 0 WHERE id = ?""",
        ):
            db.conn.execute(statement, (story_id,))
        for row in store.rows(f"SELECT id FROM candidate WHERE {_ALIKE} AND state <> 'dropped'", (story_id,)):
            drop_candidate(store, row["id"])
        db.conn.execute("DELETE FROM story_post WHERE story_id = ?", (story_id,))
        db.conn.execute("DELETE FROM alert_fact WHERE alert_id = ?", (alert_id,))
        db.conn.execute("UPDATE tip SET alert_id = NULL WHERE alert_id = ?", (alert_id,))
        db.conn.execute("DELETE FROM response WHERE alert_id = ?", (alert_id,))
        _take_out_of_messages(store, story_id, alert_id)
        return _take_out_of_digests(store, story_id)


_ALIKE = """id IN (SELECT candidate_id FROM candidate_post WHERE post_id IN
    (SELECT post_id FROM story_post WHERE story_id = ?))"""


def drop_candidate(store: Store, number: int) -> list[date]:
    """The same for what nearly alarmed: only the marks stay. Returns the days whose digest told of it."""
    with store.writing() as db:
        row = store.row("SELECT story_id, content FROM candidate WHERE id = ?", (number,))
        told = json.loads(row["content"]) if row else {}
        story_id = str(row["story_id"]) if row else ""
        marks = [("thread", thread_mark(source, thread)) for source, thread in told.get("threads", [])]
        marks += [("feature", mark(word)) for word in {*told.get("terms", []), *told.get("vocabulary", [])}]
        db.conn.executemany(
            "INSERT OR IGNORE INTO dropped (story_id, kind, mark) VALUES (?, ?, ?)",
            [(story_id, kind, value) for kind, value in marks],
        )
        db.conn.execute(
            """DELETE FROM window_post WHERE post_id IN
               (SELECT post_id FROM candidate_post WHERE candidate_id = ?)""",
            (number,),
        )
        db.conn.execute("DELETE FROM candidate_post WHERE candidate_id = ?", (number,))
        db.conn.execute("UPDATE candidate SET content = '{}', state = 'dropped' WHERE id = ?", (number,))
        told_in = """kind = 'digest' AND EXISTS (
            SELECT 1 FROM json_each(body, '$.digest.candidates') WHERE json_extract(value, '$.id') = ?)"""
        db.conn.execute(f"DELETE FROM message WHERE delivered_at IS NULL AND {told_in}", (number,))
        db.conn.execute(f"UPDATE message SET subject = '', body = '{{}}' WHERE {told_in}", (number,))
        return _take_out_of_digests(store, story_id)


def threads(store: Store) -> frozenset[int]:
    """The marks of the threads of all dropped stories."""
    return frozenset(row["mark"] for row in store.rows("SELECT mark FROM dropped WHERE kind = 'thread'"))


def wordings(store: Store) -> list[frozenset[int]]:
    """For each dropped story the marks of its wording."""
    found: dict[str, set[int]] = {}
    for row in store.rows("SELECT story_id, mark FROM dropped WHERE kind = 'feature'"):
        found.setdefault(row["story_id"], set()).add(row["mark"])
    return [frozenset(marks) for marks in found.values()]


def _mark(store: Store, story_id: str, terms: Iterable[str]) -> None:
    """Keep the marks of a story's threads and of the wording by which it is recognised."""
    followed = store.row("SELECT content FROM open_story WHERE id = ?", (story_id,))
    wording = {*terms, *(json.loads(followed["content"])["vocabulary"] if followed else ())}
    threads = store.rows(
        """SELECT DISTINCT source, thread FROM story_post JOIN post ON post.id = post_id WHERE story_id = ?""",
        (story_id,),
    )
    marks = [("thread", thread_mark(row["source"], row["thread"])) for row in threads]
    marks += [("feature", mark(feature)) for feature in wording]
    with store.writing() as db:
        db.conn.executemany(
            "INSERT OR IGNORE INTO dropped (story_id, kind, mark) VALUES (?, ?, ?)",
            [(story_id, kind, number) for kind, number in marks],
        )


def _take_out_of_messages(store: Store, story_id: str, alert_id: int) -> None:
    values = {"story": story_id, "alert": alert_id}
    about = """id IN (SELECT message_id FROM notice WHERE alert_id = :alert)
        OR (kind = 'alert' AND (ref = :story OR substr(ref, 1, length(:story) + 1) = :story || '@'))
        OR (kind = 'digest' AND EXISTS (
            SELECT 1 FROM json_each(body, '$.digest.open') WHERE json_extract(value, '$.id') = :alert
            UNION ALL
            SELECT 1 FROM json_each(body, '$.digest.closed') WHERE json_extract(value, '$.id') = :alert))"""
    with store.writing() as db:
        db.conn.execute(f"DELETE FROM message WHERE delivered_at IS NULL AND ({about})", values)
        db.conn.execute(f"UPDATE message SET subject = '', body = '{{}}' WHERE {about}", values)
        db.conn.execute("UPDATE notice SET lead = '' WHERE alert_id = :alert", values)


def _take_out_of_digests(store: Store, story_id: str) -> list[date]:
    days = []
    with store.writing() as db:
        for row in store.rows("SELECT day, content FROM digest WHERE instr(content, ?)", (story_id,)):
            content = json.loads(row["content"])
            for part in {"open", "closed", "candidates"} & content.keys():
                content[part] = [told for told in content[part] if told["story_id"] != story_id]
            kept = json.dumps(content, ensure_ascii=False, sort_keys=True)
            db.conn.execute("UPDATE digest SET content = ? WHERE day = ?", (kept, row["day"]))
            # Its picture shows the story. The words are sent anew; a picture of them is not drawn again.
            db.conn.execute(
                "DELETE FROM message WHERE kind = 'picture' AND ref = ? AND delivered_at IS NULL", (row["day"],)
            )
            days.append(date.fromisoformat(row["day"]))
    return days
