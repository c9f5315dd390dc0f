"""Sources, channels, jobs, disk, clock, word list, key, fonts, program: each on a bad day and on a good one."""

from __future__ import annotations

import os
from collections import namedtuple
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock

from checkup import disk, fonts, run, voices
from checkup.case import Case, admit
from checkup.finding import Finding, Grade
from model.config import load
from store import outbox, pacing, runs, sending
from store.database import open_store
from tests.checkup.conftest import HEAD

if TYPE_CHECKING:
    from conftest import Town

SOURCES = 'sources: [{name: 论坛, kind: feed, url: "https://bbs.town.cn/rss", healthy: {newest_within: 24h}}]\n'
CHANNELS = "channels: [{name: 群, kind: webhook, url: 'https://hook.town.cn/s'}]\n"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def busy(town: Town) -> Town:
    """One source, one channel, visited an hour ago."""
    town.write(SOURCES + CHANNELS)
    town.visited(ok=True, ago=10 * DAY)
    town.said("1", ago=HOUR)
    town.visited(ok=True, ago=timedelta(minutes=5))
    for job in ("crawl", "cycle", "digest"):
        town.ran(job, ago=timedelta(minutes=5))
    return town


def test_a_good_day_has_no_fault(busy: Town) -> None:
    (busy.folder / "digests").mkdir()
    found = busy.look()
    assert [f for f in found.values() if f.grade is Grade.FAULT] == []
    assert "5 分钟前读过,24 小时里 1 篇" in found["sources.well"].what
    assert found["jobs.on-time"].grade is Grade.OK and found["channels.well"].grade is Grade.OK


def test_a_source_that_was_never_visited(town: Town) -> None:
    town.write(SOURCES)
    open_store(town.database).close()
    assert town.look()["sources.never"].mend == "huisheng crawl --source 论坛"


@pytest.mark.parametrize(("times", "grade"), [(1, Grade.HINT), (3, Grade.FAULT)])
def test_a_source_that_fails(busy: Town, times: int, grade: Grade) -> None:
    for n in range(times):
        busy.failed("http-status", "网站回答 HTTP 500", ago=timedelta(minutes=4, seconds=-n))
        busy.visited(ok=False, ago=timedelta(minutes=4, seconds=-n))
    found = busy.look()["sources.failing"]
    assert found.grade is grade and f"连续 {times} 次没读成" in found.what and "HTTP 500" in found.what
    assert found.mend == "huisheng source try 论坛"


def test_a_site_that_keeps_us_out(busy: Town) -> None:
    busy.failed("login-wall", "要登录才能看", ago=timedelta(minutes=1))
    busy.visited(ok=False, ago=timedelta(minutes=1), not_before=6 * HOUR)
    found = busy.look()["sources.blocked"]
    assert found.grade is Grade.FAULT and "要登录才能看" in found.what and "enabled: false" in found.mend


def test_a_site_that_asked_for_patience(busy: Town) -> None:
    busy.failed("retry-after", "稍后再来", ago=timedelta(minutes=1))
    busy.visited(ok=False, ago=timedelta(minutes=1), not_before=2 * HOUR)
    assert "2026-11-20 22:00" in busy.look()["sources.waiting"].what


def test_a_site_that_asked_another_source_for_patience(busy: Town) -> None:
    with open_store(busy.database) as store:
        pacing.wait(store, "论坛", busy.now + 2 * HOUR)
    assert "2026-11-20 22:00" in busy.look()["sources.waiting"].what


@pytest.mark.parametrize(("times", "told"), [(2, False), (3, True)])
def test_a_source_that_comes_to_its_limits_again_and_again(busy: Town, times: int, told: bool) -> None:
    busy.failed("trap-path", "很久以前", ago=8 * DAY)
    for n in range(times):
        busy.failed("time-budget", "时间到了上限", ago=HOUR * (n + 1))
    busy.visited(ok=True, ago=timedelta(minutes=5))
    found = busy.look()
    assert ("sources.limited" in found) is told
    assert not told or ("3 轮" in found["sources.limited"].what and "max_time" in found["sources.limited"].mend)


def test_a_source_that_fell_silent(busy: Town) -> None:
    busy.now += 3 * DAY
    busy.visited(ok=True, ago=timedelta(minutes=5))
    assert "3 天没有新帖,正常是 24 小时以内" in busy.look()["sources.silent"].what


def queue(town: Town, channel: str, *, ago: timedelta, tried: bool) -> None:
    with open_store(town.database) as store:
        outbox.enqueue(store, channel=channel, kind="alert", ref="s1", subject="", body={}, at=town.now - ago)
        if tried:
            row = store.rows("SELECT id FROM message WHERE channel = ?", (channel,))[0]
            sending.failed(store, row["id"], next_attempt_at=town.now + 6 * HOUR, error="对方拒绝了")


def test_messages_that_do_not_arrive(busy: Town) -> None:
    queue(busy, "群", ago=2 * DAY, tried=True)
    found = busy.look()["channels.stuck"]
    assert found.grade is Grade.FAULT and "最早的等了 2 天,上次送达 从来没有:对方拒绝了" in found.what
    done = {item.name: item for item in busy.repair()}
    assert done["outbox"].ok and done["outbox"].what.startswith("1 条")
    with open_store(busy.database) as store:
        message = sending.claim(store, "群", "1-aaaaaaaa", busy.now)
        assert message is not None and message.channel == "群"


def test_messages_that_were_given_up_say_what_to_do(busy: Town) -> None:
    queue(busy, "群", ago=HOUR, tried=True)
    with open_store(busy.database) as store:
        (row,) = outbox.page(store)
        sending.gave_up(store, row.id, reason="key", error="机器人的钥匙不对,请重新复制网址")
    found = busy.look()["channels.stopped"]
    assert (
        found.grade is Grade.FAULT and "请重新复制网址" in found.what and "huisheng channel test 群" in found.mend
    )
    assert {item.name: item.ok for item in busy.repair()}["outbox"]
    with open_store(busy.database) as store:
        assert sending.claim(store, "群", "1-aaaaaaaa", busy.now) is not None


def test_messages_that_only_wait_and_those_of_a_channel_that_is_gone(busy: Town) -> None:
    queue(busy, "群", ago=HOUR, tried=False)
    queue(busy, "旧群", ago=HOUR, tried=True)
    found = busy.look()
    assert found["channels.waiting"].grade is Grade.HINT and "channels.stuck" not in found
    assert found["channels.gone"].where == "旧群"
    assert "outbox" not in {item.name for item in busy.repair()}


def test_nothing_ran_for_long(busy: Town) -> None:
    busy.now += 3 * DAY
    found = busy.look()
    assert found["jobs.overdue"].grade is Grade.FAULT and "3 天" in found["jobs.overdue"].what
    assert "crontab" in found["jobs.overdue"].mend
    assert found["jobs.late-digest"].grade is Grade.FAULT


def test_what_is_running_and_what_hangs(busy: Town) -> None:
    busy.ran("crawl", ago=timedelta(minutes=2), ended=False)
    assert "jobs.running" not in busy.look()
    lock = FileLock(busy.database.with_suffix(".crawl.lock"))
    with lock:
        assert busy.look()["jobs.running"].where == "crawl"
        busy.now += 5 * HOUR
        found = busy.look()["jobs.hangs"]
        assert found.grade is Grade.FAULT and "pgrep" in found.mend
    assert "jobs.hangs" not in busy.look(), "a file that nobody holds means nothing"


def test_runs_that_were_cut_short(busy: Town) -> None:
    for hours in range(3):
        busy.ran("analyse", ago=hours * HOUR, ended=False)
    assert "3 次运行没有正常结束(analyse)" in busy.look()["jobs.cut-short"].what


Disk = namedtuple("Disk", "f_bavail f_frsize f_files f_favail")


@pytest.mark.parametrize(
    ("room", "name", "grade"),
    [
        (Disk(10, 4096, 1000, 900_000), "disk.full", Grade.FAULT),
        (Disk(50_000, 4096, 1000, 900_000), "disk.little", Grade.HINT),
        (Disk(5_000_000, 4096, 1000, 900_000), "disk.room", Grade.OK),
        (Disk(5_000_000, 4096, 1000, 10), "disk.inodes", Grade.FAULT),
        (Disk(5_000_000, 4096, 0, 0), "disk.room", Grade.OK),  # btrfs counts no inodes
    ],
)
def test_room_on_the_disk(town: Town, monkeypatch: pytest.MonkeyPatch, room: Disk, name: str, grade: Grade) -> None:
    monkeypatch.setattr(os, "statvfs", lambda path: room)
    assert town.look()[name].grade is grade


def test_how_long_the_room_lasts(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    town.said("1", ago=10 * DAY)
    town.said("2", ago=HOUR)
    assert town.look()["disk.years"].grade is Grade.OK
    size = town.database.stat().st_size
    monkeypatch.setattr(os, "statvfs", lambda path: Disk(size, 1, 1000, 900_000))
    found = town.look()["disk.days-few"]
    assert found.grade is Grade.HINT and "只够 10 天" in found.what


def test_half_written_files_of_ours_are_swept_and_nothing_else(town: Town) -> None:
    town.write("")
    digests, words = town.folder / "digests", town.folder / "words"
    digests.mkdir()
    words.mkdir(mode=0o700)
    old = [digests / ".2026-11-19.html.4711.partial", words / "tmpab12cd_x"]
    kept = [digests / "2026-11-19.html", digests / ".2026-11-20.md.4712.partial", digests / "notes.partial"]
    for path in old + kept:
        path.write_text("x", encoding="utf-8")
    for path in [*old, kept[0], kept[2]]:
        os.utime(path, (1, 1))
    assert "2 个没写完的临时文件" in town.look()["disk.leftovers"].what
    town.repair()
    assert [path.exists() for path in old + kept] == [False, False, True, True, True]


def test_a_clock_of_1970_and_one_that_was_set_back(busy: Town) -> None:
    busy.now = datetime(1970, 1, 1, 8, tzinfo=UTC)
    found = busy.look()
    assert found["clock.past"].grade is Grade.FAULT and "timedatectl" in found["clock.past"].mend
    assert found["clock.behind"].grade is Grade.FAULT and "2026-11-20 19:55" in found["clock.behind"].what


def test_a_clock_without_the_network(town: Town, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "bin" / "timedatectl"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\necho no\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    assert town.look()["clock.alone"].grade is Grade.HINT
    program.write_text("#!/bin/sh\necho yes\n", encoding="utf-8")
    assert "clock.alone" not in town.look()
    program.write_text("#!/bin/sh\necho no such bus >&2; exit 1\n", encoding="utf-8")
    assert "clock.alone" not in town.look()


def test_the_cache_of_jieba(town: Town) -> None:
    town.write("")
    words = town.folder / "words"
    words.mkdir()
    words.chmod(0o755)
    cache = words / "jieba.cache"
    cache.write_bytes(b"planted")
    cache.chmod(0o666)
    found = town.look()
    assert found["words.open"].grade is Grade.FAULT and "0755" in found["words.open"].what
    assert found["words.foreign"].grade is Grade.FAULT
    assert {item.name: item.ok for item in town.repair()}["words"]
    found = town.look()
    assert found["words.well"].grade is Grade.OK and "words.open" not in found
    assert cache.stat().st_size > 1_000_000
    os.utime(cache, (1, 1))
    assert town.look()["words.stale"].grade is Grade.HINT


def test_a_link_in_place_of_the_cache_is_left_alone(town: Town, tmp_path: Path) -> None:
    town.write("")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "precious").write_text("x", encoding="utf-8")
    (town.folder / "words").symlink_to(elsewhere)
    assert town.look()["words.no-folder"].grade is Grade.FAULT
    town.repair()
    assert (elsewhere / "precious").exists()


def test_a_folder_that_everybody_may_write(town: Town) -> None:
    town.write("")
    (town.folder / "words").mkdir(mode=0o700)
    town.folder.chmod(0o777)
    assert town.look()["words.above"].grade is Grade.FAULT


def test_the_key_of_the_voices(town: Town, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(voices, "TMPFS", tmp_path)
    assert town.look()["voices.no-tmpfs"].grade is Grade.HINT
    mounts = tmp_path / "mounts"
    mounts.write_text(f"tmpfs {tmp_path} tmpfs rw 0 0\n", encoding="utf-8")
    monkeypatch.setattr(voices, "MOUNTS", mounts)
    assert town.look()["voices.well"].grade is Grade.OK
    folder = tmp_path / f"huisheng-{os.getuid()}"
    folder.mkdir()
    folder.chmod(0o755)
    assert town.look()["voices.open"].grade is Grade.FAULT


def test_a_check_that_crashes_stops_no_other(town: Town) -> None:
    town.write("")

    def breaks(case: Case) -> list[Finding]:
        raise ZeroDivisionError("secret")

    case = admit(town.config, town.now, {})
    groups = list(run.look(case, (("disk", (breaks, *disk.CHECKS)), ("fonts", fonts.CHECKS))))
    case.close()
    first = groups[0].findings[0]
    assert first.name == "crashed" and "ZeroDivisionError" in first.what and "secret" not in first.what
    assert len(groups[0].findings) > 1 and groups[1].findings


def test_no_file_is_made_by_a_look(busy: Town) -> None:
    before = sorted(path.name for path in busy.folder.iterdir())
    busy.look()
    after = sorted(path.name for path in busy.folder.iterdir())
    assert [name for name in after if name not in before and not name.endswith(("-wal", "-shm"))] == []
    assert load(busy.config, {}).path(Path("digests")).exists() is False


def test_a_week_without_its_digest_is_told_and_a_young_town_is_left_alone(busy: Town) -> None:
    assert "jobs.no-weekly" not in busy.look(), "a new town waits for its first week"
    with open_store(busy.database) as store:
        runs.start(store, "cycle", busy.now - 20 * DAY)
    found = busy.look()["jobs.no-weekly"]
    assert found.grade is Grade.HINT and "mon 07:30" in found.mend
    with open_store(busy.database) as store:
        runs.finish(store, runs.start(store, "weekly", busy.now - DAY), busy.now - DAY, ok=True, counts={})
    assert "jobs.no-weekly" not in busy.look()
    with open_store(busy.database) as store:
        store.db.conn.execute("DELETE FROM run WHERE job = 'weekly'")
    busy.write(busy.text, head=HEAD.replace("folder: digests", "folder: digests, weekly: never"))
    assert "jobs.no-weekly" not in busy.look()
