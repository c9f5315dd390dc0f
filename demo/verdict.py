"""Did the house hear exactly the two stories? Compares what was flagged with what the town planted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from demo.records import Town
from model.records import Alert

STORIES = ("blue_whale", "crossbow")
_KEY = re.compile(r"(?:[?&]tid=|/p/|/)(\d{4,9})(?:\.html)?(?:&|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """`heard`: the story (or look-alike, or '' for everyday talk) behind each alert, in the alerts' order."""

    heard: tuple[str, ...]

    @property
    def exact(self) -> bool:
        """Whether the two stories were flagged, once each, and nothing else."""
        return sorted(self.heard) == sorted(STORIES)

    @property
    def missed(self) -> list[str]:
        """Stories that were not flagged."""
        return [story for story in STORIES if story not in self.heard]

    @property
    def twice(self) -> list[str]:
        """Stories that were flagged more than once."""
        return [story for story in STORIES if self.heard.count(story) > 1]

    @property
    def wrong(self) -> list[str]:
        """What was flagged and is no story."""
        return [name or "everyday" for name in self.heard if name not in STORIES]


def judge(town: Town, alerts: Iterable[Alert]) -> Verdict:
    """What each alert rests on: the planted thing that most of its threads belong to."""
    planted = {str(thread.key): thread.planted for thread in town.threads}
    heard = []
    for alert in alerts:
        behind = Counter(planted.get(_key(evidence.thread_url), "") for evidence in alert.evidence)
        heard.append(behind.most_common(1)[0][0] if behind else "")
    return Verdict(heard=tuple(heard))


def _key(url: str) -> str:
    parts = urlsplit(url)
    found = _KEY.search(f"{parts.path}?{parts.query}" if parts.query else parts.path)
    return found[1] if found else ""
