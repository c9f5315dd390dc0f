"""The table compares what it says it compares: our detector as it is, and baselines that do find an outbreak."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from datetime import UTC, timedelta
from pathlib import Path

import pytest

from analysis.emergence import copies, evidence
from analysis.signs.people import People
from analysis.text.segment import Segmenter
from bench.ablation.baselines import EVERY, MOST_NOISE, better, run
from bench.ablation.ours import SWITCHES, WHOLE, Switch
from bench.ablation.stream import Read, load
from bench.ablation.table import table
from model.config.settings import Emergence
from model.records import Post
from replay import replay
from tests.analysis.emergence.invented_town import OTHER_RUMOUR, START, everyday, in_fetch_order, rumour

OUTBREAK = START + timedelta(days=22, hours=9)
TALK = list(everyday(23))
STREAM = in_fetch_order(TALK, rumour(OUTBREAK), rumour(OUTBREAK + timedelta(hours=4), OTHER_RUMOUR, first=950_000))
PLANTED = {p.key for p in STREAM} - {p.key for p in TALK}


@pytest.fixture(scope="module")
def segmenter(tmp_path_factory: pytest.TempPathFactory) -> Segmenter:
    return Segmenter(tmp_path_factory.mktemp("words") / "own")


def written(folder: Path, posts: list[Post]) -> Path:
    file = folder / "posts.jsonl.gz"
    with gzip.open(file, "wt", encoding="utf-8") as lines:
        for p in posts:
            row = {
                "id": p.key, "source": p.source, "thread": p.thread, "published_at": str(p.published_at),
                "fetched_at": str(p.fetched_at), "title": p.title, "text": p.body,
            }  # fmt: skip
            lines.write(json.dumps(row) + "\n")
    return file


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory, segmenter: Segmenter) -> Read:
    return load(written(tmp_path_factory.mktemp("stream"), STREAM), segmenter)


@pytest.fixture(scope="module")
def before(read: Read) -> list[dict[str, object]]:
    return WHOLE.run(read, People())


def test_our_row_is_the_replay(read: Read, segmenter: Segmenter) -> None:
    ours = WHOLE.run(read, People())
    product = list(replay(STREAM, {}, Emergence(), segmenter=segmenter, zone=UTC))
    assert [(a["at"], a["posts"]) for a in ours] == [(a["at"], a["posts"]) for a in product]
    assert len(ours) == 2


@pytest.mark.parametrize("switch", SWITCHES, ids=lambda switch: switch.name)
def test_a_switch_runs_and_leaves_no_trace(read: Read, before: list[dict[str, object]], switch: Switch) -> None:
    switch.run(read, People())
    assert evidence.copy_groups is copies.copy_groups
    assert WHOLE.run(read, People()) == before


def test_every_baseline_finds_the_outbreak_at_some_setting(read: Read) -> None:
    found = run(read.ticks, EVERY)
    for name in EVERY:
        hits = [
            alert
            for (baseline, _), alerts in found.items()
            if baseline == name
            for alert in alerts
            if len(PLANTED.intersection(posts_of(alert))) >= 3
        ]
        assert hits, name


def posts_of(alert: Mapping[str, object]) -> list[str]:
    posts = alert["posts"]
    assert isinstance(posts, list)
    return posts


def test_everyday_talk_shares_no_new_wording_but_has_words_of_danger(tmp_path: Path, segmenter: Segmenter) -> None:
    quiet = run(load(written(tmp_path, TALK), segmenter).ticks, EVERY)
    assert quiet["a rare 3-gram in 3 threads", "3 strings"] == []
    assert quiet["keyword counting", "3 threads"] != []  # 宠物疫苗 is no danger, but 疫苗 is on the list


def test_a_setting_is_chosen_by_recall_among_those_that_can_be_borne() -> None:
    loud, quiet, good = (
        {"recall": recall, "in5": 0.4, "noise_day": noise}
        for recall, noise in ((0.9, MOST_NOISE + 1), (0.5, 0.1), (0.6, 1.5))
    )
    assert better(quiet, loud) and better(good, quiet) and not better(loud, good)


def test_the_table_tells_the_share_of_what_can_be_reached() -> None:
    ours = {"recall": 0.8, "noise_day": 0.3, "in5": 0.35, "purity": None, "median_minutes": 60}
    ceiling = {"recall": 1.0, "noise_day": 0.0, "in5": 0.7, "purity": 1.0, "median_minutes": 45}
    lines = table("one", {"ours": [ours]}, [ceiling]).splitlines()
    assert lines[-2] == "| ours | 0.800 | 0.80 | 0.300 | 0.350 | 0.50 | – | 60 | 15 |"
