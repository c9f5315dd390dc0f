"""Pages of alerts go by key: new alerts in between move nothing, none is shown twice or lost."""

from __future__ import annotations

import re
from typing import Any

import pytest

from console.pages.alerts import PAGE
from model.records import Level


def shown(page: Any) -> list[int]:
    return [int(number) for number in re.findall(r'<h2 id="alert-(\d+)"', page.text)]


def after(page: Any) -> str | None:
    found = re.search(r'rel="next" href="([^"]+)"', page.text)
    return found[1].replace("&amp;", "&") if found else None


def test_every_alert_is_on_exactly_one_page(town: Any, site: Any) -> None:
    levels = [Level.NORMAL, Level.URGENT, Level.NORMAL, Level.LIFE]
    for number in range(2 * PAGE + 3):
        town.alert(f"s{number}", level=levels[number % 4], hours=(1,))
    first = site.get()
    seen, path = shown(first), after(first)
    assert len(seen) == PAGE
    late = town.alert("late", level=Level.LIFE, hours=(1,))
    while path is not None:
        page = site.get(path)
        seen, path = seen + shown(page), after(page)
    assert len(seen) == len(set(seen)) == 2 * PAGE + 3
    assert late.id not in seen  # it stands on the first page, and is met when one goes back there
    assert shown(site.get())[0] == late.id
    rank = {Level.LIFE: 0, Level.URGENT: 1, Level.NORMAL: 2}
    keys = [(rank[levels[(number - 1) % 4]], -number) for number in seen]
    assert keys == sorted(keys)


def test_the_language_stays_from_page_to_page(town: Any, site: Any) -> None:
    for number in range(PAGE + 1):
        town.alert(f"s{number}", hours=(1,))
    path = after(site.get("/?lang=en"))
    assert path is not None and "lang=en" in path and "before=" in path
    assert "Back to the first page" in site.get(path).text


def test_after_the_last_one(town: Any, site: Any) -> None:
    only = town.alert("a")
    page = site.get(f"/?before={only.id}")
    assert page.status_code == 200 and "后面没有更多警报了" in page.text
    assert "没有更多警报" in site.get("/?before=4711").text


@pytest.mark.parametrize("key", ["", "x", "-1", "1.5", "9" * 30, "٣", "1 OR 1=1", "9" * 5000])
def test_a_key_that_is_none_is_not_found(town: Any, site: Any, key: str) -> None:
    assert site.get(f"/?before={key}").status_code == 404


@pytest.mark.parametrize("key", ["0", "x", "-1", "9" * 18, "9" * 30, "9" * 5000, "1.0"])
def test_an_alert_that_is_none_is_not_found(town: Any, site: Any, key: str) -> None:
    town.alert("a")
    page = site.get(f"/alerts/{key}")
    assert page.status_code == 404 and "没有这一页" in page.text


@pytest.mark.parametrize("day", ["2026-11-31", "yesterday", "2026-11-20", "0000-00-00", "9" * 40])
def test_a_day_without_a_digest_is_not_found(town: Any, site: Any, day: str) -> None:
    assert site.get(f"/digest/{day}").status_code == 404
