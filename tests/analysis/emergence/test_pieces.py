"""The pieces of the detector, each against what it promises."""

from __future__ import annotations

from math import exp, lgamma, log, log10

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.emergence.baseline import HORIZON, MEMORY, MemoryBaseline, day_of
from analysis.emergence.copies import copy_groups, voices
from analysis.emergence.detector import learning_day
from analysis.emergence.evidence import Evidence, score, weigh
from analysis.emergence.expectation import Usual
from analysis.emergence.reading import Reading, read
from analysis.emergence.signals import advertises, endangers, enquires, greets
from analysis.emergence.speakers import count
from analysis.emergence.surprise import SURE, surprise
from analysis.emergence.window import Window
from analysis.emergence.wording import grams, longest_strings, normalise, pack
from model.records import Post
from store.database import open_store
from store.emergence import StoredBaseline, forget_past
from tests.analysis.emergence.invented_town import START, post


def chance(k: int, expected: float, shape: float) -> float:
    """P(X = k) of the negative binomial, from its definition."""
    size = shape + expected
    p = size / (size + expected)
    return exp(lgamma(k + size) - lgamma(size) - lgamma(k + 1) + size * log(p) + k * log(1 - p))


@pytest.mark.parametrize(("seen", "expected"), [(1, 0.5), (3, 0.02), (5, 2.0), (12, 0.1), (40, 20.0)])
def test_surprise_is_the_tail_of_the_negative_binomial(seen: int, expected: float) -> None:
    tail = sum(chance(k, expected, 1.0) for k in range(seen, seen + 2000))
    assert surprise(seen, expected) == pytest.approx(min(SURE, -log10(tail)), rel=1e-6)


@given(st.integers(0, 60), st.floats(0.001, 50))
def test_more_is_never_less_surprising(seen: int, expected: float) -> None:
    assert 0 <= surprise(seen, expected) <= surprise(seen + 1, expected) + 1e-9 <= SURE + 1e-9


def test_ornaments_and_handles_do_not_hide_wording() -> None:
    assert grams(normalise("免★费~領取@某人 [偷笑]")) >= {"免费领", "费领取", "免费"}
    assert grams("牙签,弩") == {"牙签"}


@given(st.text("牙签弩学校门口卖的", min_size=2, max_size=3), st.text("牙签弩学校门口卖的", min_size=2, max_size=3))
def test_a_packed_gram_is_its_own(a: str, b: str) -> None:
    assert (pack(a) == pack(b)) == (a == b) and 0 < pack(a) < 2**63


def test_overlapping_pieces_name_the_new_word() -> None:
    assert longest_strings("小店在卖牙签弩吗", ["牙签弩", "卖牙签"]) == ["卖牙签弩"]


def test_the_manner_of_a_text() -> None:
    assert advertises("全场五折起,办卡送好礼,电话87123456")
    assert not advertises("有人冒充客服打电话,大家别信")
    assert enquires("听说水库有人溺水,是真的吗") and not enquires("今天天气不错")
    assert greets("祝大家中秋快乐") and not greets("小区又停水了")
    assert endangers("水库有孩子溺水了") and not endangers("路口不好拐弯,超市在抢购,限时秒杀")


def test_danger_and_an_account_lower_the_bar() -> None:
    """Three threads that share a new phrase: told in a remark, in an account, and in an account of danger."""
    more = ",昨天傍晚在河边散步的人都看见了,旁边小店的老板也这么说," * 3
    remark, account, danger = (
        score(shared_by_three(f"桥墩裂缝很宽{rest}")) for rest in ("", more, f"{more},有人落水受伤")
    )
    assert remark < account < danger


def shared_by_three(text: str) -> Evidence:
    said = [post(i, START, "", f"{begin}{text}", source=f"site{i}") for i, begin in enumerate(("甲", "乙", "丙"))]
    window, past, at = window_of(*said), MemoryBaseline(), int(START.timestamp())
    for _ in range(500):
        past.add(day_of(at) - 1, (), (), new_thread=True)
    return weigh(window, [(p.source, p.thread) for p in said], Usual(past, day_of(at), len(window)), at)


def window_of(*posts: Post) -> Window:
    window = Window()
    for item in posts:
        window.add(reading(item))
    return window


def reading(item: Post) -> Reading:
    return read(item, [], id=item.key, distress=lambda text: False)


TEXT = "实验小学门口的小店在卖一种会伤人的弹射玩具"
OTHER = "孩子同桌的眼睛被弹射玩具打伤了,老师已经收走"


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        pytest.param([("甲", TEXT), ("乙", TEXT)], 1, id="a pair of copies alone"),
        pytest.param([("甲", TEXT), ("甲", TEXT + "啊"), ("甲", TEXT)], 1, id="copies on one board"),
        pytest.param([("甲", TEXT), ("乙", TEXT), ("丙", TEXT)], 3, id="a copied rumour on many boards"),
        pytest.param([("甲", TEXT), ("乙", OTHER)], 2, id="two wordings"),
        pytest.param(
            [(board, TEXT + ",特价优惠加微信12345678") for board in "甲乙丙丁"], 1, id="an advertisement everywhere"
        ),
    ],
)
def test_voices_after_copies(said: list[tuple[str, str]], heard: int) -> None:
    posts = [post(i, START, "", text, source=source) for i, (source, text) in enumerate(said)]
    window = window_of(*posts)
    threads = [(p.source, p.thread) for p in posts]
    assert voices(window, copy_groups(window, threads)) == heard
    assert count(window, threads) == (heard, False)


def test_known_speakers_are_counted_under_one_key_never_summed() -> None:
    said = [(TEXT, "a:1"), (OTHER, "a:2"), ("听说有孩子受伤了,哪个学校啊", "b:1"), ("真的假的,学校没有通知", "b:1")]
    posts = [post(i, START, "", text, source=f"站{i}", voice=voice) for i, (text, voice) in enumerate(said)]
    assert count(window_of(*posts), [(p.source, p.thread) for p in posts]) == (2, True)


def test_a_pinned_post_of_last_year_is_no_year_of_experience() -> None:
    assert learning_day([100, 480, 481, 482], 483) == 3
    assert learning_day(list(range(460, 483)), 483) == 23
    assert learning_day([], 483) == 0


VOTES = st.lists(
    st.tuples(
        st.integers(0, MEMORY + 60),
        st.frozensets(st.sampled_from(["牙签弩", "签弩", "学校门"]), max_size=3),
        st.frozensets(st.sampled_from(["蓝鲸", "#topic", "wifi"]), max_size=3),
        st.booleans(),
    ),
    max_size=30,
)


@settings(max_examples=30, deadline=None)
@given(votes=VOTES, later=st.integers(0, 30))
def test_the_stored_past_answers_as_the_one_in_memory(
    votes: list[tuple[int, frozenset[str], frozenset[str], bool]], later: int
) -> None:
    memory = MemoryBaseline()
    with open_store(None) as store:
        stored = StoredBaseline(store, pack=pack, horizon=HORIZON, memory=MEMORY)
        today = 0
        for day, grams_, words, new in sorted(votes, key=lambda vote: vote[0]):
            today = day
            for baseline in (memory, stored):
                baseline.add(day, sorted(grams_), sorted(words), new_thread=new)
        today += later
        stored.flush()
        forget_past(store, day=today, horizon=HORIZON, memory=MEMORY)
        wanted = ["牙签弩", "签弩", "学校门", "没见过"]
        assert dict(stored.grams(wanted, today)) == dict(memory.grams(wanted, today))
        terms = {w: n for w, n in memory.words(["蓝鲸", "#topic", "wifi"], today).items() if n}
        assert dict(stored.words(["蓝鲸", "#topic", "wifi"], today)) == terms
        assert stored.threads(today) == memory.threads(today)
        assert stored.days(today) == memory.days(today)
