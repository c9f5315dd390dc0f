"""The threshold moves a little, once a week, by what people decided; it says why, and can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import commands.sensitivity
from alerts.decide import decide
from alerts.run import triage
from alerts.sensitivity import take_back
from alerts.triage.decisions import Wish
from alerts.weekly.build import build
from alerts.weekly.render import text
from alerts.weekly.words import WeekWords
from analysis.attention import attentive
from analysis.emergence.sensitivity import moved
from cli import huisheng
from model.catalogue import Catalogue
from model.config import Config
from model.config.settings import Sensitivity
from model.records import Story
from model.sensitivity import Move, Tally, Why
from model.verdicts import Decision, Reason
from store import alerts, sensitivity, stories
from store.database import Store, open_store

MONDAY = datetime(2026, 3, 2, 2, tzinfo=UTC)  # ten in the morning in the town
WEEK = timedelta(days=7)
CONFIG = """\
association: {name: 协会, town: 永康, contact: "mailto:a@xiehui.cn"}
database: town.db
topics: {danger: {words: [溺水], level: life}, fraud: {words: [诈骗]}}
"""
CONFIG_VALUES = {
    "association": {"name": "协会", "town": "永康", "contact": "mailto:a@xiehui.cn"},
    "topics": {"danger": {"words": ["溺水"], "level": "life"}, "fraud": {"words": ["诈骗"]}},
}
RULES = Sensitivity()


@pytest.fixture
def config() -> Config:
    return Config.model_validate(CONFIG_VALUES)


@pytest.fixture
def store() -> Store:
    return open_store(None)


@pytest.mark.parametrize(
    ("useful", "useless", "missed", "why", "step"),
    [
        (0, 19, 0, Why.FEW, 0), (0, 20, 0, Why.NOISY, 1), (20, 0, 0, Why.USEFUL, -1), (10, 10, 0, Why.FINE, 0),
        (4, 12, 4, Why.DEAF, -1), (0, 17, 3, Why.NOISY, 1),
    ],
)  # fmt: skip
def test_the_rule(useful: int, useless: int, missed: int, why: Why, step: int) -> None:
    found = moved(Tally(useful=useful, useless=useless, missed=missed), 0.0, RULES, MONDAY)
    assert (found.why, found.after) == (why, step * RULES.step)


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60), st.integers(0, 20)), max_size=40))
def test_whatever_people_decide_it_stays_within_its_bounds_and_moves_by_one_step(
    weeks: list[tuple[int, int, int]],
) -> None:
    at = 0.0
    for useful, useless, missed in weeks:
        found = moved(Tally(useful=useful, useless=useless, missed=missed), at, RULES, MONDAY)
        assert abs(found.after) <= RULES.most and abs(found.after - at) <= RULES.step + 1e-9
        at = found.after


@pytest.fixture
def dismiss(store: Store, config: Config) -> Callable[..., list[int]]:
    """Open `n` alerts of `topic` and dismiss them for `reason`."""

    def _dismiss(n: int, at: datetime, *, topic: str | None = "fraud", reason: Reason = Reason.AD) -> list[int]:
        names = [f"{topic}-{at:%m%d}-{reason.value}-{i}" for i in range(n)]
        stories.save(store, [_story(name, topic, at) for name in names])
        triage(store, config, at)
        ids = [alert.id for alert in alerts.by_stories(store, names).values()]
        wish = Wish(decision=Decision.DISMISS, role="A3", reason=reason, confirmed=True)
        assert len(decide(store, config, ids, wish, at).done) == n
        return ids

    return _dismiss


def _story(name: str, topic: str | None, at: datetime) -> Story:
    return Story(
        id=name, kind="watch" if topic else "discovered", topic=topic, terms=("词",), title=name, opened_at=at,
        updated_at=at, window_start=at, window_end=at, threads=3, voices=3, voices_known=True, sources=("论坛",),
        expected=0.1, surprise=5.0, why="-", shown=True, post_ids=(),
    )  # fmt: skip


def bar(store: Store, config: Config, at: datetime) -> float:
    return attentive(store, config, at).analysis.emergence.surprise


def test_it_moves_once_a_week_and_each_decision_counts_once(
    store: Store, config: Config, dismiss: Callable[..., list[int]]
) -> None:
    assert bar(store, config, MONDAY) == 4.0 and sensitivity.last(store) is None
    dismiss(20, MONDAY)
    assert bar(store, config, MONDAY + timedelta(minutes=1)) == 4.25
    assert bar(store, config, MONDAY + timedelta(days=6)) == 4.25  # the same week
    assert bar(store, config, MONDAY + WEEK) == 4.25  # the same decisions move nothing again
    last = sensitivity.last(store)
    assert last is not None and last.why is Why.FEW
    assert bar(store, config, MONDAY) == 4.25  # a clock set back moves nothing


def test_danger_to_life_opinions_and_undone_decisions_do_not_count(
    store: Store, config: Config, dismiss: Callable[..., list[int]]
) -> None:
    dismiss(20, MONDAY, topic="danger")
    dismiss(20, MONDAY, reason=Reason.OPINION)
    ids = dismiss(20, MONDAY, reason=Reason.JOKE)
    decide(store, config, ids, Wish(decision=Decision.UNDO, role="A3"), MONDAY + timedelta(minutes=1))
    assert sensitivity.tally(store, MONDAY + timedelta(hours=1)) == Tally(useful=0, useless=0, missed=0)
    assert bar(store, config, MONDAY + timedelta(hours=1)) == 4.0


def test_it_is_taken_back_and_the_same_decisions_do_not_move_it_again(
    store: Store, config: Config, dismiss: Callable[..., list[int]]
) -> None:
    dismiss(20, MONDAY)
    assert bar(store, config, MONDAY) == 4.25
    assert take_back(store, "A3", MONDAY + timedelta(hours=1)) is not None
    assert bar(store, config, MONDAY + timedelta(hours=2)) == 4.0
    assert take_back(store, "A3", MONDAY + timedelta(hours=3)) is None
    assert bar(store, config, MONDAY + WEEK) == 4.0
    dismiss(20, MONDAY + WEEK + timedelta(hours=1))
    assert bar(store, config, MONDAY + 2 * WEEK) == 4.25
    reset = take_back(store, "A3", MONDAY + 2 * WEEK, reset=True)
    assert reset is not None and (reset.before, reset.after) == (0.25, 0.0)


def test_switched_off_it_stays_and_narrower_bounds_hold_at_once(
    store: Store, config: Config, dismiss: Callable[..., list[int]]
) -> None:
    dismiss(20, MONDAY)
    assert bar(store, config, MONDAY) == 4.25
    emergence = config.analysis.emergence
    for rules, expected in ((Sensitivity(weekly=False), 4.25), (Sensitivity(most=0.1), 4.1)):
        changed = emergence.model_copy(update={"sensitivity": rules})
        other = config.model_copy(update={"analysis": config.analysis.model_copy(update={"emergence": changed})})
        assert bar(store, other, MONDAY + timedelta(hours=1)) == expected


def test_the_weekly_digest_says_where_it_stands_why_and_why_alerts_were_dismissed(
    store: Store, config: Config, dismiss: Callable[..., list[int]]
) -> None:
    dismiss(20, MONDAY + timedelta(days=1))
    bar(store, config, MONDAY + WEEK)
    now = MONDAY + WEEK + timedelta(hours=1)
    weekly = build(store, config, now, now.date(), lambda words: False)
    said = text(WeekWords(weekly, Catalogue("zh"), config))
    assert "4.00 → 4.25，提高：没用的警报太多（有用 0，没用 20，漏报 0）" in said
    assert "广告：20" in said


def test_on_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "config.yaml").write_text(CONFIG, encoding="utf-8")
    nothing = Tally(useful=0, useless=25, missed=0)
    with open_store(tmp_path / "town.db") as store:
        move = Move(at=MONDAY, before=0.0, after=0.25, tally=nothing, why=Why.NOISY)
        sensitivity.add(store, move)
        assert sensitivity.last(store) == replace(move, id=1)
    monkeypatch.setattr(commands.sensitivity, "now", lambda: MONDAY + timedelta(hours=1))

    def run(*words: str) -> str:
        done = CliRunner().invoke(
            huisheng, ["alert", "sensitivity", *words, "--config", str(tmp_path / "config.yaml")]
        )
        assert done.exit_code == 0, done.output
        return done.output

    assert "4.25" in run() and "没用 25" in run() and "生命安全" in run()
    assert '"after": 4.25' in run("--json")
    assert "4.25 → 4.00" in run("--undo")
