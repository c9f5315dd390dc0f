"""How many invented cries for help the rule finds, and how many other posts it takes for one, list by list."""

from __future__ import annotations

import re
from pathlib import Path

from analysis.signs.distress import first_person_distress

LISTS = Path(__file__).resolve().parents[1] / "tests" / "analysis" / "signs" / "distress"
_NAMED = re.compile(
    "自杀|跳楼|跳河|跳下|轻生|割腕|遗书|想死|去死|不想活|活不下去|农药|安眠药|喝药|上吊|自残|绳子|解脱"
)
"""Words that a watch topic about life would have: only such posts could be quoted by one."""


def main() -> None:
    """One line a list; then the posts of the later lists that name what a watch topic might look for."""
    for path in (LISTS / name for name in ("first.txt", "second.txt", "later.txt", "plain.txt")):
        _tell(path.name, posts_of(path))
    _tell("later, naming it", [pair for pair in posts_of(LISTS / "later.txt") if _NAMED.search(pair[1])])


def posts_of(path: Path) -> list[tuple[str, str]]:
    """Kind (own or other) and text of each post of a list."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [(kind, text) for kind, _, text in (line.partition(" | ") for line in lines) if text]


def _tell(name: str, posts: list[tuple[str, str]]) -> None:
    own = [first_person_distress(text) for kind, text in posts if kind == "own"]
    others = [first_person_distress(text) for kind, text in posts if kind == "other"]
    print(f"{name:18} found {sum(own)} of {len(own)}, wrong {sum(others)} of {len(others)}")


if __name__ == "__main__":
    main()
