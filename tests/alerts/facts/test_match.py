"""Which known fact a post is about, as people post; and none where it is about something else."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from alerts.facts.match import Found, Matcher
from analysis.text.segment import Segmenter
from bench.facts import judge, nothing, told
from commands.known_facts import shipped
from model.facts import Fact

ROOT = Path(__file__).resolve().parents[3]
TODAY = date(2026, 3, 2)
Make = Callable[..., Fact]


@pytest.fixture(scope="module")
def town(make_fact: Make) -> list[Fact]:
    """Facts that share nothing with those that come with the program."""
    return [
        make_fact("桥", "北门大桥桥墩开裂，货车一上去就要塌", terms=("北门大桥", "桥墩")),
        make_fact("井水", "老城的井水查出重金属，喝了会得结石", terms=("井水", "重金属", "结石")),
        make_fact("公交", "下个月起老年卡不能再免费坐公交车", terms=("老年卡", "公交")),
    ]


@pytest.fixture(scope="module")
def find(town: list[Fact], make_matcher: Callable[..., Matcher], segmenter: Segmenter) -> Callable[[str], Found]:
    matcher = make_matcher(town)
    return lambda text: matcher.match(segmenter.words(text), TODAY)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("听说北门那个大桥桥墩裂了个大口子,货车都不让上了,是不是要塌", "桥"),
        ("转发:老城区井水重金属超标!喝了长结石!!", "井水"),
        ("老年卡下个月坐公交就要收钱了?", "公交"),
        ("北門大橋橋墩開裂的消息是真的嗎", "桥"),  # traditional characters
        ("老城 的 井 水 喝了 会得 结石 吗", "井水"),
    ],
)
def test_a_claim_told_in_other_words(find: Callable[[str], Found], text: str, key: str) -> None:
    found = find(text)
    assert found.matched is not None and found.matched.key == key
    assert found.near[0].fact.key == key and found.near[0].score >= 0.5 and found.near[0].matched


@pytest.mark.parametrize(
    "text",
    [
        "北门大桥那边新开了家面馆",
        "老年卡照片怎么换",
        "公交车上捡到一把伞",
        "今天天气真好",
        "",
        "😀😀",
        "12345",
        "a" * 5000,
    ],
)
def test_the_same_subject_is_not_the_same_claim(find: Callable[[str], Found], text: str) -> None:
    assert find(text).matched is None


def test_a_claim_inside_a_long_story(find: Callable[[str], Found]) -> None:
    before = "昨天带孩子去外婆家吃饭,路上堵了一个小时,到的时候菜都凉了,大家还是很开心。" * 12
    found = find(before + "对了,听他们讲北门大桥的桥墩开裂了,货车一过就要塌,我都不敢走。" + before)
    assert found.matched is not None and found.matched.key == "桥"


def test_at_most_three_best_first(
    make_matcher: Callable[..., Matcher], make_fact: Make, segmenter: Segmenter
) -> None:
    facts = [
        make_fact(f"{i}", f"吃{food}会中毒") for i, food in enumerate(["荔枝", "菠萝", "芒果", "榴莲", "杨梅"])
    ]
    near = make_matcher(facts).match(segmenter.words("吃芒果真的会中毒吗"), TODAY).near
    assert len(near) == 3 and near[0].fact.claim == "吃芒果会中毒"
    assert [one.score for one in near] == sorted((one.score for one in near), reverse=True)
    assert all(0 <= one.score <= 1 for one in near)


def test_an_expired_fact_is_named_but_never_matched(
    make_matcher: Callable[..., Matcher], make_fact: Make, segmenter: Segmenter
) -> None:
    old = make_fact("停水", "城东停水三天，要储水", valid_until=TODAY - timedelta(days=1))
    words = segmenter.words("城东要停水三天,快储水")
    found = make_matcher([old]).match(words, TODAY)
    assert found.matched is None
    assert found.near[0].fact == old and found.near[0].score >= 0.5 and not found.near[0].matched
    assert make_matcher([old]).match(words, TODAY - timedelta(days=1)).matched == old  # the last day counts


def test_no_facts_no_match(make_matcher: Callable[..., Matcher], segmenter: Segmenter) -> None:
    assert make_matcher([]).match(segmenter.words("塑料大米"), TODAY) == Found(near=(), matched=None)


def test_the_figures_of_the_bench_hold(segmenter: Segmenter) -> None:
    facts = list(shipped().values())
    later = judge(facts, segmenter, told("later.tsv"), nothing("everyday-later.txt", "near.txt"))
    assert later.among_three >= 0.95 and later.matched >= 0.85 and later.none >= 0.9
    first = judge(facts, segmenter, told("first.tsv"), nothing("everyday.txt"))
    assert first.among_three >= 0.95 and first.matched >= 0.88 and first.none >= 0.93


def test_the_lists_speak_of_every_fact() -> None:
    for name, least in (("first.tsv", 3), ("later.tsv", 2)):
        keys = [key for key, _ in told(name)]
        assert set(keys) == set(shipped()), name
        assert min(keys.count(key) for key in set(keys)) >= least, name
    assert len(nothing("everyday.txt", "near.txt")) >= 150


def test_the_same_answer_in_every_process(tmp_path: Path) -> None:
    """Python salts the order of sets per process; sums of floating-point numbers must not follow it."""
    source = tmp_path / "in.jsonl"
    lines = [f'{{"id": "{i}", "text": "{text}"}}' for i, (_, text) in enumerate(told("later.tsv")[:25])]
    source.write_text("\n".join(lines), encoding="utf-8")
    program = Path(sys.executable).with_name("huisheng")
    outputs = {
        subprocess.run(
            [program, "fact", "match", source], capture_output=True, check=True, cwd=ROOT,
            env={"PATH": "/usr/bin:/bin", "PYTHONHASHSEED": seed, "HOME": str(tmp_path)},
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(outputs) == 1 and outputs.pop().count(b"\n") == 25
