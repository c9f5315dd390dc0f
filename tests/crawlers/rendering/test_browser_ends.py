"""Whatever a page does and however the crawl ends: the page is cut off, and no browser is left behind."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from crawlers.processes.job import Job
from crawlers.processes.parent import CHILD, ROOT, Child
from tests.crawlers.rendering.conftest import RUMOUR, News, browsers_of, programs_of

ENDLESS = {
    "a loop after the page was shown": "addEventListener('load', () => setTimeout(() => { while (true) {} }, 50));",
    "a request that is never answered": "fetch('/never');",
    "a page that grows": "setInterval(() => fetch('/more?' + Math.random() + '/').catch(() => 0), 1); let n = 0;"
    "setInterval(() => fetch(`/other/${n++}`).catch(() => 0), 300);",
}


@pytest.mark.parametrize("script", ENDLESS.values(), ids=ENDLESS.keys())
def test_a_page_that_never_finishes_is_cut_off(script: str, news: News) -> None:
    news.timeout = "4s"
    never = threading.Event()
    news.site.hooks["/never"] = lambda: never.wait(60)
    news.page(f"<html><body><p>城事</p><script>{script}</script></body></html>")
    result = news.visit()
    never.set()
    [issue] = result.issues
    assert issue.kind == "javascript-timeout" and "4 s" in issue.message
    assert not result.ok


def test_a_page_that_asks_for_something_every_second_is_read(news: News) -> None:
    news.publish(RUMOUR)
    news.also("setInterval(() => fetch('/poll').catch(() => 0), 1500);")
    assert news.visit().counts["posts_new"] == 1


def test_a_page_that_grows_too_large_is_not_read(news: News) -> None:
    news.page("<html><body><p>城事</p><script>document.body.append('水'.repeat(6e6));</script></body></html>")
    assert [issue.kind for issue in news.visit().issues] == ["too-large"]


def test_a_browser_that_dies_costs_its_source_only(news: News) -> None:
    news.publish(RUMOUR)
    news.also("fetch('/die');")
    news.site.hooks["/die"] = lambda: _kill_browsers(Path(tempfile.gettempdir()))
    [issue] = [issue for issue in news.visit().issues if issue.severity.value == "error"]
    assert issue.kind == "javascript-failed"


@pytest.mark.parametrize("how", ["the child alone", "the child and its group", "its parent goes"])
def test_no_browser_outlives_the_crawl(how: str, news: News) -> None:
    drawing, gone = threading.Event(), threading.Event()
    news.site.hooks["/drawing"] = lambda: (drawing.set(), gone.wait(60))
    news.page("<html><body><script>fetch('/drawing'); setInterval(() => 0, 1)</script></body></html>")
    scratch = Path(tempfile.gettempdir())
    with _start(news) as process:
        assert drawing.wait(120)
        assert len(programs_of(scratch)) > 2  # Chromium is several
        if how == "its parent goes":
            assert process.stdin is not None
            process.stdin.close()
        elif how == "the child alone":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
    left = programs_of(scratch, seconds=30)
    gone.set()
    assert left == []
    _empty(scratch)  # here nobody is left to do it


def test_the_time_of_a_run_ends_browsers_too(news: News) -> None:
    never = threading.Event()
    news.site.hooks["/never"] = lambda: never.wait(60)
    news.page("<html><body><script>fetch('/never')</script></body></html>")
    child = Child(_job(news), 15.0)
    began = time.monotonic()
    assert list(child) == [] and child.fault == "timeout"
    assert time.monotonic() - began < 30
    never.set()  # that nothing is left, in the folder or running, is looked at for every test here


def _job(news: News) -> Job:
    config = news.config()
    return Job(
        config=config,
        now=news.now,
        sources=tuple(source.name for source in config.sources),
        fetch=f"{news.site.url}/",
    )


def _start(news: News) -> subprocess.Popen[Any]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": tempfile.gettempdir()}
    process = subprocess.Popen(
        CHILD, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, env=environment, start_new_session=True
    )
    assert process.stdin is not None
    process.stdin.write(_job(news).dumps() + "\n")
    process.stdin.flush()
    return process


def _kill_browsers(scratch: Path) -> None:
    for pid in browsers_of(scratch):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def _empty(scratch: Path) -> None:
    for left in scratch.iterdir():
        shutil.rmtree(left, ignore_errors=True)
