"""Who may ask, how, and what every reply carries; hostile text stays text."""

from __future__ import annotations

import re
from typing import Any

import pytest

from console.guard import is_here

PATHS = ("/", "/alerts/1", "/digest", "/sources", "/healthz", "/static/console.css", "/nowhere", "/alerts/99999")


@pytest.mark.parametrize(
    "host",
    ["evil.test", "127.0.0.1.evil.test", "localhost.evil.test:8321", "127.0.0.1@evil.test", "10.0.0.2", "0.0.0.0"],
)
def test_a_name_that_was_bound_again_to_this_machine_is_refused(town: Any, site: Any, host: str) -> None:
    town.alert("a", title="河边 异味")
    page = site.get(Host=host)
    assert page.status_code == 400
    assert "127.0.0.1" in page.text and "河边" not in page.text


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:1", "localhost", "LOCALHOST:8321", "[::1]", "[::1]:8321"])
def test_this_machine_is_let_in(host: str) -> None:
    assert is_here(host)


@pytest.mark.parametrize(
    "host", ["", "127.0.0.1:", "127.0.0.1\n", "localhost.", "::1", "127.1", "127.0.0.1:٣", "a, localhost"]
)
def test_anything_else_is_not_this_machine(host: str) -> None:
    assert not is_here(host)


@pytest.mark.parametrize("path", PATHS)
def test_every_reply_carries_the_headers(town: Any, site: Any, path: str) -> None:
    town.alert("a")
    for page in (site.get(path), site.get(path, method="POST"), site.get(path, Host="evil.test")):
        sent = page.headers
        assert "default-src 'self'" in sent["Content-Security-Policy"]
        assert "unsafe" not in sent["Content-Security-Policy"]
        assert sent["X-Content-Type-Options"] == "nosniff"
        assert sent["Referrer-Policy"] == "no-referrer"
        assert sent["X-Frame-Options"] == "DENY"
        assert sent["Cache-Control"] == "no-store"
        assert "server" not in sent and "set-cookie" not in sent


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
@pytest.mark.parametrize("path", ["/", "/alerts/1", "/static/console.css", "/nowhere"])
def test_it_can_only_be_read(town: Any, site: Any, method: str, path: str) -> None:
    page = site.get(path, method=method)
    assert page.status_code == 405
    assert page.headers["Allow"] == "GET, HEAD"


def test_head_is_get_without_the_page(town: Any, site: Any) -> None:
    page = site.get(method="HEAD")
    assert page.status_code == 200 and page.content == b""


def test_hostile_text_stays_text(town: Any, site: Any) -> None:
    evil = '<script>alert(1)</script>"><img src=x onerror=alert(2)>{{ 1111*7 }}'
    alert = town.alert("a", title=evil, why=evil, terms=(evil,), topic=evil)
    town.trouble(town.board, evil, town.now)
    town.trouble(None, evil, town.now)
    for path in ("/", f"/alerts/{alert.id}", "/sources", f"/{evil}", f"/?lang={evil}", f"/?before={evil}"):
        text = site.get(path).text
        assert "<script" not in text and "<img src=x" not in text and "7777" not in text
    assert "&lt;script&gt;" in site.get().text


def test_no_page_carries_inline_style_or_script(town: Any, site: Any) -> None:
    alert = town.alert("a")
    for path in ("/", f"/alerts/{alert.id}", "/digest", "/sources", "/nowhere"):
        assert re.findall(r"<script|<style|\sstyle=|\son\w+=", site.get(path).text) == []


def test_no_replys_address_and_no_whole_post_is_shown(town: Any, site: Any) -> None:
    sentence = "这一句只在帖子正文里"
    alert = town.alert("a")
    town.said(town.board, "a0", town.now, sentence)
    for path in ("/", f"/alerts/{alert.id}", "/sources", "/digest"):
        text = site.get(path).text
        assert "/reply/" not in text and "#pid" not in text and sentence not in text


@pytest.mark.parametrize("path", ["/static/../app.py", "/static/%2e%2e/app.py", "/static/", "/static/none.css"])
def test_only_the_files_of_the_console_are_served(town: Any, site: Any, path: str) -> None:
    assert site.get(path).status_code == 404
