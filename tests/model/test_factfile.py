"""A file of facts: both forms, what is required, and one broken fact that stops no other."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from model.config.factfile import FactFile, load_facts
from model.errors import ConfigError
from model.facts import FactSource, FactVerdict

GOOD = "  claim: 桥要塌\n  verdict: 'false'\n  answer: 没有这回事。\n"


@pytest.fixture
def load(tmp_path: Path) -> object:
    def loaded(text: str) -> FactFile:
        path = tmp_path / "facts.yaml"
        path.write_text(text, encoding="utf-8")
        return load_facts(path)

    return loaded


def test_both_forms_are_the_same(load) -> None:  # type: ignore[no-untyped-def]
    mapping = load(f"桥:\n{GOOD}")
    listed = load(f"- key: 桥\n{GOOD}")
    assert mapping == listed == load(f"facts:\n  桥:\n{GOOD.replace('  ', '    ')}")
    assert mapping.faults == () and mapping.facts["桥"].verdict is FactVerdict.FALSE


def test_everything_that_may_be_written(load) -> None:  # type: ignore[no-untyped-def]
    file = load(
        "桥:\n  claim: 桥要塌\n  verdict: true\n  answer: >-\n    第一行。\n    第二行 B 好。\n"
        "  terms: [大桥, 12345]\n"
        "  sources:\n    - {name: 交通局, url: https://jt.example.org/1, date: 2026-01-02}\n"
        "    - {name: 晚报, date: 2026-01}\n    - {name: 水利局, url: , date: 2025}\n"
        "  responsible: 交通局\n  checked_on: 2026-01-03\n  valid_until: '2026-02-01'\n  reviewed: true\n"
    )
    assert file.faults == ()
    fact = file.facts["桥"]
    assert fact.answer == "第一行。第二行 B 好。"  # no blank where YAML folded the line
    assert fact.verdict is FactVerdict.TRUE and fact.terms == ("大桥", "12345") and fact.reviewed
    assert fact.sources == (
        FactSource(name="交通局", url="https://jt.example.org/1", date="2026-01-02"),
        FactSource(name="晚报", date="2026-01"), FactSource(name="水利局", date="2025"),
    )  # fmt: skip
    assert fact.valid_until == date(2026, 2, 1)
    assert fact.expired(date(2026, 2, 2)) and not fact.expired(date(2026, 2, 1))


@pytest.mark.parametrize(
    ("written", "verdict"),
    [("true", "true"), ("false", "false"), ("'partly'", "partly"), ("待核实", "unclear"), ("不实", "false")],
)
def test_verdicts_as_people_write_them(load, written: str, verdict: str) -> None:  # type: ignore[no-untyped-def]
    file = load(f"桥: {{claim: 桥要塌, verdict: {written}, answer: 没有}}")
    assert file.facts["桥"].verdict.value == verdict


@pytest.mark.parametrize(
    ("broken", "place"),
    [
        ("坏:\n  verdict: true\n  answer: x\n", ":5:1: 坏.claim: "),
        ("坏:\n  claim: x\n  verdict: maybe\n  answer: x\n", ":7:3: 坏.verdict: "),
        ("坏: {claim: x, verdict: true, answer: x, sources: [{name: 报, url: ftp://x}]}\n", "坏.sources.0.url"),
        ("坏:\n  claim: x\n  verdict: true\n  answer: x\n  checked_on: 去年\n", ":9:3: 坏.checked_on: "),
        ("坏:\n  claim: \"x\n  verdict: true\n", ":6:1: "),
        ("坏:\n  claim: x\n  verdict: true\n  answer: x\n  checked_on: 2026-13-01\n", ":5:1: "),
        ("坏: 一句话\n", ":5:1: 坏"),
        (f"好:\n{GOOD}", ":5:1: 好: "),  # twice
    ],
)  # fmt: skip
def test_one_broken_fact_stops_no_other(load, broken: str, place: str) -> None:  # type: ignore[no-untyped-def]
    file = load(f"好:\n{GOOD}{broken}也好:\n{GOOD}")
    assert list(file.facts) == ["好", "也好"]
    assert len(file.faults) >= 1 and "facts.yaml" in file.faults[0] and place in file.faults[0], file.faults


def test_a_source_may_be_a_name_or_an_address_alone(load) -> None:  # type: ignore[no-untyped-def]
    file = load(f"桥:\n{GOOD}  sources: [交通局, {{url: https://jt.example.org/1, editor: x}}]\n")
    address = "https://jt.example.org/1"
    assert file.facts["桥"].sources == (FactSource(name="交通局"), FactSource(name=address, url=address))
    assert len(file.faults) == 1 and "桥.sources.1.editor" in file.faults[0]


def test_an_unknown_key_is_told_and_the_fact_kept(load) -> None:  # type: ignore[no-untyped-def]
    file = load(f"桥:\n{GOOD}  anwser: x\n")
    assert list(file.facts) == ["桥"]
    assert ":5:3: 桥.anwser: " in file.faults[0] and "answer" in file.faults[0]


@pytest.mark.parametrize("text", ["只是一句话", "[[[", "12"])
def test_what_is_no_file_of_facts(load, text: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ConfigError):
        load(text)


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="没有这个文件"):
        load_facts(tmp_path / "no.yaml")
    (tmp_path / "empty.yaml").write_text("# nothing yet\n", encoding="utf-8")
    assert load_facts(tmp_path / "empty.yaml") == FactFile(facts={}, faults=())
