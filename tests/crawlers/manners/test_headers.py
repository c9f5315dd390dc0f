"""Who we say we are, and what we take from a reply's headers."""

from __future__ import annotations

import os
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import unquote

import pytest

from crawlers.manners.conditional import request_headers, validators_of
from crawlers.manners.identity import PHONE_WORDS, sender, user_agent
from crawlers.manners.retry_after import LONGEST, not_before
from crawlers.manners.settings import process_settings, source_settings
from crawlers.manners.trust import believe_somebody
from model.config import Config
from store.crawling import Validators

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize("contact", [
    "mailto:volunteers@xiehui.cn", "mailto:help@connect-remote.cn", "https://lg.mobile.phone.cn/wap/java",
    "https://协会.cn/联系", "https://a.cn/(x)?q=sed,nec",
])  # fmt: skip
def test_the_user_agent_names_the_contact_and_gets_the_desktop_page(contact: str) -> None:
    agent = user_agent(contact, "0.1.0")
    assert agent.startswith("Huisheng/0.1.0 (+") and agent.isascii() and agent.isprintable()
    assert not [word for word in PHONE_WORDS if word in agent.lower()]
    assert unquote(agent[len("Huisheng/0.1.0 (+") : -1]) == contact


def test_the_mail_address_goes_into_from_as_it_is() -> None:
    assert sender("mailto:help@connect.cn?subject=x") == "help@connect.cn"
    assert sender("https://xiehui.cn") is None


@pytest.mark.parametrize(("value", "wait"), [
    ("120", timedelta(minutes=2)),
    ("Fri, 20 Nov 2026 12:30:00 GMT", timedelta(minutes=30)),
    ("Friday, 20-Nov-26 12:30:00 GMT", timedelta(minutes=30)),
    ("Fri Nov 20 12:30:00 2026", timedelta(minutes=30)),
    ("9" * 400, LONGEST),
    ("Fri, 20 Nov 2099 12:30:00 GMT", LONGEST),
])  # fmt: skip
def test_retry_after(value: str, wait: timedelta) -> None:
    assert not_before(value, NOW) == NOW + wait


@pytest.mark.parametrize("value", [None, "", "0", "-5", "soon", "Fri, 20 Nov 2026 11:00:00 GMT", "²"])
def test_retry_after_that_says_nothing(value: str | None) -> None:
    assert not_before(value, NOW) is None


def test_conditional_requests() -> None:
    seen = validators_of({"etag": 'W/"1"', "last-modified": "Fri, 20 Nov 2026 11:00:00 GMT"})
    assert request_headers(seen) == {
        "If-None-Match": 'W/"1"', "If-Modified-Since": "Fri, 20 Nov 2026 11:00:00 GMT",
    }  # fmt: skip
    assert validators_of({"etag": "  "}) is None and validators_of({}) is None
    assert validators_of({"etag": "x" * 2000, "last-modified": "d"}) == Validators(etag=None, last_modified="d")
    assert validators_of({"etag": "a\r\nX: b"}) is None
    assert request_headers(None) == {}


def config(**source: object) -> Config:
    block = {"name": "甲", "kind": "feed", "url": "https://bbs.town.cn/rss", **source}
    association = {"name": "协会", "town": "永康", "contact": "mailto:help@xiehui.cn"}
    return Config.model_validate({"association": association, "sources": [block]})


@pytest.mark.parametrize(("source", "shortest"), [
    ({}, 3.0), ({"delay": "10s"}, 10.0), ({"delay": "0s"}, 1.0),
    ({"delay": "0s", "allow_loopback": True, "url": "http://127.0.0.1:80/"}, 0.0),
])  # fmt: skip
def test_no_pause_is_shorter_than_promised(source: dict[str, object], shortest: float) -> None:
    settings = config(**source)
    chosen = source_settings(settings, settings.sources[0])
    assert chosen["DOWNLOAD_DELAY"] * (1 - chosen["DOWNLOAD_DELAY_JITTER"]) == pytest.approx(shortest)


def test_a_machine_without_authorities_gets_a_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def machine(cafile: str | None, capath: str | None) -> ssl.DefaultVerifyPaths:
        return ssl.DefaultVerifyPaths(cafile, capath, "SOME_CA_FILE", "/a", "SOME_CA_DIR", "/b")

    monkeypatch.setenv("SOME_CA_FILE", "")
    filled = tmp_path / "filled"
    filled.mkdir()
    (filled / "ca.pem").write_text("")
    for paths in (machine("/etc/ca.pem", None), machine(None, str(filled))):
        monkeypatch.setattr(ssl, "get_default_verify_paths", lambda paths=paths: paths)
        believe_somebody()
        assert os.environ["SOME_CA_FILE"] == ""
    (filled / "ca.pem").unlink()
    for paths in (machine(None, str(filled)), machine(None, None)):
        monkeypatch.setenv("SOME_CA_FILE", "")
        monkeypatch.setattr(ssl, "get_default_verify_paths", lambda paths=paths: paths)
        believe_somebody()
        assert "BEGIN CERTIFICATE" in Path(os.environ["SOME_CA_FILE"]).read_text(encoding="utf-8")


def test_what_scrapy_leaves_open_is_closed() -> None:
    chosen = process_settings(config())
    for name in ("TELNETCONSOLE", "REMOTE_CONTROL", "COOKIES", "REFERER", "HTTPPROXY", "HTTPCACHE", "METAREFRESH"):
        assert chosen[f"{name}_ENABLED"] is False
    assert chosen["DOWNLOAD_HANDLERS_BASE"] == {} and set(chosen["DOWNLOAD_HANDLERS"]) == {"http", "https"}
