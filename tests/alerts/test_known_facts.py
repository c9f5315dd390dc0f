"""Known facts beside alerts and in the digest, and corrections first."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from alerts.digest.build import build
from alerts.digest.render import render_html, render_text
from alerts.run import alert
from commands import known_facts
from commands.alert import command as alert_command
from commands.known_facts import attach_facts, shipped, take_over
from model.catalogue import Catalogue
from model.config import Config
from model.errors import StoreError
from model.facts import Fact, FactVerdict
from model.records import Story
from store import alert_facts, digests, facts, runs
from store.database import Store, open_store
from store.facts import Origin

HOUR = timedelta(hours=1)
CROSSBOW = shipped()["牙签弩"]


@pytest.fixture
def config(tmp_path: Path, make_config: Callable[..., Config]) -> Config:
    return make_config(tmp_path)


def opened(store: Store, config: Config, tell: Callable[..., Story], now: datetime) -> None:
    tell(store, "s1")
    alert(store, config, now)
    attach_facts(store, config, now)


def digest_text(store: Store, config: Config, now: datetime) -> str:
    return render_text(build(store, config, now, now.astimezone(config.zone).date()), Catalogue("zh"), config)


def test_an_alert_shows_its_fact(tmp_path: Path, tell: Callable[..., Story]) -> None:
    path = tmp_path / "config.yaml"
    about = "{name: 协会, town: 永康, contact: mailto:help@xiehui.cn}"
    path.write_text(f"association: {about}\ndatabase: town.db\n", encoding="utf-8")
    with open_store(tmp_path / "town.db") as store:
        tell(store, updated_at=datetime.now(UTC) - timedelta(minutes=5))

    def run(*arguments: str) -> str:
        done = CliRunner().invoke(alert_command, [*arguments, "--config", str(path)], catch_exceptions=False)
        assert done.exit_code == 0
        return done.stdout

    run()
    shown = run("show", "1")
    assert "已有事实" in shown and "【属实】牙签弩" in shown and CROSSBOW.answer in shown
    assert CROSSBOW.sources[0].url in shown and "待本地复核" in shown
    whole: dict[str, Any] = json.loads(run("show", "1", "--json"))
    assert whole["facts"][0]["key"] == "牙签弩" and whole["facts"][0]["matched"] is True


def test_facts_are_looked_for_once(store: Store, config: Config, tell: Callable[..., Story], now: datetime) -> None:
    opened(store, config, tell, now)
    assert attach_facts(store, config, now + HOUR) == 0
    other = replace(CROSSBOW, key="另", answer="另一个答复。")
    facts.put(store, [other], Origin.OWN, now + HOUR)
    assert attach_facts(store, config, now + HOUR) == 1  # the facts changed


@pytest.mark.parametrize("error", [RuntimeError("a post's words"), StoreError("full", place="x", why="y")])
def test_an_alert_goes_out_without_its_fact_when_that_fails(
    store: Store, config: Config, tell: Callable[..., Story], now: datetime, error: Exception,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    def broken(*_: object) -> int:
        raise error

    monkeypatch.setattr(known_facts, "attach_facts", broken)
    tell(store)
    assert alert(store, config, now, look_up=known_facts.look_up)["opened"] == 1
    with open_store(config.path(config.database)) as kept:
        (issue,) = runs.issues_since(kept, now - timedelta(days=999))
    assert issue.kind == "facts-failed" and "a post's words" not in issue.message


def test_the_digest_says_what_is_known(
    store: Store, config: Config, tell: Callable[..., Story], now: datetime
) -> None:
    opened(store, config, tell, now)
    text = digest_text(store, config, now + HOUR)
    assert f"已有事实：{CROSSBOW.claim}——属实。{CROSSBOW.answer}" in text
    assert "更正" not in text


def test_corrections_come_first(store: Store, config: Config, tell: Callable[..., Story], now: datetime) -> None:
    opened(store, config, tell, now)
    today = now.astimezone(config.zone).date()
    digests.save(store, build(store, config, now + HOUR, today), now + HOUR)
    own = replace(CROSSBOW, verdict=FactVerdict.PARTLY, answer="本地查过:有卖的,都收走了。", reviewed=True)
    facts.put(store, [own], Origin.OWN, now + 2 * HOUR)
    attach_facts(store, config, now + 2 * HOUR)
    later = now + timedelta(days=1)
    digest = build(store, config, later, later.astimezone(config.zone).date())
    text = render_text(digest, Catalogue("zh"), config)
    assert "有 1 条更正" in text.splitlines()[2]
    assert text.index("原来的答复是“属实”，现在改为“部分属实”") < text.index("未核实")
    assert own.answer in text and "之前转过旧答复的" in text
    page = render_html(digest, Catalogue("zh"), config)
    assert page.index("现在改为") < page.index(digest.open[0].why)
    digests.save(store, digest, later)
    assert digests.get(store, digest.day) == digest
    after = later + timedelta(days=1)
    assert "更正" not in digest_text(store, config, after)  # told once


def test_a_withdrawn_answer_is_a_correction_too(store: Store, config: Config, now: datetime) -> None:
    facts.put(store, [CROSSBOW], Origin.OWN, now - timedelta(days=3))
    facts.remove(store, "牙签弩", Origin.OWN, now - HOUR)
    text = digest_text(store, config, now)
    assert "已经撤回" in text and "有 1 条更正，没有待核实的话题。" in text


def test_an_expired_fact_is_marked_and_not_told_as_known(
    store: Store, config: Config, tell: Callable[..., Story], now: datetime
) -> None:
    soon = replace(CROSSBOW, valid_until=(now + timedelta(hours=20)).date())
    take_over(store, now - HOUR)
    facts.put(store, [soon], Origin.OWN, now - HOUR)
    opened(store, config, tell, now)
    assert "已有事实" in digest_text(store, config, now + HOUR)
    assert "已有事实" not in digest_text(store, config, now + timedelta(days=2))
    (known,) = [one for one in alert_facts.of_alerts(store, [1])[1] if one.fact.key == "牙签弩"]
    assert known.fact.expired(date(2026, 3, 5))


def test_shipped_facts_never_replace_own_ones(store: Store, now: datetime) -> None:
    own = replace(CROSSBOW, answer="我们自己的答复。")
    gone = Fact(key="去年的", claim="x", verdict=FactVerdict.UNCLEAR, answer="x")
    facts.put(store, [own], Origin.OWN, now - HOUR)
    facts.put(store, [gone], Origin.SHIPPED, now - HOUR)
    take_over(store, now)
    found = facts.current(store)
    assert found["牙签弩"] == own and found["塑料大米"] == shipped()["塑料大米"] and "去年的" not in found
    before = facts.last_change(store)
    take_over(store, now + HOUR)
    assert facts.last_change(store) == before
