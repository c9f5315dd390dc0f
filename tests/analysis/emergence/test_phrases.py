"""The words of a story: new ones are put together, none is torn, and nobody is among them."""

from __future__ import annotations

import pytest

from analysis.emergence.phrases import SOMEBODY, candidates, cut
from analysis.emergence.reading import read
from analysis.text.lexicon import Kind, Lexicon
from tests.analysis.emergence.invented_town import START, post

LEXICON = Lexicon()


def words(texts: list[str], people: set[str] | None = None) -> set[str]:
    readings = [
        read(post(i, START, "", text, source=f"站{i}"), [], id=str(i), distress=lambda text: False)
        for i, text in enumerate(texts)
    ]
    return candidates(cut(readings, people or set(), LEXICON), LEXICON)


@pytest.mark.parametrize(
    ("texts", "wanted", "torn"),
    [
        (["校门口在卖牙签弩", "书包里翻出牙签弩一把", "牙签弩射穿易拉罐"], "牙签弩", {"牙签", "弩", "卖牙签"}),
        (
            ["卖牙签弩", "牙签弩射出去的牙签能扎苹果", "没收牙签弩和牙签", "牙签扎到眼睛", "牙签弩能射十米"],
            "牙签弩",
            {"弩", "弩射"},
        ),
        (["孩子误食磁力珠", "磁力珠取不出来", "三盒磁力珠没收了"], "磁力珠", {"磁力", "珠误"}),
        (["他爸喝白酒送医院", "这种白酒有问题", "昨晚喝白酒头痛"], "白酒", {"喝白", "酒"}),
        (["这位助手说没事", "其助手已经走了", "找助手问过了"], "助手", {"其助"}),
        (["贵州红花岗停水", "红花岗哪条街停水", "听说红花岗停水了"], "红花岗", {"州红花", "红花"}),
    ],
)
def test_new_words_are_whole(texts: list[str], wanted: str, torn: set[str]) -> None:
    found = words(texts)
    assert any(wanted in word for word in found)
    assert not torn & found


def test_small_words_name_nothing() -> None:
    assert not {"昨天", "已经", "大家", "我们"} & words(["昨天大家已经知道了,我们等通知", "昨天我们大家已经去过"])


def test_people_are_no_words_and_no_neighbours() -> None:
    texts = ["仝昕妤用戒尺打学生", "戒尺是仝昕妤的", "听说仝昕妤打学生用戒尺"]
    found = words(texts, {"仝昕妤"})
    assert "戒尺" in found and not any(char in word for word in found for char in "仝昕妤")
    reading = read(post(1, START, "", texts[0]), [], id="1", distress=lambda text: False)
    assert SOMEBODY in cut([reading], {"仝昕妤"}, LEXICON)[0].text


def test_cut_words_join_to_the_text_and_own_words_are_kept_whole() -> None:
    text = "听说wifi坏了,胡库村停水!3天"
    assert "".join(LEXICON.cut(text)) == text
    assert "胡库村" in Lexicon(["胡库村"]).cut(text) and "胡库村" not in LEXICON.cut(text)
    assert (LEXICON.kind("白酒"), LEXICON.kind("昨天"), LEXICON.kind("牙签弩")) == (Kind.THING, Kind.SMALL, None)
