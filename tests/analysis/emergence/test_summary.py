"""Which post speaks for a story, and by which words it is told from the usual."""

from __future__ import annotations

from datetime import UTC, datetime

from analysis.emergence.summary import Spoken, key_terms, representative
from model.records import Post, Precision

NOW = datetime(2026, 3, 20, 8, tzinfo=UTC)
SAID = "城西小学门口的文具店在卖牙签弩,能射穿易拉罐,家长注意"


def spoken(identifier: int, text: str, words: str = "") -> Spoken:
    post = Post(
        source="论坛", key=str(identifier), url="", thread=str(identifier), thread_url="", opener=True, title="",
        body=text,
        published_at=NOW, precision=Precision.MINUTE, fetched_at=NOW, id=identifier,
    )  # fmt: skip
    return Spoken(post, tuple(words.split()))


def nobody(_: str) -> bool:
    return False


def test_the_post_most_like_the_others_speaks() -> None:
    story = [
        spoken(1, "今天去文具店买本子,顺便看到好多家长在门口排队等孩子放学"),
        spoken(2, SAID),
        spoken(3, "听说" + SAID),
        spoken(4, "城西小学门口的文具店在卖牙签弩,有人管吗"),
    ]
    assert representative(story, nobody, nobody) in {2, 3}
    assert representative(story, nobody, nobody) == representative(story[:1] + story[1:], nobody, nobody)


def test_a_cry_for_help_and_a_post_that_names_somebody_never_speak() -> None:
    story = [spoken(1, SAID, "小学 王小明"), spoken(2, "我不想活了," + SAID), spoken(3, SAID + ",真的")]
    chosen = representative(story, lambda word: word == "王小明", lambda text: "不想活" in text)
    assert chosen == 3
    assert representative(story[:2], lambda word: word == "王小明", lambda text: "不想活" in text) is None
    assert representative([], nobody, nobody) is None


def test_key_terms_are_those_that_many_threads_have_and_the_town_has_not() -> None:
    story = [spoken(i, SAID, "牙签弩 小学 大家 今天 的 12 王小明") for i in range(3)] + [
        spoken(9, SAID, "易拉罐 小学")
    ]
    usual = {"大家": 400, "今天": 500, "小学": 12}
    found = key_terms(story, usual, 2000, lambda word: word == "王小明")
    assert found == ("牙签弩", "小学")


def test_a_piece_of_a_name_gives_way_to_the_name() -> None:
    story = [spoken(i, SAID, "蓝鲸 游戏 起床") for i in range(3)]
    assert key_terms(story, {"起床": 5}, 2000, nobody, ["蓝鲸游戏"]) == ("蓝鲸游戏", "起床")


def test_one_thread_alone_has_terms_too() -> None:
    assert key_terms([spoken(1, SAID, "牙签弩")], {}, 0, nobody) == ("牙签弩",)
