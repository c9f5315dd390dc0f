"""The scorer: order kept, one record per post, copies across batches, hostile texts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.score import NO_ENGINE, Scorer
from analysis.text.duplicates import Duplicates
from model.config import Topic
from model.errors import UsageError
from model.records import Label, Post, Precision

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)
NEWS = "听说古山中学门口的文具店在卖牙签弩,能射穿易拉罐,家长们都注意一下,求扩散"


def post(body: str, *, title: str = "", identifier: int | None = None) -> Post:
    return Post(
        source="论坛", key="1", url="", thread="1", thread_url="", opener=bool(title), title=title, body=body,
        published_at=NOW, precision=Precision.MINUTE, fetched_at=NOW, id=identifier,
    )  # fmt: skip


@pytest.fixture(scope="module")
def scorer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scorer]:
    topics = {"bow": Topic(words=["牙签弩"])}
    yield Scorer(topics, cache_dir=tmp_path_factory.mktemp("score") / "words")


def test_everything_that_is_found_in_a_post(scorer: Scorer) -> None:
    (scored,) = scorer.score([post(NEWS, title="这是真的吗", identifier=42)])
    assert scored.post_id == 42
    assert "牙签弩" in scored.words
    assert scored.sentiment is not None
    assert [(hit.topic, hit.field, hit.text) for hit in scored.watch] == [("bow", "text", "牙签弩")]
    assert set(scored.cues) == {"hearsay", "spread_call", "asks", "no_source", "no_time"}
    assert scored.places == ("古山镇",)
    assert scored.duplicate_of is None
    assert scored.engine == "posts-1"


def test_order_and_copies_within_and_across_batches(scorer: Scorer) -> None:
    recent = Duplicates()
    first = scorer.score([post("今天天气真好,大家都去方岩爬山吧", identifier=7), post(NEWS, identifier=5)], recent)
    assert [(s.post_id, s.duplicate_of) for s in first] == [(7, None), (5, None)]
    second = scorer.score([post("转:" + NEWS, identifier=9), post("没事", identifier=8)], recent)
    assert [(s.post_id, s.duplicate_of) for s in second] == [(9, 5), (8, None)]


def test_posts_without_an_id_are_known_by_their_place(scorer: Scorer) -> None:
    scored = scorer.score([post("没事"), post(NEWS), post(NEWS + "!!")])
    assert [(s.post_id, s.duplicate_of) for s in scored] == [(0, None), (1, None), (2, 1)]
    assert scorer.score([]) == []


def test_the_tone_can_be_left_out(tmp_path: Path) -> None:
    (scored,) = Scorer({}, cache_dir=tmp_path / "words", sentiment=False).score([post(NEWS)])
    assert (scored.sentiment, scored.label, scored.engine) == (None, Label.UNSCORABLE, NO_ENGINE)
    assert scored.words


def test_an_unknown_engine_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="posts"):
        Scorer({}, cache_dir=tmp_path / "words", engine="magic")


def test_the_engine_without_the_research_sets(tmp_path: Path) -> None:
    good, bad = Scorer({}, cache_dir=tmp_path / "words", engine="shipped").score(
        [post("服务很热情,非常满意"), post("质量太差,非常失望")]
    )
    assert good.sentiment is not None and bad.sentiment is not None
    assert bad.sentiment < 0.5 < good.sentiment
    assert good.engine == "snownlp-shipped"


@pytest.mark.slow
def test_the_library_itself(tmp_path: Path) -> None:
    scorer = Scorer({}, cache_dir=tmp_path / "words", engine="snownlp")
    try:
        good, bad, empty = scorer.score([post("服务很热情,非常满意"), post("质量太差,非常失望"), post("😂")])
        assert good.sentiment is not None and bad.sentiment is not None
        assert bad.sentiment < 0.5 < good.sentiment
        assert empty.sentiment is None
    finally:
        scorer.close()


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text(st.characters() | st.sampled_from("溺水跳楼\ud800\x00"), max_size=40), max_size=5))
def test_any_texts_are_scored_in_order(scorer: Scorer, texts: list[str]) -> None:
    scored = scorer.score([post(text, identifier=100 + i) for i, text in enumerate(texts)])
    assert [s.post_id for s in scored] == [100 + i for i in range(len(texts))]
    for one in scored:
        assert (one.sentiment is None) == (one.label is Label.UNSCORABLE)
        " ".join(one.words).encode()
