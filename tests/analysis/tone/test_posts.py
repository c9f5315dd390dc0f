"""The default engine: hazards are never good news, disagreement is visible, and nothing is guessed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from analysis.text.alphabet import clean_all
from analysis.text.segment import Segmenter
from analysis.tone.bayes import WEIGHTS
from analysis.tone.engines import engine_of
from analysis.tone.features import hashed
from analysis.tone.judge import UNSCORABLE, Tone, tones
from analysis.tone.posts import BAYES, HASHED, Posts, Reading, told
from model.errors import UsageError
from model.records import Label

# Invented, as are all texts here. What a volunteer must never see painted as good news.
HAZARDS = [
    "孩子溺水身亡",
    "水库里又淹死了一个小学生",
    "昨晚江边有人跳河,没救上来",
    "学校门口有人卖牙签弩,把孩子眼睛射伤了",
    "小区着火了,楼上还有老人没出来",
    "幼儿园好多孩子食物中毒住院",
    "有人冒充老师骗家长的钱,我妈被骗了三万",
    "工地塌了,压死两个工人",
    "煤气泄漏爆炸,一家三口没了",
    "货车失控撞人,当场死了两个",
    "自来水发臭,喝了拉肚子",
    "老人被骗光养老钱,气得住院",
    "孩子放学后失踪,家里人急死了",
    "医院门口打架,有人被砍伤",
    "化工厂又排毒气,熏得睡不着",
    "有人在群里教孩子玩自杀游戏,太可怕了",
    "疯狗咬伤好几个人",
    "电梯坠落,里面的人受了重伤",
    "假疫苗害人,孩子打完发烧抽搐",
    "洪水冲走一辆车,人还没找到",
]
GLAD = [
    "今天的晚霞真美,心情特别好",
    "谢谢好心人把钱包送回来,太感动了",
    "孩子考上了理想的学校,全家都高兴",
    "新开的公园很漂亮,周末带娃去玩真开心",
    "医生护士态度很好,点赞",
    "终于等到放假啦,开心",
    "志愿者们辛苦了,为你们鼓掌",
    "这家面馆味道真好,老板也热情",
]
NOTHING_TO_READ = [
    "",
    "😂😂🎉",
    "123 456",
    "hello world",
    "བཀྲ་ཤིས",
    "ياخشىمۇسىز",
    "こんにちは世界",
    "한국어",
    "\ud83d",
    "\x00",
    "???",
]


@pytest.fixture(scope="module")
def segmenter(tmp_path_factory: pytest.TempPathFactory) -> Segmenter:
    return Segmenter(tmp_path_factory.mktemp("tone") / "words")


@pytest.fixture(scope="module")
def posts() -> Posts:
    return Posts()


def judged(posts: Posts, segmenter: Segmenter, texts: list[str]) -> list[Tone]:
    return tones(posts, clean_all(texts), [segmenter.words(text) for text in texts])


def test_hazards_are_not_good_news(posts: Posts, segmenter: Segmenter) -> None:
    found = judged(posts, segmenter, HAZARDS)
    assert [text for text, tone in zip(HAZARDS, found, strict=True) if tone.label is Label.POSITIVE] == []
    assert [
        t for t, tone in zip(HAZARDS, found, strict=True) if tone.sentiment is None or tone.sentiment >= 0.5
    ] == []


def test_good_news_is_not_bad_news(posts: Posts, segmenter: Segmenter) -> None:
    found = judged(posts, segmenter, GLAD)
    assert [text for text, tone in zip(GLAD, found, strict=True) if tone.label is Label.NEGATIVE] == []
    assert sum(tone.label is Label.POSITIVE for tone in found) >= 6


def test_nothing_to_read_has_no_figure(posts: Posts, segmenter: Segmenter) -> None:
    assert judged(posts, segmenter, NOTHING_TO_READ) == [UNSCORABLE] * len(NOTHING_TO_READ)
    assert UNSCORABLE.sentiment is None


@pytest.mark.parametrize(
    "text",
    [
        "停" * 1_000_000,
        "停水了\ud800真烦",
        "停电了 shut down 123 😂 烦死了",
        "繁體字也要看得懂,氣死人了",
        "不",
        "。\u200b好",
    ],
    ids=["1 MB", "half a pair", "mixed", "traditional", "one character", "zero width"],
)
def test_odd_texts_get_a_figure(posts: Posts, segmenter: Segmenter, text: str) -> None:
    (tone,) = judged(posts, segmenter, [text])
    assert tone.sentiment is not None and 0 <= tone.sentiment <= 1
    assert 0.5 <= tone.confidence <= 1
    assert set(tone.scores) == {"posts-1-bayes", "posts-1-hashed"}


def test_a_text_is_judged_alike_in_any_batch(posts: Posts, segmenter: Segmenter) -> None:
    texts = [*HAZARDS, *NOTHING_TO_READ, *GLAD]
    together = judged(posts, segmenter, texts)
    alone = [judged(posts, segmenter, [text])[0] for text in texts]
    for one, other in zip(together, alone, strict=True):
        assert one.label is other.label
        assert one.sentiment == pytest.approx(other.sentiment)


def reading(*, sentiment: float, neutral: float = -9.0, bayes: float, wording: float) -> Reading:
    scores = {"bayes": np.array([bayes]), "hashed": np.array([wording])}
    return Reading(hashed([""], [[]]), np.array([sentiment]), np.array([neutral]), scores)


@pytest.mark.parametrize(
    ("figures", "label"),
    [
        ({"sentiment": 1.0, "bayes": 0.9, "wording": 0.7}, Label.POSITIVE),
        ({"sentiment": 1.0, "bayes": 0.1, "wording": 0.7}, Label.UNCLEAR),  # 73 %, but the scorers disagree
        ({"sentiment": 2.0, "bayes": 0.1, "wording": 0.9}, Label.POSITIVE),
        ({"sentiment": -1.0, "bayes": 0.1, "wording": 0.3}, Label.NEGATIVE),
        ({"sentiment": 0.3, "bayes": 0.9, "wording": 0.7}, Label.UNCLEAR),
        ({"sentiment": 1.0, "neutral": 0.5, "bayes": 0.9, "wording": 0.7}, Label.NEUTRAL),
        ({"sentiment": -3.0, "neutral": 0.5, "bayes": 0.1, "wording": 0.1}, Label.NEGATIVE),
    ],
)
def test_when_a_side_is_taken(figures: dict[str, float], label: Label) -> None:
    (tone,) = told(reading(**figures))
    assert tone.label is label
    assert tone.scores == {"bayes": figures["bayes"], "hashed": figures["wording"]}


def test_the_weights_are_small_and_name_their_sources() -> None:
    card = (WEIGHTS / "posts.md").read_text(encoding="utf-8")
    for path in (BAYES, HASHED):
        assert path.stat().st_size <= 3_000_000
        assert path.name in card
    for source in ("smp2020_ewect", "covid_weibo_7emo", "weibo_senti_100k", "weibo2018", "osm2022_weibo_comments"):
        assert source in card
    assert Posts().name in card


def test_an_unknown_engine_is_refused() -> None:
    with pytest.raises(UsageError, match="posts"):
        engine_of("magic")


def test_own_weights_that_cannot_be_read_do_not_stop_the_listening(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    broken = tmp_path / "own.gz"
    for content in (None, b"", b"no weights", HASHED.read_bytes()[:1000], HASHED.read_bytes()):
        if content is not None:
            broken.write_bytes(content)
        caplog.clear()
        assert engine_of("own", broken).name == "posts-1"
        assert "huisheng train" in caplog.text
