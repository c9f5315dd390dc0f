"""In a large area each district is heard by itself: what is said elsewhere neither hides nor makes a story."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from analysis.run import LEARNING, analyse
from analysis.text.segment import Segmenter
from model.config import Config
from model.config.settings import Emergence
from model.records import Post
from replay import replay
from store import cursors, posts
from store.database import Store, open_store
from tests.analysis.emergence.invented_town import OTHER_RUMOUR, SOURCES, START, everyday, in_fetch_order, rumour

PROGRAM = Path(sys.executable).with_name("huisheng")
OUTBREAK = START + timedelta(days=22, hours=9)
EVENING = OUTBREAK + timedelta(hours=6)
NORTH, SOUTH, EAST = "d00", "d01", "d02"


def of(district: str, stream: Sequence[Post]) -> list[Post]:
    """The stream, said on the sites of a district."""
    return [
        replace(p, source=f"{district}-{p.source}", key=f"{district}{p.key}", thread=f"{district}{p.thread}")
        for p in stream
    ]


QUIET = {name: of(name, list(everyday(23, seed=i))) for i, name in enumerate((NORTH, SOUTH, EAST))}
NORTHERN = in_fetch_order(QUIET[NORTH], of(NORTH, rumour(OUTBREAK)))
SOUTHERN = in_fetch_order(QUIET[SOUTH], of(SOUTH, rumour(EVENING, OTHER_RUMOUR, first=950_000, step=17)))
BOTH = in_fetch_order(NORTHERN, SOUTHERN)


@pytest.fixture(scope="module")
def segmenter(tmp_path_factory: pytest.TempPathFactory) -> Segmenter:
    return Segmenter(tmp_path_factory.mktemp("words") / "own")


def district(source: str) -> str:
    return source[:3]


def split(segmenter: Segmenter, stream: Sequence[Post]) -> list[dict[str, object]]:
    return list(replay(stream, {}, Emergence(), segmenter=segmenter, district_of=district))


def together(segmenter: Segmenter, stream: Sequence[Post]) -> list[dict[str, object]]:
    return list(replay(stream, {}, Emergence(), segmenter=segmenter))


def test_each_district_is_heard_as_if_it_were_alone(segmenter: Segmenter) -> None:
    alone = [*together(segmenter, NORTHERN), *together(segmenter, SOUTHERN)]
    assert len(alone) == 2
    assert split(segmenter, BOTH) == sorted(alone, key=lambda alert: str(alert["at"]))


def test_a_story_in_two_districts_is_told_in_each(segmenter: Segmenter) -> None:
    stream = in_fetch_order(NORTHERN, QUIET[SOUTH], of(SOUTH, rumour(EVENING)))
    found = split(segmenter, stream)
    assert [str(alert["posts"])[2:5] for alert in found] == [NORTH, SOUTH]


def test_one_thread_in_each_of_three_districts_is_a_story_of_none(segmenter: Segmenter) -> None:
    scattered = [of(name, [p])[0] for name, p in zip((NORTH, SOUTH, EAST), rumour(OUTBREAK, step=10), strict=False)]
    stream = in_fetch_order(*QUIET.values(), scattered)
    assert split(segmenter, stream) == []
    assert len(together(segmenter, stream)) == 1


def test_a_replay_takes_the_district_from_the_name_of_the_source(tmp_path: Path, segmenter: Segmenter) -> None:
    file = tmp_path / "posts.jsonl.gz"
    with gzip.open(file, "wt", encoding="utf-8") as lines:
        for p in BOTH:
            row = {
                "id": p.key, "source": p.source, "thread": p.thread, "published_at": str(p.published_at),
                "fetched_at": str(p.fetched_at), "title": p.title, "text": p.body,
            }  # fmt: skip
            lines.write(json.dumps(row) + "\n")
    done = subprocess.run([PROGRAM, "replay", file], capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert [alert["posts"] for alert in told] == [alert["posts"] for alert in split(segmenter, BOTH)]


def config(folder: Path) -> Config:
    sources = [
        {"kind": "feed", "name": f"{name}-{site}", "url": f"https://{name}-{i}.example.org/feed", "district": name}
        for name in (NORTH, SOUTH)
        for i, site in enumerate(SOURCES)
    ]
    association = {"name": "协会", "town": "永康", "contact": "mailto:a@xiehui.cn"}
    return Config.model_validate(
        {"association": association, "database": str(folder / "town.db"), "sources": sources}
    )


def run_every(store: Store, settings: Config, step: timedelta) -> None:
    now, waiting = OUTBREAK - timedelta(hours=1), list(BOTH)
    while waiting:
        posts.save(store, [p for p in waiting if p.fetched_at <= now])
        waiting = [p for p in waiting if p.fetched_at > now]
        analyse(store, settings, now)
        now += step
    analyse(store, settings, now)


def test_the_stage_tells_what_a_replay_tells(tmp_path: Path, segmenter: Segmenter) -> None:
    with open_store(tmp_path / "town.db") as store:
        run_every(store, config(tmp_path), timedelta(hours=2))
        rows = store.rows("SELECT opened_at, title FROM story WHERE shown ORDER BY opened_at")
        told = [(datetime.fromtimestamp(row["opened_at"], UTC).isoformat(), row["title"]) for row in rows]
        assert cursors.read(store, LEARNING) >= 21
    expected = [(alert["at"], alert["title"]) for alert in split(segmenter, BOTH)]
    assert told == expected and len(expected) == 2
