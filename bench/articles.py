"""How well an article page without selectors is read: its text and its date, beside trafilatura alone.

Run: python -m bench.articles [FOLDER] [--worst N] [--later DAYS]. FOLDER holds saved pages and `manifest.jsonl`: a
line a page with `file`, `gold` (the text as a person marked it) and `meta.date`. The pages go through
`kinds/articles.py` whole: charset, text, bylines, date. Text: F1 of tokens (one Han character, or one run of other
letters and digits), counted with their number. A page is read a day after its date, as by a crawler, or DAYS later.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import mean, median, quantiles
from zoneinfo import ZoneInfo

import trafilatura

from bench.tone.sets import SHARED
from crawlers.kinds.articles import read_article
from crawlers.kinds.base import Fetch, Outcome, Page, Visit
from crawlers.kinds.opened import Opened, open_page
from model.config import PageSource

ZONE = ZoneInfo("Asia/Shanghai")
TEXT_AIM = DATE_AIM = 0.95
_TOKEN = re.compile(r"[㐀-鿿]|[^\W_㐀-鿿]+")
_URL = "https://news.example.org/2026/1.html"
_UNDATED = datetime(2022, 6, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gold:
    """What a person read on the page `file`; `day` None: no date was marked, or none that is one."""

    file: str
    body: bytes
    text: str
    day: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Token F1 of our text and of trafilatura's; whether the day is right, None without a gold day."""

    file: str
    ours: float
    theirs: float
    right: bool | None
    day: date | None


def main() -> None:
    """Read the pages, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=SHARED / "html")
    parser.add_argument("--worst", type=int, default=5)
    parser.add_argument("--later", type=int, default=1, metavar="DAYS")
    given = parser.parse_args()
    if not (given.folder / "manifest.jsonl").exists():
        print("the gold pages are not part of this repository: skipped")
        sys.exit(0)
    found = [judge(gold, timedelta(days=given.later)) for gold in gold_pages(given.folder)]
    print(f"{len(found)} pages")
    _tell("our reader", [one.ours for one in found], TEXT_AIM)
    _tell("trafilatura alone", [one.theirs for one in found], None)
    dated = [one for one in found if one.right is not None]
    right = sum(bool(one.right) for one in dated)
    print(f"dates: {right} of {len(dated)} right = {right / len(dated):.3f} (aim {DATE_AIM})")
    every = sorted(given.folder.glob("*/*.html"))
    walls = [path for path in every if not read(path.read_bytes(), _UNDATED)[0]]
    print(f"pages taken for a wall, or without a text: {len(walls)} of {len(every)}")
    for path in walls:
        print(f"  {path.name}")
    for one in sorted(found, key=lambda one: one.ours)[: given.worst]:
        print(f"  {one.ours:.3f} (trafilatura {one.theirs:.3f}) {one.file}")
    for one in dated:
        if not one.right:
            print(f"  date read as {one.day}: {one.file}")


def _tell(name: str, scores: Sequence[float], aim: float | None) -> None:
    low, *_ = quantiles(scores, n=10)
    wanted = f" (aim {aim})" if aim is not None else ""
    print(
        f"{name}: text F1 mean {mean(scores):.3f}{wanted}, median {median(scores):.3f}, lowest tenth {low:.3f}, "
        f"lowest {min(scores):.3f}, at least .95 on {sum(score >= 0.95 for score in scores)} of {len(scores)} pages"
    )


def gold_pages(folder: Path) -> list[Gold]:
    """The pages of the manifest in `folder` that somebody marked."""
    lines = (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [row for row in map(json.loads, lines) if row["gold"]]
    return [
        Gold(
            file=row["file"],
            body=(folder / row["file"]).read_bytes(),
            text=row["gold"],
            day=_day((row["meta"] or {}).get("date") or (row["meta"] or {}).get("publishedTime") or ""),
        )
        for row in rows
    ]


def _day(text: str) -> date | None:
    match = re.match(r"(\d{4})-(\d{1,2})-(\d{1,2})", text)
    return date(*(int(part) for part in match.groups())) if match else None


def judge(gold: Gold, later: timedelta) -> Found:
    """Read the page as it would have been read `later` than it was published."""
    moment = datetime(gold.day.year, gold.day.month, gold.day.day, 23, tzinfo=ZONE) if gold.day else _UNDATED
    text, day = read(gold.body, moment + later)
    alone = trafilatura.extract(gold.body, include_comments=False) or ""
    return Found(
        file=gold.file,
        ours=token_f1(text, gold.text),
        theirs=token_f1(alone, gold.text),
        right=None if gold.day is None else day == gold.day,
        day=day,
    )


def read(body: bytes, fetched_at: datetime) -> tuple[str, date | None]:
    """The text and the day of an article page as the kinds `page` and `sitemap` read it."""
    source = PageSource(name="news", kind="page", url="https://news.example.org/")
    page = Page(url=_URL, status=200, content_type="", charset="", body=body, fetched_at=fetched_at)
    visit = Visit(markers={}, oldest=fetched_at - timedelta(days=731), zone=ZONE)
    opened = open_page(source, page, visit)
    if not isinstance(opened, Opened):
        return "", None
    outcome = read_article(source, Fetch(url=_URL, role="item"), page, visit, opened)
    if not isinstance(outcome, Outcome) or not outcome.reads:
        return "", None
    post = outcome.reads[0].post
    return post.body, post.published_at.astimezone(ZONE).date() if post.published_at else None


def token_f1(found: str, wanted: str) -> float:
    """F1 of the tokens of two texts as bags, 0 … 1."""
    ours, theirs = Counter(_TOKEN.findall(found)), Counter(_TOKEN.findall(wanted))
    both = (ours & theirs).total()
    return 2 * both / (ours.total() + theirs.total()) if both else 0.0


if __name__ == "__main__":
    main()
