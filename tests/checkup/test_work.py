"""Sources, channels and jobs: each on a bad day and on a good one."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock

from checkup import disk, fonts, run
from checkup.case import Case, admit
from checkup.finding import Finding, Grade
from model.config import load
from store import outbox, pacing, runs, sending
from store.database import open_store
from tests.checkup.conftest import HEAD

if TYPE_CHECKING:
    from conftest import Town

from tests.checkup.conftest import DAY, HOUR, SOURCES


def test_a_good_day_has_no_fault(busy: Town) -> None:
    (busy.folder / "digests").mkdir()
    found = busy.look()
    assert [f for f in found.values() if f.grade is Grade.FAULT] == []
    assert "5 分钟前读过，24 小时里 1 篇" in found["sources.well"].what
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
    assert "3 天没有新帖，正常是 24 小时以内" in busy.look()["sources.silent"].what


def queue(town: Town, channel: str, *, ago: timedelta, tried: bool) -> None:
    with open_store(town.database) as store:
        outbox.enqueue(store, channel=channel, kind="alert", ref="s1", subject="", body={}, at=town.now - ago)
        if tried:
            row = store.rows("SELECT id FROM message WHERE channel = ?", (channel,))[0]
            sending.failed(store, row["id"], next_attempt_at=town.now + 6 * HOUR, error="对方拒绝了")


def test_messages_that_do_not_arrive(busy: Town) -> None:
    queue(busy, "群", ago=2 * DAY, tried=True)
    found = busy.look()["channels.stuck"]
    assert found.grade is Grade.FAULT and "最早的等了 2 天，上次送达 从来没有：对方拒绝了" in found.what
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
    assert "3 次运行没有正常结束（analyse）" in busy.look()["jobs.cut-short"].what


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
