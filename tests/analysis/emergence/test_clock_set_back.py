"""The clock ran ahead for a while and was put right: what is said from then on is noticed, not years later."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from analysis.run import analyse
from model.config import Config
from model.records import Precision
from store import posts, runs
from store.database import Store, open_store
from tests.analysis.emergence.invented_town import START, post

NOW = START + timedelta(days=30)
WRONG = NOW + timedelta(days=4 * 365)


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return Config.model_validate(
        {
            "association": {"name": "协会", "town": "永康", "contact": "mailto:a@xiehui.cn"},
            "topics": {"drowning": {"words": ["溺水"], "level": "life"}},
            "database": str(tmp_path / "town.db"),
        }
    )


def said(store: Store, key: int, text: str, at: datetime, fetched: datetime) -> None:
    made = replace(post(key, at, "", text), published_at=at, precision=Precision.MINUTE, fetched_at=fetched)
    posts.save(store, [made])


def stories(store: Store) -> list[str]:
    return [row["title"] for row in store.rows("SELECT title FROM story ORDER BY id")]


def test_what_is_said_afterwards_is_noticed(config: Config) -> None:
    with open_store(None) as store:
        said(store, 1, "今天菜场的豆腐很新鲜", WRONG - timedelta(minutes=5), WRONG)
        analyse(store, config, WRONG)
        said(store, 2, "听说水库有孩子溺水,是真的吗", NOW - timedelta(minutes=20), NOW - timedelta(minutes=10))
        assert analyse(store, config, NOW)["opened"] == 1
        assert len(stories(store)) == 1
        (issue,) = runs.issues_since(store, NOW - timedelta(days=1))
        assert issue.kind == "clock-set-back" and "1 篇帖子" in issue.message
        row = store.rows("SELECT published_at, precision, fetched_at, moment FROM post ORDER BY id LIMIT 1")[0]
        at = int(NOW.timestamp())
        assert tuple(row) == (None, "none", at, at)
        assert analyse(store, config, NOW + timedelta(minutes=10))["opened"] == 0
        assert len(runs.issues_since(store, NOW - timedelta(days=1))) == 1, "said once"


def test_a_small_step_is_waited_for(config: Config) -> None:
    with open_store(None) as store:
        analyse(store, config, NOW)
        said(store, 2, "听说水库有孩子溺水,是真的吗", NOW - timedelta(minutes=20), NOW - timedelta(minutes=18))
        assert analyse(store, config, NOW - timedelta(minutes=15))["opened"] == 0
        assert runs.issues_since(store, NOW - timedelta(days=1)) == []
        assert analyse(store, config, NOW + timedelta(minutes=5))["opened"] == 1
