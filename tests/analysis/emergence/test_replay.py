"""The past, re-run: never ahead of its clock, the same bytes every time, bad lines named and passed over."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from model.records import Post
from tests.analysis.emergence.invented_town import OTHER_RUMOUR, START, everyday, in_fetch_order, rumour

PROGRAM = Path(sys.executable).with_name("huisheng")
FIRST, SECOND = START + timedelta(days=21, hours=9), START + timedelta(days=22, hours=15)
STREAM = in_fetch_order(everyday(23), rumour(FIRST), rumour(SECOND, OTHER_RUMOUR, first=950_000))


def line(post: Post) -> str:
    published = post.published_at.isoformat() if post.published_at else None
    return json.dumps(
        {
            "id": post.key, "source": post.source, "thread": post.thread, "published_at": published,
            "fetched_at": post.fetched_at.isoformat(), "title": post.title, "text": post.body,
        },
        ensure_ascii=False,
    )  # fmt: skip


def run(folder: Path, lines: list[str], *options: str, seed: str = "0") -> subprocess.CompletedProcess[str]:
    posts = folder / "posts.jsonl.gz"
    with gzip.open(posts, "wt", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    return subprocess.run(
        [PROGRAM, "replay", posts, "--out", folder / "alerts.jsonl", *options],
        capture_output=True, text=True, cwd=folder, env={**os.environ, "PYTHONHASHSEED": seed},
    )  # fmt: skip


def alerts(folder: Path, lines: list[str], **how: str) -> list[dict[str, object]]:
    done = run(folder, lines, **how)
    assert done.returncode == 0, done.stderr
    return [json.loads(text) for text in (folder / "alerts.jsonl").read_text(encoding="utf-8").splitlines()]


def test_the_contract_of_an_alert(tmp_path: Path) -> None:
    found = alerts(tmp_path, [line(post) for post in STREAM])
    assert len(found) == 2
    fetched = {post.key: post.fetched_at for post in STREAM}
    for alert in found:
        assert list(alert) == ["at", "posts", "title", "terms", "voices", "expected", "surprise", "why"]
        at = datetime.fromisoformat(str(alert["at"]))
        assert at.tzinfo is not None and int(at.timestamp()) % 600 == 0
        assert all(fetched[key] <= at for key in alert["posts"])


def test_the_same_bytes_under_any_hash_seed(tmp_path: Path) -> None:
    written = []
    for seed in ("1", "4242"):
        alerts(tmp_path, [line(post) for post in STREAM], seed=seed)
        written.append((tmp_path / "alerts.jsonl").read_bytes())
    assert written[0] == written[1] and written[0]


@pytest.mark.parametrize("minutes", [20, 45, 60, 24 * 60])
def test_a_stream_cut_short_gives_the_alerts_until_then(tmp_path: Path, minutes: int) -> None:
    cut = FIRST + timedelta(minutes=minutes)
    whole = alerts(tmp_path, [line(post) for post in STREAM])
    part = alerts(tmp_path, [line(post) for post in STREAM if post.fetched_at <= cut])
    before = [alert for alert in whole if datetime.fromisoformat(str(alert["at"])) <= cut]
    assert [alert for alert in part if datetime.fromisoformat(str(alert["at"])) <= cut] == before


def test_a_recording_shorter_than_the_learning_is_learned_from_for_two_thirds_of_it(tmp_path: Path) -> None:
    spread = START + timedelta(days=12, hours=9)
    lines = [line(post) for post in in_fetch_order(everyday(15), rumour(spread))]
    done = run(tmp_path, lines)
    assert "先学 10 天" in done.stderr
    found = [json.loads(text) for text in (tmp_path / "alerts.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(found) == 1 and datetime.fromisoformat(found[0]["at"]) >= spread
    told = tmp_path / "told.yaml"
    told.write_text(
        "association: {name: a, town: 永康, contact: mailto:help@xiehui.cn}\n"
        "analysis: {emergence: {learning_days: 21}}\n",
        encoding="utf-8",
    )
    assert "先学" not in run(tmp_path, lines, "--config", str(told)).stderr
    assert (tmp_path / "alerts.jsonl").read_text(encoding="utf-8") == ""


def test_malformed_lines_are_named_and_the_rest_replayed(tmp_path: Path) -> None:
    good = [line(post) for post in STREAM]
    whole = alerts(tmp_path, good)
    bad = [
        "not json", "[1, 2]", '{"id": "x"}',
        good[0].replace("T00:", "T99:").replace("T0", "X0").replace("+00:00", ""),
    ]  # fmt: skip
    done = run(tmp_path, [bad[0], *good[:500], *bad[1:], *good[500:]])
    assert done.returncode == 1
    for number in (1, 502, 503, 504):
        assert f"第 {number} 行：" in done.stderr
    assert [json.loads(t) for t in (tmp_path / "alerts.jsonl").read_text(encoding="utf-8").splitlines()] == whole


def test_unusable_files_are_refused_and_nothing_is_left_behind(tmp_path: Path) -> None:
    done = run(tmp_path, [], "--topics", str(tmp_path / "none.yaml"))
    assert done.returncode == 2 and "none.yaml" in done.stderr
    broken = tmp_path / "broken.jsonl.gz"
    broken.write_bytes(gzip.compress("\n".join(line(post) for post in STREAM).encode())[:-400])
    out = tmp_path / "out.jsonl"
    done = subprocess.run(
        [PROGRAM, "replay", broken, "--out", out], capture_output=True, text=True, cwd=tmp_path
    )  # fmt: skip
    assert done.returncode == 2 and "broken.jsonl.gz" in done.stderr
    assert not out.exists() and not list(tmp_path.glob(".out*"))
