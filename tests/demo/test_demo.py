"""`huisheng demo --once --json`, as a new user would run it: exactly the two stories, nobody's name anywhere."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest

from commands.known_facts import shipped
from demo.town.build import build
from demo.town.people import Crowd
from store import runs
from store.database import open_store

ROOT = Path(__file__).resolve().parents[2]
SEED = 7

pytestmark = pytest.mark.slow


class Ran:
    """One finished demo: its exit status, what it printed, the folder it ran in and where it was called."""

    def __init__(self, folder: Path) -> None:
        self.elsewhere, self.home = folder / "elsewhere", folder / "home"
        self.elsewhere.mkdir()
        program = [sys.executable, str(ROOT / "cli.py"), "demo", "--once", "--json"]
        done = subprocess.run(
            [*program, "--seed", str(SEED), "--folder", str(self.home)],
            cwd=self.elsewhere, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True,
            encoding="utf-8", timeout=300, check=False,
        )  # fmt: skip
        self.status, self.out, self.err = done.returncode, done.stdout, done.stderr

    @property
    def found(self) -> dict[str, object]:
        return json.loads(self.out)  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    return Ran(tmp_path_factory.mktemp("demo"))


def test_exactly_the_two_stories_are_flagged_with_a_reason_in_one_sentence(ran: Ran) -> None:
    assert ran.status == 0, ran.err
    assert set(ran.found) == {"alerts", "digest"}
    alerts = ran.found["alerts"]
    assert isinstance(alerts, list) and len(alerts) == 2
    assert all(set(alert) == {"title", "terms", "why"} for alert in alerts)
    terms = ["".join(alert["terms"]) for alert in alerts]
    assert sum("蓝鲸" in text for text in terms) == 1
    assert sum("牙签弩" in text for text in terms) == 1
    for alert in alerts:
        assert alert["why"].endswith("。") and alert["why"].count("。") == 1 and "\n" not in alert["why"]


def test_the_digest_is_written_named_and_tells_both(ran: Ran) -> None:
    path = Path(str(ran.found["digest"]))
    assert path.is_file() and ran.home in path.parents
    text = path.read_text(encoding="utf-8")
    assert "蓝鲸" in text and "牙签弩" in text
    assert str(path) in ran.err


def test_progress_and_the_plain_sentences_stay_off_standard_output(ran: Ran) -> None:
    assert len(ran.out.splitlines()) == 1
    assert "为什么" in ran.err
    begun = set(ran.err.splitlines())
    assert {f"读取 {name}" for name in ("晴川在线-城事杂谈", "晴川味道", "南岸街道公告", "晴川广电")} <= begun
    assert {"分析", "再分析一遍，这次配了关注话题", "日报"} <= begun


def test_each_alert_comes_with_a_draft_and_whom_to_ask(ran: Ran) -> None:
    lines = ran.err.splitlines()
    drafts = [line for line in lines if "回应草稿" in line]
    answer = shipped()["牙签弩"].answer
    assert sum(answer in line and "照事实库写的" in line for line in drafts) == 1
    assert sum("正在核实，请勿转发。（没有已经核实的事实）" in line for line in drafts) == 1  # 蓝鲸游戏 is 待核实
    assert len(drafts) == 2 and any("可以问：" in line and "12315" in line for line in lines)
    page = Path(str(ran.found["digest"])).read_text(encoding="utf-8")
    assert answer in page and "待核实" in page


def test_nothing_is_written_where_it_was_called(ran: Ran) -> None:
    assert list(ran.elsewhere.iterdir()) == []


def test_every_post_of_the_boards_was_read_and_no_source_failed(ran: Ran) -> None:
    with open_store(ran.home / "huisheng.db") as store:
        crawl = runs.last_success(store, "crawl")
        assert crawl is not None
        assert crawl.counts["failed"] == 0
        assert crawl.counts["sources"] == 9 and crawl.counts["posts_new"] > 5_000


def test_nobody_s_name_number_or_contact_is_in_any_file(ran: Ran) -> None:
    people = Crowd(Random(f"town {SEED}")).people
    spoke = {entry.speaker for thread in build(SEED, datetime.now(UTC)).threads for entry in thread.entries}
    assert spoke <= set(people)
    files = [path.read_bytes() for path in ran.home.rglob("*") if path.is_file()]
    assert sum(map(len, files)) > 1_000_000
    wanted = [who.name for who in people] + ["13900001234", "139-0000-1234", "ljjz_qc88", "space&uid"]
    assert [text for text in wanted if any(text.encode() in data for data in files)] == []
