"""What is stored of a row: cleaned and redacted like a page of a site, nobody in it, every address a thread's."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from model.records import Precision
from store import runs
from store.database import open_store

WHEN = datetime(2026, 11, 20, 0, 0, tzinfo=UTC)
BOARD = "https://bbs.example.org/forum.php?mod=viewthread&tid=5"


def test_personal_data_is_replaced_before_anything_is_stored(town) -> None:
    body = '<p>打 13812345678 找<a href="/space-uid-7.html">@李雷</a></p><p>微信 abc_123456</p>'
    post = {
        "source": "论坛",
        "key": "1",
        "title": "加QQ 123456789",
        "body": body,
        "published_at": "2026-11-20 08:00",
    }
    assert town.run(json.dumps(post), name="a.jsonl").exit_code == 0
    raw = (town.folder / "town.db").read_bytes() + (town.folder / "a.jsonl").name.encode()
    for secret in ("13812345678", "李雷", "uid-7", "abc_123456", "123456789"):
        assert secret.encode() not in raw, secret
    assert town.posts()[0].body == "打 〔电话〕 找 〔@某人〕\n微信 〔微信〕"
    assert town.posts()[0].voice is None


def test_addresses_lead_to_threads_and_to_nobody(town, head, row) -> None:
    links = [
        f"{BOARD}#pid77", f"{BOARD}&pid=77", f"{BOARD}&fromuid=9&utm_source=x", "javascript:alert(1)",
        "https://video.example.org/@某甲/video/1",
        "https://bbs.example.org/forum.php?mod=redirect&goto=findpost&ptid=5&pid=77",
    ]  # fmt: skip
    result = town.run(head + "".join(row(str(n), title="标题", url=link) for n, link in enumerate(links)))
    assert result.exit_code == 0 and "2 帖" in result.stderr
    posts = town.posts()
    threads = [post.thread_url for post in posts]
    assert threads == [BOARD, BOARD, BOARD, "", "", BOARD]
    assert [post.thread for post in posts] == [BOARD, BOARD, BOARD, "3", "4", BOARD]
    assert [post.opener for post in posts] == [False, False, True, True, True, False]
    assert [post.title for post in posts] == ["", "", "标题", "标题", "标题", ""]
    assert "fromuid" not in posts[2].url and "utm" not in posts[2].url


def test_times_are_read_as_a_site_s_are(town, head, row) -> None:
    stamps = [
        ("2026-11-20 08:00", ""), ("2026-11-20T00:00:00Z", ""), ("2026/11/20 8:00", "2026-11-21 08:00"),
        ("2026-11-20", ""), ("2小时前", "2026-11-20 10:00"), ("", "2026-11-20 08:00"),
    ]  # fmt: skip
    rows = "".join(row(str(n), published_at=said, fetched_at=got) for n, (said, got) in enumerate(stamps))
    result = town.run(head + rows)
    assert result.exit_code == 0, result.stderr
    posts = town.posts()
    assert [post.published_at for post in posts[:3]] == [WHEN] * 3
    assert posts[2].fetched_at == datetime(2026, 11, 21, 0, 0, tzinfo=UTC)
    assert posts[3].precision is Precision.DAY and posts[3].moment == datetime(2026, 11, 20, 15, 59, 59, tzinfo=UTC)
    assert posts[4].published_at == WHEN and posts[5].precision is Precision.NONE and posts[5].moment == WHEN


def test_the_same_file_twice_changes_nothing(town, head, row) -> None:
    text = head + "".join(row(str(n), title=f"标题{n}") for n in range(700)) + row("3", "另一种说法")
    first = town.run(text)
    before = town.dump()
    second = town.run(text)
    assert first.exit_code == second.exit_code == 0
    assert "新增 700 帖" in first.stdout and "新增 0 帖" in second.stdout
    assert town.dump() == before


def test_a_later_text_replaces_an_earlier_one_and_never_the_other_way_round(town, head, row) -> None:
    early, late = row("1", "早", fetched_at="2026-11-20 09:00"), row("1", "晚", fetched_at="2026-11-20 10:00")
    assert town.run(head + early + late).exit_code == 0
    assert [post.body for post in town.posts()] == ["晚"]
    before = town.dump()
    assert "没动 1 帖" in town.run(head + early).stdout
    assert "没动 1 帖" in town.run(head + early + late).stdout
    assert town.dump() == before


def test_a_dry_run_says_what_would_happen_and_writes_nothing(town, head, row) -> None:
    text = head + row("1") + row("2") + row("2") + row("3", published_at="没有")
    dry = town.run(text, "--dry-run")
    assert dry.exit_code == 1 and not (town.folder / "town.db").exists()
    assert "新增 2 帖" in dry.stdout and "已有 1 帖" in dry.stdout and "不导入 1 行" in dry.stdout
    real = town.run(text)
    assert "新增 2 帖" in real.stdout and "已有 1 帖" in real.stdout
    before = (town.folder / "town.db").read_bytes()
    assert "新增 0 帖" in town.run(text, "--dry-run").stdout
    assert (town.folder / "town.db").read_bytes() == before


def test_the_run_is_written_down(town, head, row) -> None:
    town.run(head + row("1") + row("2", published_at="没有"))
    with open_store(town.folder / "town.db") as store:
        run = runs.latest(store)[0]
        issues = runs.issues_since(store, datetime(2020, 1, 1, tzinfo=UTC))
    assert (run.job, run.ok, run.counts["new"], run.counts["refused"]) == ("import", False, 1, 1)
    assert [issue.message for issue in issues] == ["导入 posts.csv：1 行没有导入"]
