"""Chinese first; English when the address or the browser asks for it."""

from __future__ import annotations

from typing import Any

import pytest

from console.language import preferred


def test_the_address_decides_and_keeps_deciding(town: Any, site: Any) -> None:
    town.alert("a")
    page = site.get("/?lang=en")
    assert '<html lang="en">' in page.text and "Open alerts" in page.text
    assert '<a href="/alerts/1?lang=en">' in page.text and 'href="/sources?lang=en"' in page.text
    assert '<h2 id="alert-1" lang="zh-Hans">' in page.text  # what analysis wrote stays Chinese, and says so
    assert 'href="/?lang=zh"' in page.text


@pytest.mark.parametrize("path", ["/", "/alerts/1", "/digest", "/sources", "/nowhere"])
def test_every_page_speaks_both(town: Any, site: Any, path: str) -> None:
    town.alert("a", hours=(1,), voices=1)
    assert '<html lang="zh-Hans">' in site.get(path).text
    english = site.get(path, Accept_Language="en-GB,en;q=0.9,zh;q=0.4").text
    assert '<html lang="en">' in english and "Topics, never people" in english
    assert 'href="/sources"' in english  # the browser asks again on every page; the address needs no mark


def test_an_unknown_language_is_not_asked_for(town: Any, site: Any) -> None:
    assert '<html lang="zh-Hans">' in site.get("/?lang=xx").text


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "zh"), ("en", "en"), ("en-US,en;q=0.9", "en"), ("zh-CN,zh;q=0.9,en;q=0.8", "zh"), ("fr,de", "zh"),
        ("fr, en;q=0.3", "en"), ("en;q=0.5,zh;q=0.8", "zh"), ("en;q=0", "zh"), ("EN", "en"), ("*", "zh"),
        ("en;q=x", "zh"), (";;;,,=", "zh"), ("en;q=nan", "zh"), ("en-" * 5000, "en"),
    ],
)  # fmt: skip
def test_what_a_browser_prefers(header: str, language: str) -> None:
    assert preferred(header, "zh") == language
