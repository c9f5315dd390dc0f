"""Watch topics: hits, their spans, what hides a word and what only looks like one."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.signs.watch import MOST_HITS, Watch
from analysis.text.clean import clean
from analysis.text.segment import Segmenter
from model.config import Topic
from model.records import WatchHit

TOPICS: Mapping[str, Topic] = {
    "exam": Topic(words=["高考"]),
    "fall": Topic(words=["跳楼"], not_words=["跳楼价", "跳楼机"]),
    "water": Topic(words=["溺水", "野泳"], near=[("孩子", "落水", 10)]),
    "bow": Topic(words=["牙签弩"]),
    "net": Topic(words=["VPN", "K粉"]),
}


@pytest.fixture(scope="module")
def watch(tmp_path_factory: pytest.TempPathFactory) -> Watch:
    words = [word for topic in TOPICS.values() for word in topic.words]
    return Watch(TOPICS, Segmenter(tmp_path_factory.mktemp("watch") / "words", words))


def found(hits: tuple[WatchHit, ...]) -> list[tuple[str, str]]:
    return [(hit.topic, hit.text) for hit in hits]


@pytest.mark.parametrize(
    ("text", "topic", "start", "end"),
    [
        ("校门口卖牙签弩", "bow", 4, 7),
        ("校门口卖牙簽弩", "bow", 4, 7),
        ("卖牙\u200b签\u2060弩了", "bow", 1, 6),
        ("卖牙 签 弩", "bow", 1, 6),
        ("卖牙-签🏹弩", "bow", 1, 6),
        ("有人跳*楼了", "fall", 2, 5),
        ("听说有人跳 楼", "fall", 4, 7),
        ("翻墙用ＶＰＮ", "net", 3, 6),
        ("有人卖k粉", "net", 3, 5),
        ("今年高考加油", "exam", 2, 4),
        ("孩子昨天在河边落水了", "water", 0, 9),
        ("落水的是一个孩子", "water", 0, 8),
    ],
)
def test_a_hit_and_where_it_is(watch: Watch, text: str, topic: str, start: int, end: int) -> None:
    (hit,) = watch.hits("", text)
    assert (hit.topic, hit.field, hit.start, hit.end) == (topic, "text", start, end)
    assert hit.text == text[start:end]


@pytest.mark.parametrize(
    "text",
    [
        "提高考试成绩",
        "你先去跳 楼下等我",
        "别在那跳。楼太高",
        "myvpnserver",
        "清仓跳楼价,不是真的跳楼",
        "孩子在家写作业,爷爷说起四十年前他自己在老家落水的事",
        "今天天气不错",
        "",
    ],
)
def test_no_hit(watch: Watch, text: str) -> None:
    assert watch.hits("", text) == ()


def test_title_and_text_are_two_fields_and_a_not_word_bars_both(watch: Watch) -> None:
    hits = watch.hits("暑假防溺水", "不要去野泳")
    assert [(hit.field, hit.text) for hit in hits] == [("title", "溺水"), ("text", "野泳")]
    assert watch.hits("有人跳楼", "游乐场的跳楼机真好玩") == ()
    assert found(watch.hits("有人跳楼", "游乐场真好玩")) == [("fall", "跳楼")]


def test_no_topics_no_hits(tmp_path_factory: pytest.TempPathFactory) -> None:
    empty = Watch({}, Segmenter(tmp_path_factory.mktemp("empty") / "words"))
    assert empty.hits("溺水", "跳楼") == ()


def test_a_text_of_nothing_but_one_word_gives_a_bounded_answer(watch: Watch) -> None:
    assert len(watch.hits("", "溺水" * 100_000)) == MOST_HITS


def test_a_lone_surrogate_inside_a_hit_can_be_written_down(watch: Watch) -> None:
    (hit,) = watch.hits("", "跳\ud800楼")
    assert (hit.start, hit.end) == (0, 3)
    hit.text.encode()


DISGUISED = [
    # as the topic says it, as the post writes it, how it was recognised
    ("牙签弩", "牙签弩", ()),
    ("牙签弩", "牙\u200b签\u2060弩", ("invisible",)),
    ("牙签弩", "\u202e牙\u202c签\u2066弩", ("invisible",)),
    ("牙签弩", "牙\u00ad签\ufe0f弩", ("invisible",)),
    ("牙签弩", "牙 签\u3000弩", ("between",)),
    ("牙签弩", "牙,签、弩", ("between",)),
    ("牙签弩", "牙😱签🏹弩", ("between",)),
    ("牙签弩", "牙_签-弩", ("between",)),
    ("牙签弩", "牙簽弩", ("traditional",)),
    ("牙签弩", "牙\u200b簽 弩", ("invisible", "between", "traditional")),
    ("牙签弩", "牙签努", ("similar",)),
    ("牙签弩", "牙 纤驽", ("between", "similar")),
    ("牙簽弩", "牙签弩", ()),
    ("VPN", "ＶＰＮ", ("letters",)),
    ("VPN", "ⓋⓅⓃ", ("letters",)),
    ("VPN", "🅥🅟🅝", ("letters",)),
    ("VPN", "🆅🅿🅽", ("letters",)),
    ("VPN", "𝐕𝗣𝓝", ("letters",)),
    ("K粉", "k*粉", ("between",)),
    ("K粉", "Ｋ粉", ("letters",)),
    ("日", "㊐", ("letters",)),
    ("跳楼", "跳\u20dd楼\u20dd", ("invisible",)),
]


@pytest.mark.parametrize(("term", "written", "through"), DISGUISED)
def test_through_every_disguise_at_its_place(term: str, written: str, through: tuple[str, ...]) -> None:
    topic = Topic(words=[term], similar={"弩": "努驽", "签": "纤"})
    watch = Watch({"t": topic}, Segmenter(None, [term]))
    text = f"昨天。{written}。真的吗"
    (hit,) = watch.hits("", text)
    assert text[hit.start : hit.end].strip("\u202e\u20dd") == written.strip("\u202e\u20dd")
    assert (hit.term, hit.through) == (term, through)


@pytest.mark.parametrize(
    "text", ["说蓝。鲸鱼游过", "颜色是蓝!鲸在哪", "海水蓝;鲸很大", "天空蓝\n鲸来了", "蓝------鲸"]
)
def test_the_end_of_a_sentence_or_a_long_line_parts_a_word(text: str) -> None:
    assert Watch({"t": Topic(words=["蓝鲸"])}, Segmenter(None, ["蓝鲸"])).hits("", text) == ()


def test_near_and_not_words_and_must_words_are_recognised_in_disguise_too() -> None:
    topics = {
        "near": Topic(words=["野泳"], near=[("孩子", "落水", 6)], similar={"孩": "骇"}),
        "not": Topic(words=["跳楼"], not_words=["跳楼机"]),
        "must": Topic(words=["停水"], must_words=["通知"]),
    }
    watch = Watch(topics, Segmenter(None))
    assert [hit.topic for hit in watch.hits("", "骇 子在河边落\u200b水")] == ["near"]
    assert watch.hits("", "孩子站在很远很远的岸边看人落水") == ()
    assert watch.hits("", "跳楼,就是跳 楼機啦") == ()
    assert watch.hits("明天停水", "没有人说起") == () != watch.hits("明天停水", "收到通 知")


HIDING = st.sampled_from(["", "\u200b", "\ufeff", "\u202e", "\u00ad", "*", " ", "😱", "·", "-"])
AROUND = st.text(st.sampled_from("。!\n\u200b😂１a "), max_size=8)


@settings(deadline=None)
@given(before=AROUND, after=AROUND, gaps=st.tuples(HIDING, HIDING))
def test_a_hidden_word_is_found_at_its_place(watch: Watch, before: str, after: str, gaps: tuple[str, str]) -> None:
    text = f"{before}牙{gaps[0]}签{gaps[1]}弩{after}"
    (hit,) = watch.hits("", text)
    assert (hit.start, hit.end) == (len(before), len(text) - len(after))
    assert "".join(filter(str.isalnum, clean(text[hit.start : hit.end]).text)) == hit.term


@settings(deadline=None, max_examples=60)
@given(st.text(st.characters() | st.sampled_from("溺水跳楼高考孩子落 *"), max_size=60))
def test_every_span_lies_in_the_text(watch: Watch, text: str) -> None:
    for hit in watch.hits(text, text):
        assert 0 <= hit.start < hit.end <= len(text)
        squeezed = "".join(filter(str.isalnum, clean(text[hit.start : hit.end]).text.lower()))
        assert "…" in hit.term or squeezed == hit.term.lower()
