"""Where pages cannot be drawn: it is said in plain words what to install, and nothing else changes."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from cli import huisheng
from crawlers.kinds import KINDS
from crawlers.kinds.base import Fetch, Page, Refusal, Visit
from crawlers.manners.settings import source_settings
from crawlers.processes.parent import CHILD, ROOT
from crawlers.rendering import needs
from crawlers.run import crawl
from model.config import Config, load, wants_browser
from tests.crawlers.rendering.conftest import NEWS
from tests.crawlers.run.conftest import Site

BARE = str(Path(__file__).with_name("bare_child.py"))
NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
MISSING = {"javascript-chromium": "apt-get install chromium", "javascript-extra": "make install EXTRAS=javascript"}


@pytest.fixture(params=MISSING)
def lack(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """What this machine does not have."""
    if request.param == "javascript-chromium":
        monkeypatch.setenv("PATH", str(tmp_path))
    else:
        monkeypatch.setitem(sys.modules, "scrapy_playwright", None)
    return str(request.param)


@pytest.fixture
def town(tmp_path: Path, site: Site) -> Path:
    """A configuration with one source that needs a browser, and one that does not."""
    path = tmp_path / "config.yaml"
    path.write_text(
        "association: {name: 协会, town: 永康, contact: mailto:help@xiehui.cn}\ndatabase: town.db\nsources:\n"
        f'  - {{name: 晚报, kind: page, url: "{site.url}/", allow_loopback: true, delay: 0s, javascript: true}}\n'
        f'  - {{name: 论坛, kind: feed, url: "{site.url}/feed", allow_loopback: true, delay: 0s}}\n',
        encoding="utf-8",
    )
    site.raw("/", NEWS.encode(), headers={"Content-Type": "text/html"})
    item = "<item><title>停水</title><pubDate>Fri, 20 Nov 2026 08:00:00 GMT</pubDate></item>"
    site.raw("/feed", f"<rss version='2.0'><channel>{item}</channel></rss>".encode())
    return path


def test_the_other_sources_are_read_and_its_site_is_not_asked(lack: str, town: Path, site: Site) -> None:
    program = (sys.executable, "-P", BARE) if lack == "javascript-extra" else CHILD
    result = crawl(load(town), NOW, program=program)
    assert [(issue.source, issue.kind) for issue in result.issues] == [("晚报", lack)]
    assert MISSING[lack] in result.issues[0].message
    assert site.paths() == ["/feed"] and result.counts["posts_new"] == 1


def test_config_check_says_so_and_takes_the_file(lack: str, town: Path) -> None:
    result = CliRunner().invoke(huisheng, ["config", "check", "--config", str(town)])
    assert result.exit_code == 0 and "可用" in result.output
    assert "晚报" in result.output and "论坛" not in result.output and MISSING[lack] in result.output


def test_doctor_says_so(lack: str, town: Path) -> None:
    result = CliRunner().invoke(huisheng, ["doctor", "--config", str(town)])
    assert result.exit_code == 1 and MISSING[lack] in result.output and "晚报" in result.output


def test_source_try_says_so(town: Path, site: Site, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    result = CliRunner().invoke(huisheng, ["source", "try", "晚报", "--config", str(town)])
    assert result.exit_code == 1 and MISSING["javascript-chromium"] in result.output
    assert site.asked == []


def test_nobody_is_told_of_browsers_who_wants_none(lack: str, town: Path) -> None:
    town.write_text(town.read_text(encoding="utf-8").replace(", javascript: true", ""), encoding="utf-8")
    for command in (["config", "check"], ["doctor"]):
        output = CliRunner().invoke(huisheng, [*command, "--config", str(town)]).output
        assert "Chromium" not in output and "javascript" not in output


def test_the_browser_interface_is_not_loaded_without_need() -> None:
    """Neither by the child nor by the commands: a crawl without such sources is as quick as ever."""
    code = "import sys, cli, crawlers.processes.child; print([m for m in sys.modules if 'playwright' in m])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == "[]"


def test_a_source_without_the_wish_gets_the_settings_it_always_had() -> None:
    plain, drawn = _settings({}), _settings({"javascript": True})
    assert not [name for name in plain if "PLAYWRIGHT" in name or "HUISHENG" in name]
    assert {name for name in drawn if drawn[name] != plain.get(name)} == {
        "DOWNLOADER_MIDDLEWARES", "PLAYWRIGHT_LAUNCH_OPTIONS", "PLAYWRIGHT_ABORT_REQUEST",
        "PLAYWRIGHT_DOWNLOAD_TIMEOUT", "HUISHENG_CONTEXT", "HUISHENG_ENCODING",
    }  # fmt: skip


def test_only_root_goes_without_the_sandbox(monkeypatch: pytest.MonkeyPatch) -> None:
    for user in (0, 1000):
        monkeypatch.setattr("os.geteuid", lambda user=user: user)
        assert _settings({"javascript": True})["PLAYWRIGHT_LAUNCH_OPTIONS"]["chromium_sandbox"] is (user != 0)


def test_no_proxy_of_the_environment_reaches_the_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTPS_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:3128")
    environment = _settings({"javascript": True})["PLAYWRIGHT_LAUNCH_OPTIONS"]["env"]
    assert not [name for name in environment if "proxy" in name.lower()]


@pytest.mark.parametrize("kind", ["feed", "discuz", "wordpress", "mybb", "json_list"])
def test_kinds_that_need_no_scripts_do_not_take_the_setting(kind: str) -> None:
    with pytest.raises(ValueError, match="javascript"):
        _config({"kind": kind, "javascript": True})


def test_a_page_that_is_empty_without_scripts_is_called_so() -> None:
    page = Page(
        url="https://bbs.town.cn/", status=200, content_type="text/html", charset="utf-8", body=NEWS.encode(),
        fetched_at=NOW,
    )  # fmt: skip
    config = _config({})
    visit = Visit(markers={}, oldest=NOW, zone=config.zone)
    outcome = KINDS["page"].parse(config.sources[0], Fetch(url=page.url, role="list"), page, visit)
    assert (
        isinstance(outcome, Refusal)
        and outcome.kind == "needs-javascript"
        and "javascript: true" in outcome.message
    )


def test_debians_name_is_looked_for_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert needs.chromium() is None
    for name in ("chromium-browser", "chromium"):
        (tmp_path / name).write_text("", encoding="utf-8")
        (tmp_path / name).chmod(0o755)
        assert needs.chromium() == str(tmp_path / name)


def _config(source: dict[str, object]) -> Config:
    return Config.model_validate(
        {
            "association": {"name": "协会", "town": "永康", "contact": "mailto:help@xiehui.cn"},
            "sources": [{"name": "晚报", "kind": "page", "url": "https://bbs.town.cn/", **source}],
        }
    )


def _settings(source: dict[str, object]) -> dict[str, Any]:
    config = _config(source)
    assert wants_browser(config.sources[0]) is bool(source)
    return source_settings(config, config.sources[0])
