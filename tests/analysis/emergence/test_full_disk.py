"""A database that may not grow while posts are scored and stories advance: nothing lost, nothing twice."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from analysis.run import analyse
from model.config import Config
from model.errors import StoreError
from store import cursors, posts
from store.database import Store, open_store
from tests.analysis.emergence.invented_town import START, everyday, in_fetch_order

STREAM = in_fetch_order(everyday(2))
NOW = START + timedelta(days=2, hours=1)


def allow(store: Store, pages: int) -> None:
    count = store.rows("PRAGMA page_count")[0][0]
    store.db.conn.execute(f"PRAGMA max_page_count = {count + pages}")


def told(store: Store) -> list[tuple[object, ...]]:
    asked = (
        "SELECT * FROM scored_post ORDER BY post_id", "SELECT * FROM window_post ORDER BY post_id",
        "SELECT * FROM gram ORDER BY gram", "SELECT * FROM term_day ORDER BY term, day",
        "SELECT * FROM day_total ORDER BY day", "SELECT * FROM story ORDER BY id",
        "SELECT * FROM cursor ORDER BY name",
    )  # fmt: skip
    return [tuple(row) for sql in asked for row in store.rows(sql)]


def test_analysis_goes_on_where_the_disk_was_full(tmp_path: Path) -> None:
    config = Config.model_validate(
        {
            "association": {"name": "协会", "town": "永康", "contact": "mailto:a@xiehui.cn"},
            "topics": {"t": {"words": ["早饭", "堵车"]}},
            "database": str(tmp_path / "town.db"),
        }
    )
    with open_store(None) as calm:
        posts.save(calm, STREAM)
        before = calm.rows("PRAGMA page_count")[0][0]
        analyse(calm, config, NOW)
        grown = calm.rows("PRAGMA page_count")[0][0] - before
        whole = told(calm)
    with open_store(None) as store:
        posts.save(store, STREAM)
        refused = 0
        for pages in range(0, 2 * grown, 1 + grown // 12):
            allow(store, pages)
            try:
                analyse(store, config, NOW)
            except StoreError as error:
                assert error.name == "full"
                refused += 1
                last = cursors.read(store, "analyse.post")
                scored = store.rows("SELECT count(*) AS n, max(post_id) AS last FROM scored_post")[0]
                assert (scored["n"], scored["last"] or 0) == (last, last), "scores and position go together"
            else:
                break
        assert refused > 2
        assert told(store) == whole
