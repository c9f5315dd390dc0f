"""Tone raises, lowers and opens nothing: the detector is not told of it, and alerts do not know the word."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import analysis.run as stage
from model.records import Label, Post, Precision, ScoredPost

ROOT = Path(__file__).resolve().parents[3]
NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)
TONE = re.compile(r"\b(sentiment|Tone|tones|Label|label)\b|analysis\.tone")


def test_the_detector_gets_the_same_whatever_the_tone() -> None:
    post = Post(
        source="论坛", key="1", url="", thread="1", thread_url="", opener=True, title="停水", body="又停水了",
        published_at=NOW, precision=Precision.MINUTE, fetched_at=NOW, id=1,
    )  # fmt: skip
    angry = ScoredPost(
        post_id=1, words=("又", "停水"), sentiment=0.01, confidence=0.99, label=Label.NEGATIVE, watch=(), cues=(),
        places=(), duplicate_of=None, engine="posts-1", scores={"posts-1-bayes": 0.01},
    )  # fmt: skip
    glad = replace(angry, sentiment=0.99, label=Label.POSITIVE, scores={"posts-1-bayes": 0.99})
    none = replace(angry, sentiment=None, confidence=0.0, label=Label.UNSCORABLE, scores={}, engine="none")
    first, *others = [stage._queued(post, score, NOW) for score in (angry, glad, none)]
    assert others == [first, first]


def test_what_finds_and_tells_stories_does_not_know_the_word() -> None:
    files = [path for room in ("analysis/emergence", "alerts/triage") for path in (ROOT / room).rglob("*.py")]
    assert len(files) > 15
    assert [path.name for path in files if TONE.search(path.read_text(encoding="utf-8"))] == []
    assert TONE.search("score.sentiment < 0.3")
