"""Where posts name somebody: covered for what leaves, and nothing shown of a text that has changed since."""

from __future__ import annotations

from dataclasses import replace

from store import veils
from store.database import open_store
from tests.analysis.emergence.invented_town import START, post


def test_names_are_covered_and_a_changed_text_says_nothing() -> None:
    told = replace(post(1, START, "王校长来了", "听说王校长打人"), id=1)
    with open_store(None) as store:
        store.db.conn.execute("PRAGMA foreign_keys = OFF")
        with store.writing() as db:
            db.conn.execute("INSERT INTO story_post (story_id, post_id) VALUES ('s', 1)")
        assert veils.drawn(store, "s", [told]) == [told]
        veils.put(store, "s", [told], {1: ([(0, 3)], [(2, 5)])})
        (seen,) = veils.drawn(store, "s", [told])
        assert (seen.title, seen.body) == ("〔某人〕来了", "听说〔某人〕打人")
        (edited,) = veils.drawn(store, "s", [replace(told, body="听说欧阳校长打人")])
        assert (edited.title, edited.body) == ("", "")
