"""The JSON Schema for editors and the loader agree: what one takes the other takes, what it refuses it refuses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from cli import huisheng
from model.catalogue import LANGUAGES, Catalogue
from model.config import load
from model.config.channels import Channel
from model.config.meaning import about, meaning, members, settable, tags
from model.config.schema import _models, schema
from model.config.settings import Config
from model.config.sources import Source
from model.errors import ConfigError

ROOT = Path(__file__).resolve().parents[2]
HEAD = "association: {name: 志愿者协会, town: 永康, contact: mailto:help@xiehui.cn}\n"
GOOD = """
timezone: Asia/Shanghai
language: ${LANG_OF_TOWN}
crawl: {delay: 1.5s, max_bytes: "${BYTES}", timeout: "${SECONDS}s"}
analysis: {sentiment: snownlp, emergence: {surprise: 5, learning_days: 0}}
digest: {at: 06:45}
alerts:
  grouping:
    {group_wait: 30s, repeat_interval: 2h, quiet_hours: ["22:00", "07:00"],
     silences: [{words: [停电], until: "2026-03-05", why: 已通知}]}
schedule: {heartbeats: {cycle: "https://${HOST}/beat"}}
console: {port: 0}
topics:
  drowning:
    {title: 溺水, words: [溺水, 野泳], not_words: [讲座], near: [[孩子, 落水, 10]], level: life, contact: 教育局}
  "2026": {words: [防汛]}
channels:
  - {name: group, kind: apprise, url: "${GROUP}", digest: "${ON}"}
  - {name: hook, kind: webhook, url: "https://${HOST}/in", alerts: false, secret: "${GROUP}"}
  - {name: 企微, kind: wecom, url: "wecom://${HOST}"}
  - {name: 钉钉, kind: dingtalk, url: "https://${HOST}/robot/send?access_token=x", secret: SECabc, keyword: 回声}
  - {name: 飞书, kind: feishu, url: "feishu://${HOST}?secret=x"}
sources:
"""
# Whatever a kind needs beyond name, kind and url.
NEEDS = {
    "forum": {"threads": "h3 > a", "post": "div.comment", "body": "div.text", "id": "::attr(data-pk)"},
}
ENVIRONMENT = {
    "LANG_OF_TOWN": "en", "BYTES": "2000", "SECONDS": "5", "GROUP": "json://localhost", "ON": "false",
    "HOST": "hook.xiehui.cn",
}  # fmt: skip


def errors(text: str) -> list[str]:
    return [error.json_path for error in Draft202012Validator(schema()).iter_errors(YAML(typ="safe").load(text))]


def every_kind() -> str:
    blocks: list[dict[str, Any]] = [
        {
            "name": f"来源-{kind}", "kind": kind, "url": "https://a.cn/x?fid=2", "every": "30m", "delay": "2s",
            "healthy": {"posts_per_day": [1, 9.5], "newest_within": "24h"}, **NEEDS.get(kind, {}),
        }
        for kind in tags(Source)
    ]  # fmt: skip
    return "".join(f"  - {json.dumps(block, ensure_ascii=False)}\n" for block in blocks)


def test_it_is_a_schema() -> None:
    Draft202012Validator.check_schema(schema())


def test_the_shipped_file_passes_and_names_the_schema() -> None:
    text = (ROOT / "config.yaml").read_text(encoding="utf-8")
    assert errors(text) == []
    first = text.splitlines()[0]
    assert first == "# yaml-language-server: $schema=docs/config.schema.json"
    assert (ROOT / first.rpartition("=")[2]).exists()


def test_every_kind_of_source_and_channel_passes_both(tmp_path: Path) -> None:
    text = HEAD + GOOD + every_kind()
    path = tmp_path / "config.yaml"
    path.write_text(text, encoding="utf-8")
    config = load(path, ENVIRONMENT)
    assert [source.kind for source in config.sources] == list(tags(Source))
    assert {channel.kind for channel in config.channels} == set(tags(Channel))
    assert config.crawl.max_bytes == 2000 and config.language == "en" and not config.channels[0].digest
    assert errors(text) == []


FEED = "sources: [{name: a, kind: feed, url: 'https://a.cn/'"
WRONG = {
    "unknown key": "crawll: {}",
    "unknown key below": "crawl: {dely: 3s}",
    "a key of the loader's own": "base: somewhere",
    "a bare number as duration": "crawl: {delay: 12}",
    "a duration of nothing": "crawl: {timeout: 0s}",
    "a duration in weeks": "alerts: {fade_after: 2w}",
    "a clock of 25 hours": "digest: {at: '25:00'}",
    "a clock of one digit": "digest: {at: '7:30'}",
    "another language": "language: de",
    "another engine": "analysis: {sentiment: bert}",
    "a port above the last": "console: {port: 70000}",
    "a text as port": "console: {port: many}",
    "too few threads": "analysis: {emergence: {threads: 1}}",
    "a surprise of nothing": "analysis: {emergence: {surprise: 0}}",
    "an unknown kind of source": "sources: [{name: a, kind: rss, url: 'https://a.cn/'}]",
    "a source without kind": "sources: [{name: a, url: 'https://a.cn/'}]",
    "an ftp source": "sources: [{name: a, kind: feed, url: 'ftp://a.cn/'}]",
    "a password in an address": "sources: [{name: a, kind: feed, url: 'https://u:p@a.cn/'}]",
    "a name with a space": "sources: [{name: a b, kind: feed, url: 'https://a.cn/'}]",
    "a key of another kind": FEED + ", links: a}]",
    "a forum without selectors": "sources: [{name: a, kind: forum, url: 'https://a.cn/'}]",
    "no selector": "sources: [{name: a, kind: forum, url: 'http://a/', threads: ' ', post: p, body: b, id: c}]",
    "no pages": FEED + ", max_pages: 0}]",
    "a range of one figure": FEED + ", healthy: {posts_per_day: [1]}}]",
    "a word for yes or no": FEED + ", enabled: maybe}]",
    "sources as a block": "sources: {name: a}",
    "a topic without words": "topics: {t: {title: 溺水}}",
    "a topic with no words": "topics: {t: {words: []}}",
    "an empty word": "topics: {t: {words: ['']}}",
    "a word too long": f"topics: {{t: {{words: ['{'长' * 41}']}}}}",
    "near of two": "topics: {t: {words: [a], near: [[a, b]]}}",
    "near too far": "topics: {t: {words: [a], near: [[a, b, 999]]}}",
    "another level": "topics: {t: {words: [a], level: death}}",
    "a channel of no kind we have": "channels: [{name: a, kind: sms, url: 'https://a.cn/'}]",
    "a robot's address of another kind": "channels: [{name: a, kind: wecom, url: 'feishu://x'}]",
    "quiet hours of one moment": "alerts: {grouping: {quiet_hours: ['22:00']}}",
    "an apprise address that is none": "channels: [{name: a, kind: apprise, url: nothing}]",
}  # fmt: skip


@pytest.mark.parametrize("text", WRONG.values(), ids=WRONG.keys())
def test_the_loader_and_the_schema_refuse(text: str, tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text(HEAD + text, encoding="utf-8")
    with pytest.raises(ConfigError):
        load(path, {})
    assert errors(HEAD + text) != []


def test_a_contact_that_is_none_is_refused(tmp_path: Path) -> None:
    text = HEAD.replace("mailto:help@xiehui.cn", "call us")
    path = tmp_path / "config.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError):
        load(path, {})
    assert errors(text) == ["$.association.contact"]


def test_every_key_has_its_meaning_in_both_languages() -> None:
    for model in (Config, *_models(Config).values()):
        for language in LANGUAGES:
            catalogue = Catalogue(language)
            assert about(model, catalogue)
            assert all(meaning(model, key, catalogue) for key, _ in settable(model))


def test_every_kind_is_in_the_schema() -> None:
    blocks = schema()["$defs"]
    for model in (*members(Source), *members(Channel)):
        assert blocks[model.__name__]["properties"]["kind"]["const"] in tags(Source) + tags(Channel)


def test_the_command_prints_and_writes_it(tmp_path: Path) -> None:
    printed = CliRunner().invoke(huisheng, ["config", "schema"])
    assert printed.exit_code == 0 and json.loads(printed.stdout) == schema()
    out = tmp_path / "schema.json"
    assert CliRunner().invoke(huisheng, ["config", "schema", "--out", str(out)]).exit_code == 0
    assert out.read_text(encoding="utf-8") == printed.stdout
    assert printed.stdout == (ROOT / "docs" / "config.schema.json").read_text(encoding="utf-8")
    assert [path.name for path in tmp_path.iterdir()] == ["schema.json"]
