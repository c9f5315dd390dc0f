"""A wording of the last weeks is recognised through the store, one of yesterday or of last season is not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from analysis.recall import forget, recalled, remember
from model.records import Label, Post, Precision, ScoredPost
from store import posts
from store.database import Store, open_store

NOW = datetime(2026, 3, 20, 8, tzinfo=UTC)
TEMPLATE = "紧急通知,最近有外地来的面包车专门抢小孩,已经丢了二十多个,请各位家长接送的时候一定要看好自己的孩子"


def stored(
    store: Store, key: str, text: str, at: datetime, duplicate_of: int | None = None
) -> tuple[Post, ScoredPost]:
    post = Post(
        source="论坛", key=key, url="", thread=key, thread_url="", opener=True, title="", body=text,
        published_at=at, precision=Precision.MINUTE, fetched_at=at,
    )  # fmt: skip
    (found,) = posts.by_ids(store, posts.save(store, [post]))
    score = ScoredPost(
        post_id=found.id or 0, words=(), sentiment=None, confidence=0.0, label=Label.NEUTRAL, watch=(),
        cues=("urgent",),
        places=(), duplicate_of=duplicate_of, engine="none", scores={},
    )  # fmt: skip
    return found, score


@pytest.mark.parametrize(("age", "seen"), [(1, False), (4, True), (29, True), (31, False)])
def test_only_what_was_said_days_ago_counts(age: int, seen: bool) -> None:
    with open_store(None) as store:
        remember(store, [stored(store, "old", TEMPLATE, NOW - timedelta(days=age))])
        new = stored(store, "new", "转发:" + TEMPLATE.replace("面包车", "商务车") + "!!", NOW)
        ((_, score),) = recalled(store, [new])
    assert score.cues == (("urgent", "seen_before") if seen else ("urgent",))


def test_other_news_and_short_texts_are_new() -> None:
    with open_store(None) as store:
        remember(
            store,
            [
                stored(store, "a", TEMPLATE, NOW - timedelta(days=9)),
                stored(store, "b", "明天停水", NOW - timedelta(days=9)),
            ],
        )
        new = [
            stored(store, "c", "各位家长接送孩子的时候请不要把车停在校门口,昨天堵了快一个小时才散", NOW),
            stored(store, "d", "明天停水", NOW),
        ]
        assert [score.cues for _, score in recalled(store, new)] == [("urgent",), ("urgent",)]


def test_an_edited_post_is_remembered_as_it_is_now_and_the_old_are_forgotten() -> None:
    with open_store(None) as store:
        old, score = stored(store, "old", TEMPLATE, NOW - timedelta(days=9))
        remember(store, [(old, score)])
        remember(store, [(old, score)])
        forget(store, NOW + timedelta(days=22))
        assert store.rows("SELECT * FROM wording") == []
        edited = stored(
            store,
            "old",
            "全城最低价家具清仓,满三千减五百,地址在老汽车站对面的二楼,欢迎大家来看",
            NOW - timedelta(days=9),
        )
        remember(store, [edited])
        ((_, again),) = recalled(store, [stored(store, "new", TEMPLATE, NOW)])
        assert again.cues == ("urgent",)
