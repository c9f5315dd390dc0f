"""Reporting and linking a tip, the duty page and the hand-over note, over real HTTP."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import pytest
import requests

from alerts.tips.take import Reader
from model.config import Config
from model.tips import Tip
from store import alerts, duty, tips

FORM = "application/x-www-form-urlencoded"


def _first(before: Any, text: str, at: datetime) -> Tip | None:
    return next((tip for tip in before if tip.text == text), None)


@pytest.fixture
def site(config: Config, opened: Callable[..., Any]) -> Iterator[Any]:
    """The console with a reader of tips that takes one telephone number out."""
    reader = Reader(redact=lambda text: text.replace("13800138000", "〔电话〕"), same=_first, topics=lambda _: [])
    with opened(config, reader=reader) as site:
        yield site


def send(site: Any, path: str, values: dict[str, str], *, token: str | None = None) -> requests.Response:
    page = site.get("/tips")
    found = re.search(r'name="token" value="([^"]*)"', page.text)
    assert found is not None
    return requests.post(
        site.address + path, urlencode({"token": found[1] if token is None else token, **values}), timeout=20,
        allow_redirects=False, headers={"Content-Type": FORM, "Origin": "null", "Accept-Language": "zh-CN"},
    )  # fmt: skip


def test_a_tip_is_reported_shown_and_counted_once(town: Any, site: Any) -> None:
    done = send(site, "/tips/new", {"text": "听说东门桥在封路，问 13800138000"})
    assert (done.status_code, done.headers["Location"]) == (303, "/tips?stored=1")
    page = site.get("/tips?stored=1").text
    assert "线索 #1 已记下" in page and "〔电话〕" in page and "13800138000" not in page and "未核实" in page
    send(site, "/tips/new", {"text": "听说东门桥在封路，问 13800138000"})
    assert "和线索 #1 说的一样" in site.get("/tips?stored=2").text
    assert len(tips.newest(town.store)) == 1


def test_a_tip_is_linked_with_an_alert(town: Any, site: Any) -> None:
    alert = town.alert("a")
    send(site, "/tips/new", {"text": "河边又有味道了"})
    done = send(site, "/tips/link", {"back": str(alert.id), "tip": "1"})
    assert (done.status_code, done.headers["Location"]) == (303, f"/alerts/{alert.id}")
    page = site.get(f"/alerts/{alert.id}").text
    assert "另有线索 1 条，未核实" in page and "河边又有味道了" in page
    refused = send(site, "/tips/link", {"back": str(alert.id), "tip": "9"})
    assert refused.status_code == 400 and "没有这条线索" in refused.text
    kept = alerts.get(town.store, alert.id)
    assert kept is not None and kept.tips == 1


@pytest.mark.parametrize("path", ["/tips/new", "/tips/link", "/duty/note"])
def test_without_the_token_nothing_is_done(town: Any, site: Any, path: str) -> None:
    done = send(site, path, {"text": "听说东门桥在封路", "note": "看一下"}, token="x")
    assert done.status_code == 403
    assert tips.newest(town.store) == [] and duty.notes(town.store) == []
    assert site.get(path).status_code == 405


def test_nothing_to_report_is_said_plainly(town: Any, site: Any) -> None:
    done = send(site, "/tips/new", {"text": "啊"})
    assert done.status_code == 400 and "太短了" in done.text


def test_who_is_on_duty_and_the_hand_over(town: Any, config: Config, opened: Callable[..., Any]) -> None:
    roster = config.model_validate(
        {
            **config.model_dump(include={"association", "database"}),
            "channels": [{"name": "群", "kind": "webhook", "url": "http://127.0.0.1:9/x"}],
            "duty": {
                "shifts": [{"hours": ["08:00", "20:00"], "codes": ["A3"], "channels": ["群"], "note": "先看水库"}],
                "second": ["群"],
            },
        }
    )
    reader = Reader(redact=lambda text: text.replace("13800138000", "〔电话〕"), same=_first, topics=lambda _: [])
    with opened(roster, reader=reader) as site:
        page = site.get("/duty").text
        assert "A3" in page and "先看水库" in page and "20:00" in page and "30 分钟没有人接手" in page
        assert send(site, "/duty/note", {"note": "桥的事等回话 13800138000", "by": "A3"}).status_code == 303
        page = site.get("/duty").text
        assert "桥的事等回话 〔电话〕" in page and "13800138000" not in page
        assert send(site, "/duty/note", {"note": "x", "by": "王建国"}).status_code == 400
    with opened(config) as site:
        assert "还没有值班表" in site.get("/duty").text
        assert send(site, "/tips/new", {"text": "听说东门桥在封路"}).status_code == 400


def test_a_store_without_tips_has_an_empty_page(town: Any, site: Any) -> None:
    assert "还没有线索" in site.get("/tips").text and "No tips yet" in site.get("/tips?lang=en").text
