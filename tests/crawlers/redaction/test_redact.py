"""Personal data goes, what a town needs to know stays."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.redaction import PLACEHOLDERS, Datum, redact

LINES = [
    line
    for line in (Path(__file__).parent / "lines.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize("line", LINES)
def test_an_invented_line(line: str) -> None:
    text, _, expected = line.partition(" => ")
    assert redact(text).text == (expected or text)


def test_the_list_is_long_enough_to_mean_something() -> None:
    assert sum(" => " in line for line in LINES) >= 60
    assert sum(" => " not in line for line in LINES) >= 25


def test_every_kind_has_a_placeholder_and_the_kinds_are_the_contract() -> None:
    assert set(PLACEHOLDERS) == set(Datum)
    contract = (
        "mobile landline id_card bank_card wechat qq email plate address minor_name name_contact mention other_id"
    )
    assert {kind.value for kind in Datum} == set(contract.split())


def test_spans_are_offsets_into_the_original() -> None:
    text = "电话１３８ 0000五六七八,微信:lily_99。"
    found = redact(text)
    assert [(text[s.start : s.end], s.kind) for s in found.spans] == [
        ("１３８ 0000五六七八", Datum.MOBILE),
        ("lily_99", Datum.WECHAT),
    ]
    assert found.text == "电话〔电话〕,微信:〔微信〕。"


@pytest.mark.parametrize("line", LINES)
def test_twice_is_once(line: str) -> None:
    once = redact(line).text
    assert redact(once).text == once


@given(
    st.text(alphabet="0123456789一二三零幺 -.@:/号室微信vxqQ加电话浙Ga元年月日路〔〕回复王孩子叫\n", max_size=80)
)
def test_spans_are_ordered_and_rebuild_the_text(text: str) -> None:
    found = redact(text)
    at, parts = 0, []
    for span in found.spans:
        assert at <= span.start < span.end <= len(text)
        parts += [text[at : span.start], PLACEHOLDERS[span.kind]]
        at = span.end
    assert "".join([*parts, text[at:]]) == found.text


@given(
    st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True),
    st.lists(st.sampled_from(["", " ", "-", ".", "·"]), min_size=10),
)
def test_no_mobile_number_survives_separators(number: str, gaps: list[str]) -> None:
    written = "".join(digit + gap for digit, gap in zip(number, [*gaps[:10], ""], strict=True))
    left = redact(f"有事打{written}找我").text
    assert len(re.findall(r"\d", left)) < 7


HOSTILE = ["1", "1 ", "@", "a@", "a.", "a", "微信a", "加我", "京a", "一", "1号", "1幢1单元", "住", "孩子叫王",
           "weibo.com/", "王老师13800005678", "\n回复啊", "2026-11-07 ", "q q"]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_texts_are_read_in_linear_time(piece: str) -> None:
    """Quadratic patterns would take minutes here, not a fraction of a second."""
    text = (piece * 60_000)[:60_000]
    assert len(redact(text).text) > 0
