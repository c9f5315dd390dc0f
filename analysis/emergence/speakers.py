"""How many independent voices a story has, for the showing rule only."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.emergence.copies import copy_groups, voices
from analysis.emergence.reading import Thread
from analysis.emergence.window import Window
from model.tips import TIP_VOICE, TIPS


def count(window: Window, threads: Sequence[Thread]) -> tuple[int, bool]:
    """Voices behind `threads`, and whether speakers are known.

    Known speakers: the largest count under one key (crawlers/voices.py), never a sum, since voices under different
    keys cannot be compared; of two copies only the first thread counts. Otherwise a thread is one voice. A tip is
    one voice beside them, unless it repeats what a site says.
    """
    groups = [_heard(group) for group in copy_groups(window, threads)]
    posts = [post for group in groups for thread in (_one_a_source(group)) for post in window.posts(thread)]
    if not posts or any(post.voice is None for post in posts):
        return voices(window, groups), False
    by_key: dict[str, set[str]] = {}
    for post in posts:
        key, _, speaker = str(post.voice).partition(":")
        by_key.setdefault(key, set()).add(speaker)
    tips = by_key.pop(TIP_VOICE, set())
    return max((len(speakers) for speakers in by_key.values()), default=0) + len(tips), True


def _heard(group: Sequence[Thread]) -> Sequence[Thread]:
    """Copies without the tips among them, when a site says the same."""
    return [thread for thread in group if thread[0] != TIPS] or group


def _one_a_source(group: Sequence[Thread]) -> list[Thread]:
    """Of the copies within a source, the first."""
    first: dict[str, Thread] = {}
    for thread in group:
        first.setdefault(thread[0], thread)
    return list(first.values())
