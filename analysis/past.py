"""The cue `seen_before` without a database: for posts that come one after the other, as in `huisheng score`."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from analysis.recall import NEWEST, OLDEST
from analysis.signs.cues import SEEN_BEFORE
from analysis.text.duplicates import Duplicates
from model.records import Post, ScoredPost


class Past:
    """Remembers posts with a known time for 30 days of their time. Give them oldest first."""

    def __init__(self) -> None:
        self._seen = Duplicates(OLDEST)
        self._said: list[datetime] = []

    def recalled(self, post: Post, score: ScoredPost) -> ScoredPost:
        """`score`, with the cue when nearly the same was said at least three days before `post`."""
        if post.published_at is None:
            return score
        first = self._seen.add(len(self._said), post.text, post.moment)
        self._said.append(post.moment)
        if first is None or post.moment - self._said[first] < NEWEST:
            return score
        return replace(score, cues=(*score.cues, SEEN_BEFORE))
