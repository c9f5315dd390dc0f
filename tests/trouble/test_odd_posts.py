"""A post from the future and a post of a megabyte, from the site to the digest."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from crawlers.kinds.gathering import LONGEST_BODY
from tests.trouble.conftest import ITEMS, PROGRAM, huisheng, write_settings

if TYPE_CHECKING:
    from tests.trouble.conftest import Web

pytestmark = pytest.mark.slow


def test_from_the_site_to_the_digest(tmp_path: Path, web: Web) -> None:
    web.more = (
        "<item><title>来自未来</title><guid>future</guid><description>听说明年水库有人溺水</description>"
        "<pubDate>Mon, 24 Nov 2031 10:00:00 +0800</pubDate></item>"
        f"<item><title>很长</title><guid>long</guid><description>{'水库溺水' * 250_000}</description></item>"
    )
    config = write_settings(tmp_path, web.port)
    try:
        for command in ("cycle", "digest"):
            done = huisheng(command, "--config", config)
            assert done.returncode == 0, done.stderr
    finally:
        web.more = ""
    with closing(sqlite3.connect(tmp_path / "town.db")) as connection:
        ask = connection.execute
        assert ask(
            "SELECT published_at, precision, moment = fetched_at FROM post WHERE key = 'future'"
        ).fetchall() == [(None, "none", 1)]
        assert ask("SELECT length(body) FROM post WHERE key = 'long'").fetchall() == [(LONGEST_BODY,)]
        assert ask("SELECT count(*) FROM scored_post").fetchall() == [(ITEMS + 2,)]
        notes = dict(ask("SELECT kind, message FROM issue").fetchall())
        newest = ask("SELECT max(updated_at), max(window_end) FROM story").fetchone()
        (content,) = ask("SELECT content FROM digest").fetchone()
    assert "正文太长，只保留了前 20000 个字" in notes["too-long"] and "按抓取时间算" in notes["no-date"]
    assert max(newest) <= time.time() + 60, "the detector never saw the year 2031"
    assert json.loads(content)["posts"] == ITEMS + 2
    texts = "".join(
        path.read_text(encoding="utf-8") for path in (tmp_path / "digests").iterdir() if path.suffix != ".png"
    )
    assert "2031" not in texts and "水库溺水" * 20 not in texts, "no long text in a digest"


@pytest.mark.parametrize("command", ["score", "redact"])
def test_a_megabyte_in_one_line(tmp_path: Path, command: str) -> None:
    (tmp_path / "topics.yaml").write_text("t: {words: [溺水], near: [[孩子, 水库, 10]]}\n", encoding="utf-8")
    pieces = ("水库溺水", "1", "王小明", "说我想死")
    lines = [json.dumps({"id": piece, "text": (piece * 1_000_000)[:1_000_000]}) for piece in pieces]
    (tmp_path / "in.jsonl").write_text("\n".join(lines), encoding="utf-8")
    more = ["--topics", tmp_path / "topics.yaml"] if command == "score" else []
    # The kernel ends it after so many seconds of work, however busy the machine is.
    line = ["prlimit", "--cpu=120", PROGRAM, command, *more, tmp_path / "in.jsonl"]
    done = subprocess.run(line, capture_output=True, text=True, encoding="utf-8", check=False, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    results = [json.loads(row) for row in done.stdout.splitlines()]
    assert [row["id"] for row in results] == list(pieces)
    if command == "score":
        assert done.stderr.count("太长，只有前 100000 个字分了词") == len(pieces), done.stderr
        assert 0 < len(results[0]["watch"]) <= 20
