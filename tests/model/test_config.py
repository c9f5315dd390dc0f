"""config.yaml: good ones load, every fault of a bad one is named at once with its line and path."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest

from model.config import load, load_topics
from model.errors import ConfigError

ROOT = Path(__file__).resolve().parents[2]
HEAD = "association: {name: 志愿者协会, town: 永康, contact: mailto:help@xiehui.cn}\n"


def faults(tmp_path: Path, text: str, **environment: str) -> list[str]:
    path = tmp_path / "config.yaml"
    path.write_text(HEAD + text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load(path, environment)
    return [fault.removeprefix(f"{path}:") for fault in caught.value.faults]


def test_the_shipped_file_loads() -> None:
    config = load(ROOT / "config.yaml", {})
    assert config.base == ROOT
    assert config.path(config.database) == ROOT / "data/var/huisheng.db"


def test_the_examples_in_the_shipped_file_load_when_uncommented(tmp_path: Path) -> None:
    lines = []
    for line in (ROOT / "config.yaml").read_text(encoding="utf-8").splitlines():
        if line in {"sources: []", "topics: {}", "contacts: []", "places: []", "channels: []"}:
            line = line.split(":")[0] + ":"
        elif line.startswith("#  "):
            line = line[1:]
        lines.append(line.replace("mailto:volunteers@example.org", "mailto:help@xiehui.cn"))
    path = tmp_path / "config.yaml"
    path.write_text("\n".join(lines), encoding="utf-8")
    config = load(
        path, {
            "HUISHENG_WECOM_URL": "wecom://key", "HUISHENG_DINGTALK_URL": "dingtalk://token",
            "HUISHENG_DINGTALK_SECRET": "SEC", "HUISHENG_FEISHU_URL": "feishu://token",
            "HUISHENG_MAIL_URL": "json://localhost", "HUISHENG_WEBHOOK_URL": "https://hook.xiehui.cn/",
        },
    )  # fmt: skip
    assert {source.kind for source in config.sources} == {
        "feed", "discuz", "page", "sitemap", "wordpress", "mybb", "json_list", "forum",
    }  # fmt: skip
    assert config.topics["drowning"].near == [("孩子", "落水", 10)]
    assert [spot.name for spot in config.places] == ["城西新小学"]
    assert len(config.channels) == 5


def test_an_old_name_of_an_engine_still_works(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text(HEAD + "analysis: {sentiment: weights}\n", encoding="utf-8")
    assert load(path, {}).analysis.sentiment == "shipped"
    (fault,) = faults(tmp_path, "analysis: {sentiment: magic}\n")
    assert "analysis.sentiment" in fault and "must be one of posts, shipped, snownlp, own" in fault


def test_all_faults_come_at_once_with_their_places(tmp_path: Path) -> None:
    text = (
        "sources:\n"
        "  - name: a\n"
        "    kind: feed\n"
        "    url: https://a.cn/\n"
        "    evry: 3m\n"
        "  - {name: b, kind: discuz, url: ftp://b.cn}\n"
        "topics: {t: {words: []}}\n"
        "crawl: {delay: 12}\n"
        "digest: {at: 12:30}\n"
        "colour: blue\n"
    )
    found = faults(tmp_path, text)
    assert found[0].startswith("6:5: sources.0.evry: 没有这个键，是不是想写 every？")
    assert found[1].startswith("7:29: sources.1.url: 网址不能用")
    assert [f.split(": ")[1] for f in found] == [
        "sources.0.evry", "sources.1.url", "topics.t.words", "crawl.delay", "colour",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("channels: [{name: c, kind: webhook, url: '${HOOK}'}]\n", "${HOOK} is not set in the environment"),
        ("channels: [{name: c, kind: webhook, url: 'https://a.cn/${bad-name}'}]\n", "not a usable ${NAME}"),
        ("crawl: {timeout: 0s}\n", "2:9: crawl.timeout: 时长必须大于零"),
        ("analysis: {emergence: {tick: 0m}}\n", "must be more than zero"),
        ("topics: {a: {words: ['  ']}}\n", "topics.a.words.0"),
        ("sources: [{name: a, kind: feed, url: 'http://a.cn', encoding: klingon}]\n", "unknown charset 'klingon'"),
        ("sources: [{name: a, kind: page, url: 'http://a.cn', links: 'a['}]\n", "not a CSS selector: 'a['"),
        (
            "sources: [{name: a, kind: feed, url: 'http://a.cn', healthy: {posts_per_day: [500, 5]}}]\n",
            "must not be above",
        ),
        ("language: fr\n", "2:1: language:"),
        ("timezone: Asia/Nowhere\n", "unknown time zone"),
        ("sources: [{name: a, kind: feed, url: 'http://a.cn', timezone: Mars}]\n", "sources.0.timezone"),
        ("sources: [{name: a, kind: ftp, url: 'http://a.cn'}]\n", "sources.0"),
        ("sources: [{name: a, kind: feed, url: 'http://u:p@a.cn/'}]\n", "must not carry a user name"),
        ("sources: [{name: a, kind: feed, url: 'http://a.cn:99999/'}]\n", "not a usable address"),
        ("alerts: {}\nalerts: {}\n", "written twice"),
        ("alerts: [\n", "not valid YAML"),
        ("crawl: {timeout: yes}\n", "write a duration such as"),
    ],
)
def test_single_faults(tmp_path: Path, text: str, part: str) -> None:
    assert any(part in fault for fault in faults(tmp_path, text))


def test_two_sources_of_one_name_are_refused_with_the_other_faults(tmp_path: Path) -> None:
    source = "  - {name: a, kind: feed, url: 'http://a.cn'}\n"
    found = faults(tmp_path, f"sources:\n{source}{source}colour: blue\n")
    assert [fault.split(": ")[0] + ": " + fault.split(": ")[1] for fault in found] == [
        "4:6: sources.1.name", "5:1: colour",
    ]  # fmt: skip


def test_nested_aliases_do_not_hang(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    assert any("nested aliases" in fault for fault in faults(tmp_path, "\n".join(lines)))


def test_no_fault_speaks_the_language_of_the_library(tmp_path: Path) -> None:
    text = (
        "timezone: 5\nlanguage: fr\ndatabase: [a]\nsources: {a: b}\ntopics: [x]\nconsole: {port: 99999}\n"
        "crawl: {max_bytes: many}\nalerts: 7\n"
    )
    found = faults(tmp_path, text)
    assert len(found) == 8
    assert [fault for fault in found if re.search(r"Input|pattern|pydantic|<class|valid", fault)] == []


def test_the_example_contact_may_not_visit_real_sites(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    source = "sources: [{name: a, kind: feed, url: 'http://a.cn'}]\n"
    path.write_text(
        "association: {name: a, town: b, contact: mailto:volunteers@example.org}\n" + source, encoding="utf-8"
    )
    with pytest.raises(ConfigError, match="still the example"):
        load(path, {})


def test_missing_and_unreadable_files(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="there is no such file"):
        load(tmp_path / "none.yaml", {})
    (tmp_path / "gbk.yaml").write_bytes("association: 协会".encode("gb18030"))
    with pytest.raises(ConfigError, match=r"gbk.yaml:1:1: .*not UTF-8"):
        load(tmp_path / "gbk.yaml", {})
    (tmp_path / "list.yaml").write_text("- a\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="expected a mapping"):
        load(tmp_path / "list.yaml", {})


def test_times_that_look_like_numbers_stay_times(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text(HEAD + "digest: {at: 07:45}\n", encoding="utf-8")
    assert load(path, {}).digest.at == "07:45"


def test_no_pause_only_on_loopback(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text(
        HEAD + "crawl: {delay: 0s}\nsources:\n"
        "  - {name: here, kind: feed, url: 'http://127.0.0.1:1/', allow_loopback: true}\n"
        "  - {name: there, kind: feed, url: 'http://a.cn/', delay: 0s}\n",
        encoding="utf-8",
    )
    config = load(path, {})
    assert [config.delay_of(source) for source in config.sources] == [timedelta(0), timedelta(seconds=1)]


def test_topics_file_alone_or_below_a_key(tmp_path: Path) -> None:
    path = tmp_path / "topics.yaml"
    path.write_text("nu: {words: [牙签弩]}\n", encoding="utf-8")
    assert load_topics(path)["nu"].words == ["牙签弩"]
    path.write_text("topics:\n  nu: {words: [牙签弩], nots: [a]}\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"topics.yaml:2:22: topics.nu.nots: .*unknown key"):
        load_topics(path)
