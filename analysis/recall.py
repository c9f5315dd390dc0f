"""What was said before: the copies of the last day, and which new posts say nearly what one of the last weeks said.

A part of the stage's shell beside run.py.

A wording that was here days ago is an old template, an advertisement or a greeting; that it was here is a fact that
anybody can check, and no verdict. The days themselves are left to the near-duplicates.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from analysis.signs.cues import SEEN_BEFORE
from analysis.text.duplicates import Duplicates
from analysis.text.sketch import Sketcher
from model.records import Post, ScoredPost
from store import emergence, posts, scores, wordings
from store.database import Store

OLDEST, NEWEST = timedelta(days=30), timedelta(days=3)
Scored = tuple[Post, ScoredPost]


def restore(store: Store, recent: Duplicates) -> None:
    """Tell `recent` of the last day's posts and of the first post that was found for each at the time."""
    held = [item.post for item in emergence.inside(store)]
    roots = scores.by_ids(store, [post.id or 0 for post in held])
    for post in sorted(held, key=lambda post: (post.moment, post.id)):
        score = roots.get(post.id or 0)
        root = score.duplicate_of if score and score.duplicate_of is not None else post.id
        recent.add(post.id or 0, post.text, post.moment, root=root)


def recalled(store: Store, scored: Iterable[Scored]) -> list[Scored]:
    """The pairs, with `seen_before` among the cues of those said 3 to 30 days before in nearly the same words."""
    sketcher = Sketcher()
    return [(post, _with_cue(score) if _seen(store, sketcher, post) else score) for post, score in scored]


def remember(store: Store, scored: Sequence[Scored]) -> None:
    """Keep what these posts say for the weeks to come; of copies only the first. Inside the batch's transaction."""
    sketcher = Sketcher()
    kept = ((post, sketcher.asked(post.text) if score.duplicate_of is None else ()) for post, score in scored)
    wordings.remember(store, ((post, sample[: sketcher.KEPT]) for post, sample in kept))


def forget(store: Store, now: datetime) -> None:
    """Drop what no question can still ask for."""
    wordings.forget(store, now - OLDEST)


def _seen(store: Store, sketcher: Sketcher, post: Post) -> bool:
    sample = sketcher.asked(post.text)
    if not sample:
        return False
    near = wordings.nearest(store, sample, post.moment - OLDEST, post.moment - NEWEST)
    return any(sketcher.alike(post.text, other.text) for other in posts.by_ids(store, near) if other.id != post.id)


def _with_cue(score: ScoredPost) -> ScoredPost:
    return replace(score, cues=(*score.cues, SEEN_BEFORE)) if SEEN_BEFORE not in score.cues else score
