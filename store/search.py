"""Posts that may hold a word, of one span of time: a first sieve for a program that then looks closely."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from store.database import Store
from store.times import seconds


def candidates(
    store: Store,
    words: Sequence[Sequence[str]],
    since: datetime,
    until: datetime,
    *,
    indexed: Callable[[str], bool],
) -> list[int]:
    """Ids of the posts said in (`since`, `until`] that hold one of `words`, in the order they were fetched.

    A word is a sequence of strings, each the characters that count as one; a post must hold one of each string,
    anywhere. `indexed` tells which characters the search index knows; the others are looked for in the text. A word
    without any string is in every post.
    """
    span: dict[str, object] = {"since": seconds(since), "until": seconds(until)}
    where = "1"
    if words and all(words):
        tests = [_in_index(words, indexed, span), *_in_text(words, indexed, span)]
        where = " OR ".join(test for test in tests if test) or "0"
    rows = store.rows(
        f"""SELECT id FROM post WHERE moment > :since AND moment <= :until AND ({where}) ORDER BY fetched_at, id""",
        span,
    )
    return [row["id"] for row in rows]


def _in_index(words: Sequence[Sequence[str]], indexed: Callable[[str], bool], span: dict[str, object]) -> str:
    """A test for the posts that hold all of a word in characters that the index knows; '' when there is none."""
    found = []
    for word in words:
        known = [[f'"{char}"' for char in chars if indexed(char)] for chars in word]
        if all(known):
            found.append(" AND ".join(f"({' OR '.join(chars)})" for chars in known))
    if not found:
        return ""
    span["match"] = " OR ".join(f"({word})" for word in found)
    return "id IN (SELECT rowid FROM post_fts WHERE post_fts MATCH :match)"


def _in_text(words: Sequence[Sequence[str]], indexed: Callable[[str], bool], span: dict[str, object]) -> list[str]:
    """Tests for the rare characters that the index does not know, such as ㊙ for 秘."""
    rare = sorted({char for word in words for chars in word for char in chars if not indexed(char)})
    for number, char in enumerate(rare):
        span[f"rare{number}"] = char
    return [f"instr(title, :rare{n}) OR instr(body, :rare{n})" for n in range(len(rare))]


def threads_between(store: Store, since: datetime, until: datetime) -> int:
    """How many threads had a post in (`since`, `until`]."""
    row = store.row(
        """SELECT count(*) AS found FROM (SELECT DISTINCT source, thread FROM post
           WHERE moment > ? AND moment <= ?)""",
        (seconds(since), seconds(until)),
    )
    return int(row["found"]) if row else 0
