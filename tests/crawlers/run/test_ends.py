"""However a crawl ends, nothing that was stored is lost and nothing is there twice."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from crawlers.processes.job import Job

if TYPE_CHECKING:
    from conftest import Site, Town

pytestmark = pytest.mark.slow

CRAWL = """
import sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from crawlers.processes.job import Job
from crawlers.run import crawl
job = Job.loads(Path(sys.argv[2]).read_text())
crawl(job.config, job.now, program=sys.argv[3:])
"""


@pytest.fixture
def threads(site: Site) -> list[str]:
    """A list of five threads, each in its own page; the list has a validator."""
    site.put("/feed", "头", follow=[f"/t/{n}" for n in range(5)], etag='"v1"')
    for number in range(5):
        site.put(f"/t/{number}", f"帖{number}")
    return ["头", *(f"帖{n}" for n in range(5))]


@pytest.mark.parametrize(("how", "commit"), [("die-in", 1), ("die-in", 6), ("die-after", 3), ("die-after", 6)])
def test_a_child_killed_at_a_commit(how: str, commit: int, site: Site, town: Town, threads: list[str]) -> None:
    """*in*: the posts are written, the validators not yet; only one transaction makes this harmless."""
    killed = town.visit(how, str(commit))
    assert not killed.ok and killed.counts["failed"] == 1
    assert len(town.column("key")) == (commit - 1 if how == "die-in" else commit)
    # The last page completes the list: only then is there a validator, together with its posts.
    assert bool(town.validators()) == (how == "die-after" and commit == len(threads))
    assert [(i.source, i.kind) for i in town.issues()] == [("城事", "crashed")]
    town.visit()  # at once: a visit that did not end is still due
    assert sorted(town.column("key")) == sorted(threads)
    site.paths()
    assert town.visit(after="10m").counts["not_modified"] == 1


class Alarm:
    """A timer that goes off when the test says so."""

    going_off: Callable[[], None]

    def __init__(self, seconds: float, function: Callable[..., None], arguments: list[object]) -> None:
        assert 0 < seconds <= 1200
        Alarm.going_off = staticmethod(lambda: function(*arguments))

    def start(self) -> None:
        pass

    cancel = start


def test_time_is_up(site: Site, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threading, "Timer", Alarm)
    over = threading.Event()
    site.put("/feed", "头", follow=["/t/0"])
    site.hooks["/t/0"] = lambda: (Alarm.going_off(), over.wait(60))
    result = town.visit()
    over.set()
    assert not result.ok and town.kinds() == ["run-timeout"]
    assert town.column("key") == ["头"]
    assert town.visit().counts["sources"] == 0, "it must not use up the next run as well"
    site.hooks.clear()
    site.put("/t/0", "尾")
    assert town.visit(after="10m").ok and town.column("key") == ["头", "尾"]


def test_a_page_that_kills_the_process_costs_its_own_source_only(
    site: Site, other_site: Site, town: Town, threads: list[str]
) -> None:
    other_site.put("/feed", "别处", follow=["/t/0"])
    other_site.put("/t/0", kills=True)
    town.sources["别处"] = f"{other_site.url}/feed"
    town.sources["还有"] = f"{other_site.url}/more"
    other_site.put("/more", "还有")
    result = town.visit()
    assert result.counts["failed"] == 1
    assert [(i.source, i.kind) for i in town.issues()] == [("别处", "crashed")]
    assert sorted(town.column("key")) == sorted([*threads, "别处", "还有"])


def test_the_child_goes_when_the_parent_is_killed(site: Site, town: Town, threads: list[str]) -> None:
    child_id, settings = town.folder / "pid", town.folder / "job.json"
    settings.write_text(Job(config=town.config(), now=town.now, sources=()).dumps())
    parent: list[subprocess.Popen[bytes]] = []
    ready, reached, over = threading.Event(), threading.Event(), threading.Event()

    def kill() -> None:
        ready.wait(60)
        parent[0].kill()
        reached.set()
        over.wait(60)

    site.hooks["/t/2"] = kill
    here = Path(__file__)
    line = [sys.executable, "-c", CRAWL, here.parents[3], settings, sys.executable, "-P",
            here.with_name("tiny_child.py"), "pid", child_id]  # fmt: skip
    parent.append(subprocess.Popen(line))
    ready.set()
    assert reached.wait(60)
    assert parent[0].wait() == -signal.SIGKILL
    with contextlib.suppress(ProcessLookupError):  # it may be gone already
        handle = os.pidfd_open(int(child_id.read_text()))
        assert select.select([handle], [], [], 60)[0], "the child must notice that its parent is gone"
        os.close(handle)
    over.set()
    site.hooks.clear()
    assert sorted(town.column("key")) == sorted(threads[:3])
    town.visit()
    assert sorted(town.column("key")) == sorted(threads)
