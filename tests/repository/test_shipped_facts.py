"""The facts that come with the program: a verdict only with a source that was looked up, all to be reviewed."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

from commands.known_facts import SHIPPED
from model.config.factfile import load_facts
from model.facts import FactVerdict

FILES = {path: load_facts(path) for path in sorted(SHIPPED.glob("*.yaml"))}
FACTS = [fact for file in FILES.values() for fact in file.facts.values()]


def test_every_file_loads_without_a_fault() -> None:
    assert {path.name: file.faults for path, file in FILES.items() if file.faults} == {}
    assert len(FACTS) == 40
    assert [key for key, count in Counter(fact.key for fact in FACTS).items() if count > 1] == []


def test_a_verdict_has_a_source_with_address_and_date() -> None:
    judged = [fact for fact in FACTS if fact.verdict is not FactVerdict.UNCLEAR]
    assert judged
    for fact in judged:
        assert any(one.url and len(one.date) == len("2024-05-01") for one in fact.sources), fact.key
        assert fact.checked_on is not None, fact.key
        assert all(date.fromisoformat(one.date) <= fact.checked_on for one in fact.sources if one.date), fact.key


def test_without_a_source_the_responsible_body_is_named() -> None:
    for fact in FACTS:
        if not fact.sources:
            assert fact.verdict is FactVerdict.UNCLEAR and fact.responsible, fact.key


def test_all_wait_for_a_local_review() -> None:
    assert [fact.key for fact in FACTS if fact.reviewed] == []


def test_every_fact_can_be_found_and_read() -> None:
    for fact in FACTS:
        assert len(fact.terms) >= 2 and 20 <= len(fact.answer) <= 200 and len(fact.claim) <= 60, fact.key
        assert not re.search(r"[\u4e00-\u9fff][,;:?!]|\s", fact.claim + fact.answer), fact.key
