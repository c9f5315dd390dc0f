"""What a coordinator sees: the rumour is told once, with its reason; everyday talk, ads and greetings are not."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import timedelta

import pytest

from analysis.text.segment import Segmenter
from model.config import Topic
from model.config.settings import Emergence
from model.records import Level, Post
from replay import replay
from tests.analysis.emergence.invented_town import (
    OTHER_RUMOUR,
    RUMOUR,
    SOURCES,
    START,
    everyday,
    in_fetch_order,
    post,
    rumour,
)

DAYS = 23
EVENING = START + timedelta(days=22, hours=10)
TALK = list(everyday(DAYS))


@pytest.fixture(scope="module")
def segmenter(tmp_path_factory: pytest.TempPathFactory) -> Segmenter:
    return Segmenter(tmp_path_factory.mktemp("words") / "own")


def alerts(
    segmenter: Segmenter, posts: Iterable[Post], topics: dict[str, Topic] | None = None, **rules: object
) -> list[dict[str, object]]:
    return list(replay(posts, topics or {}, Emergence(**rules), segmenter=segmenter))


def test_everyday_talk_is_quiet(segmenter: Segmenter) -> None:
    assert alerts(segmenter, TALK) == []


def test_a_rumour_is_told_once_with_its_reason(segmenter: Segmenter) -> None:
    found = alerts(segmenter, in_fetch_order(TALK, rumour(EVENING)))
    assert len(found) == 1
    alert = found[0]
    assert set(alert["posts"]) <= {f"p{900_000 + i}" for i in range(len(RUMOUR))}
    assert len(alert["posts"]) >= 3 and alert["voices"] >= 3
    assert any("牙签弩" in term for term in alert["terms"])
    assert "过去 24 小时" in alert["why"] and "按帖子计，发言人数未知" in alert["why"]
    assert any(str(alert["title"]) in text for text in RUMOUR)


def test_a_word_shared_with_an_old_story_does_not_swallow_a_new_one(segmenter: Segmenter) -> None:
    """The cans that the crossbow pierced are the cans that sell out when the water smells."""
    first, *others = OTHER_RUMOUR
    new = rumour(EVENING + timedelta(hours=4), [f"{first},超市易拉罐饮料都抢空了", *others], first=950_000)
    found = alerts(segmenter, in_fetch_order(TALK, rumour(EVENING), new))
    assert ["牙签弩" in f"{alert['terms']}" for alert in found] == [True, False]
    assert "氯气" in f"{found[1]['title']}{found[1]['terms']}"
    assert set(found[1]["posts"]) <= {p.key for p in new}


def test_while_learning_only_watch_topics_alarm(segmenter: Segmenter) -> None:
    early = START + timedelta(days=12, hours=10)
    posts = in_fetch_order([p for p in TALK if p.fetched_at < early + timedelta(days=1)], rumour(early))
    assert alerts(segmenter, posts) == []
    watched = alerts(segmenter, posts, {"weapon": Topic(title="危险玩具", words=["牙签弩"])})
    assert [alert["terms"][0] for alert in watched] == ["牙签弩"]
    assert str(watched[0]["title"]).startswith("危险玩具")


def test_back_filled_posts_are_experience_and_never_alarm(segmenter: Segmenter) -> None:
    """The first crawl of an old board brings everything at once, an old rumour among it."""
    arrival = START + timedelta(days=DAYS)
    old = [
        Post(**{**_fields(p), "fetched_at": arrival})
        for p in in_fetch_order(TALK, rumour(START + timedelta(days=9)))
        if p.fetched_at <= arrival
    ]
    new = rumour(arrival + timedelta(hours=3), OTHER_RUMOUR, first=950_000)
    found = alerts(segmenter, in_fetch_order(old, new))
    assert len(found) == 1 and "氯气" in f"{found[0]['title']}{found[0]['terms']}"


def test_a_first_visit_longer_than_a_tick_misses_nothing(segmenter: Segmenter) -> None:
    """A board is read from its newest thread to its oldest; the past arrives ticks after today's rumour."""
    arrival = START + timedelta(days=DAYS)
    today = arrival - timedelta(hours=20)
    known = [p for p in in_fetch_order(TALK, rumour(arrival - timedelta(hours=8))) if p.fetched_at <= arrival]
    first = [Post(**{**_fields(p), "fetched_at": arrival}) for p in known if p.moment > today]
    later = [
        Post(**{**_fields(p), "fetched_at": arrival + timedelta(minutes=35)}) for p in known if p.moment <= today
    ]
    found = alerts(segmenter, [*first, *later])
    assert len(found) == 1 and any("牙签弩" in term for term in found[0]["terms"])


def test_a_town_with_one_board_hears_its_rumour_too(segmenter: Segmenter) -> None:
    def on_one_board(posts: Iterable[Post]) -> list[Post]:
        return [Post(**{**_fields(p), "source": SOURCES[0]}) for p in posts]

    found = alerts(segmenter, on_one_board(in_fetch_order(TALK, rumour(EVENING))))
    assert len(found) == 1 and any("牙签弩" in term for term in found[0]["terms"])
    assert alerts(segmenter, on_one_board(TALK)) == []


@pytest.mark.parametrize(("level", "voices"), [(Level.URGENT, 3), (Level.NORMAL, 5)])
def test_without_any_past_a_watch_topic_needs_its_voices(segmenter: Segmenter, level: Level, voices: int) -> None:
    topics = {"nu": Topic(words=["牙签弩"], level=level)}
    texts = [f"{where}有人卖牙签弩" for where in ("东门", "西街", "学校后面", "夜市", "菜场", "车站")]
    assert alerts(segmenter, rumour(START, texts[: voices - 1]), topics) == []
    assert len(alerts(segmenter, rumour(START, texts[:voices]), topics)) == 1


def test_what_redaction_put_there_is_no_word_of_a_story(segmenter: Segmenter) -> None:
    topics = {"nu": Topic(words=["牙签弩"], level=Level.LIFE)}
    texts = ["东门有人卖牙签弩〔电话〕", "牙签弩多少钱〔微信〕〔电话〕", "谁要牙签弩〔电话〕"]
    (found,) = alerts(segmenter, rumour(START, texts, step=1), topics)
    assert not {"电话", "微信"} & set(found["terms"]) and "电话" not in str(found["why"])


def _fields(post: Post) -> dict[str, object]:
    return {name: getattr(post, name) for name in post.__slots__}


def test_a_life_topic_alarms_at_its_first_voice(segmenter: Segmenter) -> None:
    topics = {"drowning": Topic(title="溺水", words=["溺水"], level=Level.LIFE)}
    one = [post(1, START, "", "水库那边有孩子溺水了,快去人")]
    found = alerts(segmenter, one, topics)
    assert len(found) == 1 and found[0]["voices"] == 1
    assert "单一来源，未核实" in str(found[0]["why"])
    topics = {"drowning": Topic(title="溺水", words=["溺水"])}
    assert alerts(segmenter, one, topics) == []


def test_first_person_distress_is_no_vote(segmenter: Segmenter) -> None:
    topics = {"life": Topic(title="轻生", words=["跳楼"], level=Level.LIFE)}
    assert alerts(segmenter, [post(1, START, "", "我活不下去了,我想跳楼")], topics) == []


@pytest.mark.parametrize(
    "texts",
    [
        pytest.param([RUMOUR[0]] * 2, id="one person on two boards"),
        pytest.param(
            [
                f"恒鑫速贷当天放款无抵押无担保咨询总店{tail}138000{i:05}"
                for i, tail in enumerate(("加微信", "电话", "联系") * 5)
            ],
            id="an advertisement everywhere",
        ),
        pytest.param(
            [f"劳动节快乐{tail}" for tail in (",祝大家平安", ",出去玩吗", "各位邻居", ",今天吃什么")] * 3,
            id="a holiday",
        ),
    ],
)  # fmt: skip
def test_look_alikes_are_quiet(segmenter: Segmenter, texts: list[str]) -> None:
    assert alerts(segmenter, in_fetch_order(TALK, rumour(EVENING, texts, step=11))) == []


def test_one_talkative_thread_is_quiet(segmenter: Segmenter) -> None:
    chance = random.Random(3)
    replies = [
        post(910_000 + i, EVENING + timedelta(minutes=i), "", chance.choice(RUMOUR) + "啊" * (i % 3), thread="hot")
        for i in range(40)
    ]
    assert alerts(segmenter, in_fetch_order(TALK, replies)) == []


def test_copies_carried_by_many_sources_are_a_spread(segmenter: Segmenter) -> None:
    copied = [RUMOUR[0]] * len(SOURCES)
    found = alerts(segmenter, in_fetch_order(TALK, rumour(EVENING, copied)))
    assert len(found) == 1 and found[0]["voices"] >= 3


def test_a_person_is_never_named(segmenter: Segmenter) -> None:
    """A story about a person may be told, but by its other words; with none left it is not told."""
    said = ["王建国老师被打了吗", "三中王建国老师被打,真的吗", "王建国老师真的被打了", "听说王建国老师被打的事"]
    for alert in alerts(segmenter, in_fetch_order(TALK, rumour(EVENING, said))):
        assert "王建国" not in f"{alert['title']}{alert['terms']}{alert['why']}"
