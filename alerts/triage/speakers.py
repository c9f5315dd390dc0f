"""Whether somebody new speaks of a story, as far as posts can tell it. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from model.records import Post


def somebody_new(said: Sequence[Post], newest: int) -> bool:
    """Whether a post stored after `newest` (an id) may be of somebody who had not spoken in `said` before.

    Voices of two days have different keys, forgotten ones none: what cannot be compared may be somebody new.
    """
    before = {post.voice for post in said if (post.id or 0) <= newest}
    return any(post.voice is None or post.voice not in before for post in said if (post.id or 0) > newest)
