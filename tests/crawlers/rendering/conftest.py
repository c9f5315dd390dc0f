"""A town's newspaper whose pages only scripts make, and what is left of the browser that reads it."""

from __future__ import annotations

import json
import os
import select
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from crawlers.processes.parent import CHILD
from crawlers.rendering.needs import lacking
from crawlers.run import CrawlResult, crawl
from crawlers.voices import TMPFS, key_name
from model.catalogue import Catalogue
from model.config import Config
from store.database import open_store
from tests.crawlers.run.conftest import Site, serving

RUMOUR = "城北路水管爆裂,今晚停水到十点"
ARTICLE = "东河桥维修,三路公交车改道一周"
NEWS = """<!doctype html><html><head><meta charset="utf-8"><title>小城晚报</title></head>
<body><noscript>请打开 JavaScript</noscript><div id="app"></div><script src="/app.js"></script></body></html>"""
_APP = """const app = document.getElementById('app');
fetch('/api/list', {headers: {'Authorization': 'Bearer x', 'X-Key': 'x'}}).then(r => r.json()).then(list => {
  for (const one of list) {
    const li = document.createElement('li');
    li.innerHTML = `<a href="/a/${one.id}">${one.title}</a>`;
    app.append(li);
  }
});
"""
_ARTICLE = """const request = new XMLHttpRequest();
request.open('GET', '/api' + location.pathname);
request.onload = () => {
  const found = localStorage.length + sessionStorage.length + document.cookie.length;
  localStorage.seen = sessionStorage.seen = '1';
  document.cookie = 'seen=1; max-age=86400';
  const one = JSON.parse(request.responseText);
  document.body.innerHTML = `<article><h1>${one.title}</h1><time>2026-11-20 10:00</time>
    <p>${(one.title + ',记者到现场看过,请大家提前安排。').repeat(8)}</p><p>记得:${found}</p></article>`;
};
request.send();
"""
_BOARD = """fetch('/api/posts').then(r => r.json()).then(posts => {
  document.getElementById('app').innerHTML = location.pathname == '/'
    ? `<a class="thread" href="/t/1">水管爆裂</a><span>${posts.length} ${posts.join()}</span>`
    : '<h1>水管爆裂</h1>' + posts.map(p => `<div class="post" id="${p}"><p>${p}说今晚停水</p></div>`).join('');
});
"""


@dataclass(slots=True)
class News:
    """The paper, and a town that reads it. `publish` or `board` says what is there, `also` what scripts do too."""

    site: Site
    folder: Path
    app: str = _APP
    article: str = _ARTICLE
    more: str = ""
    timeout: str = "60s"
    now: datetime = field(default_factory=lambda: datetime(2026, 11, 20, 12, 0, tzinfo=UTC))

    @property
    def database(self) -> Path:
        return self.folder / "town.db"

    @property
    def forum(self) -> dict[str, Any]:
        """The settings of the source when the site is a board."""
        return {"kind": "forum", "threads": "a.thread", "post": "div.post", "body": "p", "id": "::attr(id)"}

    def publish(self, *titles: str) -> None:
        """The articles of the list, in order."""
        self.app = _APP + self.more
        listed = [{"id": number, "title": title} for number, title in enumerate(titles)]
        self._put("/", NEWS, "text/html; charset=utf-8")
        self._put("/api/list", json.dumps(listed), "application/json")
        for one in listed:
            shell = NEWS.replace("/app.js", "/article.js")
            self._put(f"/a/{one['id']}", shell, "text/html; charset=utf-8")
            self._put(f"/api/a/{one['id']}", json.dumps(one), "application/json")
        self._scripts()

    def board(self, *posts: str) -> None:
        """One thread with these posts."""
        self.app = _BOARD + self.more
        for path in ("/", "/t/1"):
            self._put(path, NEWS, "text/html; charset=utf-8")
        self._put("/api/posts", json.dumps(posts), "application/json")
        self._scripts()

    def also(self, script: str) -> None:
        """More of the list page's script."""
        self.more += script
        self.app += script
        self._scripts()

    def page(self, html: str) -> None:
        """The list page is just this."""
        self._put("/", html, "text/html; charset=utf-8")

    def config(self, **more: object) -> Config:
        source = {
            "name": "晚报", "kind": "page", "url": f"{self.site.url}/", "allow_loopback": True, "delay": "0s",
            "every": "1m", "javascript": True, **more,
        }  # fmt: skip
        return Config.model_validate(
            {
                "association": {"name": "协会", "town": "永康", "contact": "mailto:help@xiehui.cn"},
                "database": str(self.database),
                "crawl": {"timeout": self.timeout},
                "sources": [source],
            }
        )

    def visit(self, *, program: tuple[str, ...] = CHILD, **more: object) -> CrawlResult:
        """Crawl ten minutes after the last time; `more` settings of the source."""
        self.now += timedelta(minutes=10)
        return crawl(self.config(**more), self.now, program=program)

    def rows(self, columns: str, table: str = "post", order: str = "key") -> list[dict[str, Any]]:
        with open_store(self.database) as store:
            return [dict(row) for row in store.rows(f"SELECT {columns} FROM {table} ORDER BY {order}")]

    def _put(self, path: str, text: str, kind: str) -> None:
        self.site.raw(path, text.encode(), headers={"Content-Type": kind})

    def _scripts(self) -> None:
        self._put("/app.js", self.app, "text/javascript; charset=utf-8")
        self._put("/article.js", self.article, "text/javascript; charset=utf-8")


def need_browser() -> None:
    """Leave the test out where pages cannot be drawn, but never in CI."""
    lack = lacking()
    if lack is not None:
        words = Catalogue("en").say(f"crawlers.trouble.{lack}")
        if os.environ.get("HUISHENG_BROWSER") == "required":
            pytest.fail(f"here this must not be: {words}")
        pytest.skip(words)


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as running:
        yield running


@pytest.fixture
def other_site() -> Iterator[Site]:
    with serving() as running:
        yield running


@pytest.fixture
def news(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[News]:
    """The paper at `site`. Whatever a browser writes, or runs, names a folder of ours, and is gone afterwards."""
    need_browser()
    with tempfile.TemporaryDirectory() as scratch:  # a short path: Chromium's socket stands in it
        monkeypatch.setattr(tempfile, "tempdir", scratch)
        here = News(site, tmp_path)
        yield here
        assert programs_of(Path(scratch), seconds=10) == [] and list(Path(scratch).iterdir()) == []
    (TMPFS / f"huisheng-{os.getuid()}" / key_name(here.database)).unlink(missing_ok=True)


def programs_of(folder: Path, *, seconds: float = 0) -> list[str]:
    """The command lines of running programs that name `folder` there or in their environment; those that end within
    `seconds` are left out."""
    return [line for pid, line in _running(folder) if not _ends(pid, seconds)]


def browsers_of(folder: Path) -> list[int]:
    """The process ids of the browsers among them."""
    return [pid for pid, line in _running(folder) if f"--user-data-dir={folder}" in line]


def _running(folder: Path) -> list[tuple[int, str]]:
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            line, environment = (place / "cmdline").read_bytes(), (place / "environ").read_bytes()
            if str(folder).encode() in line + environment:
                found.append((int(place.name), line.replace(b"\0", b" ").decode("utf-8", "replace")))
    return found


def _ends(pid: int, seconds: float) -> bool:
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([handle], [], [], seconds)[0])
    finally:
        os.close(handle)
