"""Time and memory of the day's and the week's digest over a long history: ``python -m bench.digest [POSTS]``.

The posts are invented: by default 1,000,000 over 120 days in 40 sources, one in fifty of them caught by a watch
topic, with 30 stories that have alerts, a third of them answered. Building is measured in a process of its own.
"""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from alerts.digest import build as daily
from alerts.digest.render import render_html, render_markdown, render_text
from alerts.run import triage
from alerts.weekly import build as weekly
from alerts.weekly.render import html
from alerts.weekly.words import WeekWords
from analysis.signs.distress import first_person_distress
from model.catalogue import Catalogue
from model.config import Config
from model.records import AlertEvent, Story
from store import alerts, stories
from store.database import Store, open_store

NOW = datetime(2026, 3, 2, 0, 0, tzinfo=UTC)
DAY = date(2026, 3, 2)
_SOURCES, _DAYS, _STORIES, _THREAD = 40, 120, 30, 8
_WORDS = ("停水", "修路", "公交", "菜场", "小区", "学校", "下雨", "医院", "广场", "水库", "物业", "门口")


def config() -> Config:
    """Forty sources and three watch topics."""
    sources = [{"name": f"源{n}", "kind": "feed", "url": f"https://s{n}.example.org/rss"} for n in range(_SOURCES)]
    topics = {f"t{n}": {"title": f"话题{n}", "words": [word]} for n, word in enumerate(_WORDS[:3])}
    about = {"name": "协会", "town": "小城", "contact": "https://xiehui.test"}
    return Config.model_validate({"association": about, "sources": sources, "topics": topics})


def _posts(count: int) -> Iterator[tuple[object, ...]]:
    """Rows of the table of posts, evenly over the days."""
    chance = random.Random(1)  # noqa: S311 - invented posts, the same each time
    end, step = int(NOW.timestamp()), _DAYS * 86_400 / count
    for number in range(count):
        source, thread = number % _SOURCES, number // (_SOURCES * _THREAD)
        at = int(end - _DAYS * 86_400 + number * step)
        body = "".join(chance.choices(_WORDS, k=10))
        url = f"https://s{source}.example.org/t{thread}"
        yield (f"源{source}", str(number), url, f"t{thread}", int(number % _THREAD == 0), "", body, at, at, at)


def fill(store: Store, count: int) -> None:
    """Store the invented posts, their scores, stories, alerts and what people decided."""
    with store.writing() as db:
        db.conn.executemany(
            """INSERT INTO post (source, key, url, thread, opener, title, body, published_at, precision, fetched_at,
                   moment) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'minute', ?, ?)""",
            _posts(count),
        )
        hit = json.dumps([{"topic": "t0", "term": "x", "text": "x", "start": 0, "end": 1, "field": "text"}])
        db.conn.execute(
            """INSERT INTO scored_post (post_id, words, confidence, label, watch, cues, places, engine, scores)
               SELECT id, '["停水","修路"]', 0.5, 'neutral', CASE WHEN id % 50 = 0 THEN ? ELSE '[]' END, '[]', '[]',
                   'bench', '{}' FROM post""",
            (hit,),
        )
    for number in range(_STORIES):
        _story(store, count, number)


def _story(store: Store, count: int, number: int) -> None:
    at = NOW - timedelta(days=28 * number / _STORIES, hours=1)
    last = count - int(count * (NOW - at) / timedelta(days=_DAYS))
    ids = tuple(range(max(1, last - 400), last, 10))
    story = Story(
        id=f"s{number}", kind="discovered", topic=None, terms=("停水", "小区"),
        title=f"虚构{number}",
        opened_at=at, updated_at=at, window_start=at - timedelta(days=1), window_end=at, threads=len(ids), voices=9,
        voices_known=True, sources=("源1", "源2"), expected=0.5, surprise=6.0, why="虚构。", shown=True,
        post_ids=ids,
    )  # fmt: skip
    stories.save(store, [story])
    triage(store, config(), at)
    (alert,) = alerts.by_stories(store, [story.id]).values()
    if number % 3 == 0:
        event = AlertEvent(alert_id=alert.id, at=at + timedelta(hours=2), what="answer", detail="")
        alerts.add_event(store, event)


def measure(path: Path) -> None:
    """Build and render both digests; print seconds and the most memory so far."""
    settings, catalogue = config(), Catalogue("zh")
    with open_store(path) as store:
        started = time.monotonic()
        digest = daily.build(store, settings, NOW, DAY)
        for render in (render_html, render_markdown, render_text):
            render(digest, catalogue, settings)
        _say("daily", started, f"{digest.posts} posts of the day, {len(digest.open)} open")
        started = time.monotonic()
        week = weekly.build(store, settings, NOW, DAY, first_person_distress)
        html(WeekWords(week, catalogue, settings))
        _say("weekly", started, f"{sum(one.alerts for _, one in week.weeks)} alerts in 5 weeks")


def _say(name: str, started: float, what: str) -> None:
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{name}: {time.monotonic() - started:.2f} s, {memory:.0f} MB at most so far ({what})", flush=True)


def main() -> None:
    """Fill a throw-away database, then measure in a fresh process."""
    if len(sys.argv) > 2:
        measure(Path(sys.argv[2]))
        return
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory(prefix="huisheng-bench-") as folder:
        path = Path(folder) / "town.db"
        with open_store(path) as store:
            fill(store, count)
        print(f"{count:,} posts, {path.stat().st_size / 1e6:.0f} MB on disk", flush=True)
        subprocess.run([sys.executable, "-m", "bench.digest", str(count), str(path)], check=True)


if __name__ == "__main__":
    main()
