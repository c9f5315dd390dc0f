"""Keys that this release does not know: misspelt ones, old ones, and those of a release to come."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from cli import huisheng
from model.config import keys, load, load_topics
from model.config.keys import Moved
from model.errors import ConfigError

HEAD = "association: {name: 志愿者协会, town: 永康, contact: mailto:help@xiehui.cn}\n"


def fault(tmp_path: Path, text: str) -> str:
    path = tmp_path / "config.yaml"
    path.write_text(HEAD + text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load(path, {})
    (found,) = caught.value.faults
    return found.removeprefix(f"{path}:")


@pytest.mark.parametrize(
    ("text", "place", "near"),
    [
        ("timezon: Asia/Shanghai\n", "2:1: timezon", "timezone"),
        ("crawl:\n  delai: 3s\n", "3:3: crawl.delai", "delay"),
        ("analysis: {emergence: {tik: 10m}}\n", "2:24: analysis.emergence.tik", "tick"),
        ("sources:\n- {name: a, kind: feed, url: 'https://a.cn', evry: 3m}\n", "3:46: sources.0.evry", "every"),
        ("sources:\n- {name: a, kind: page, url: 'https://a.cn', lnks: a}\n", "3:46: sources.0.lnks", "links"),
        ("topics: {t: {words: [a], not_word: [b]}}\n", "2:26: topics.t.not_word", "not_words, must_words, words"),
        ("sources:\n- {name: a, kind: feed, url: 'https://a.cn', healthy: {newest: 1h}}\n",
         "3:56: sources.0.healthy.newest", "newest_within"),
    ],
)  # fmt: skip
def test_a_misspelt_key_gets_the_near_ones(tmp_path: Path, text: str, place: str, near: str) -> None:
    found = fault(tmp_path, text)
    assert found.startswith(f"{place}: 没有这个键，是不是想写 {near}？"), found
    assert f"did you mean {near}?" in found


def test_a_key_of_a_release_to_come_is_said_to_be_one(tmp_path: Path) -> None:
    found = fault(tmp_path, "federation: {hub: https://hub.cn}\n")
    assert found.startswith("2:1: federation: 没有这个键。如果它属于更新的版本，请先升级")
    assert "是不是" not in found


@pytest.mark.parametrize(
    ("old", "text", "place"),
    [
        ("crawl.pause", "crawl:\n  pause: 3s\n", "3:3: crawl.pause"),
        ("sources.*.interval", "sources:\n- {name: a, kind: feed, url: 'https://a.cn', interval: 3m}\n",
         "3:46: sources.0.interval"),
        ("topics.*.must", "topics: {t: {words: [a], must: [b]}}\n", "2:26: topics.t.must"),
    ],
)  # fmt: skip
def test_a_renamed_key_names_the_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, text: str, place: str
) -> None:
    monkeypatch.setattr(keys, "MOVED", {old: Moved(to="new.name")})
    assert fault(tmp_path, text).startswith(f"{place}: 这个键改了名，请改写成 new.name / ")


def test_a_removed_key_says_what_to_do_instead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "MOVED", {"proxy": Moved(advice="config.zone")})
    monkeypatch.setattr(keys, "both", lambda name, **values: f"<{name} {values.get('advice', '')}>")
    assert fault(tmp_path, "proxy: http://a.cn\n") == "2:1: proxy: <config.removed <config.zone >>"


def test_a_topics_file_has_the_same_help(tmp_path: Path) -> None:
    path = tmp_path / "topics.yaml"
    path.write_text("topics:\n  t: {words: [a], levl: life}\n", encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_topics(path)
    assert str(caught.value).startswith(f"{path}:2:19: topics.t.levl: 没有这个键，是不是想写 level？")


def test_config_check_says_it(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text(HEAD + "digest: {att: '07:30'}\n", encoding="utf-8")
    done = CliRunner().invoke(huisheng, ["config", "check", "--config", str(path)])
    assert isinstance(done.exception, ConfigError)
    assert ":2:10: digest.att: 没有这个键，是不是想写 at？" in str(done.exception)
