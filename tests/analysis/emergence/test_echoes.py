"""An echo: a thread that opens with a word of two others which have the same wording, soon after they began."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from analysis.emergence.baseline import MemoryBaseline, day_of
from analysis.emergence.echoes import FAINTEST, Pairs, core_of, echoes, heard
from analysis.emergence.expectation import Usual
from analysis.emergence.links import links, shared_features
from analysis.emergence.reading import Thread, read
from analysis.emergence.window import Window
from model.records import Post
from tests.analysis.emergence.invented_town import START, post

RUMOUR = "夜市那家摊子的凉粉里掺了工业胶"
WORDS = ["夜市", "摊子", "凉粉", "工业", "胶"]
COPY = f"{RUMOUR}，我同事昨天吃完肚子疼了一整夜，听人说医生也查不清楚"


class Town:
    """A window of posts with their words, after a past in which 凉粉 was said every fourth day."""

    def __init__(self, *later: tuple[Post, list[str]]) -> None:
        self.window = Window()
        first = [(post(1, START, "", RUMOUR, source="甲"), WORDS), (_at(2, 20, COPY, "乙"), [*WORDS, "听人说"])]
        for item, words in (*first, *later):
            self.window.add(read(item, words, id=item.key, distress=lambda text: False))
        past, today = MemoryBaseline(), day_of(int(START.timestamp()))
        for day in range(1, 21):
            for n in range(200):
                word = ["凉粉"] if n == 0 and day % 4 == 0 else []
                past.add(today - day, word, word, new_thread=True)
        self.usual = Usual(past, today, 200)
        self.usual.learn({f for thread in self.window.threads() for f in shared_features(self.window, thread)})

    def echoes(self) -> list[Thread]:
        centre = ("甲", "t1")
        core = core_of(self.window, centre, links(self.window, centre, self.usual), self.usual)
        assert core is not None and core.threads == (centre, ("乙", "t2"))
        return [link.thread for link in echoes(self.window, core, self.usual)]


def _at(number: int, minutes: int, text: str, source: str, **more: object) -> Post:
    when: datetime = START + timedelta(minutes=minutes)
    return post(number, when, "", text, source=source, **more)


def test_who_opens_with_a_known_word_soon_after_is_an_echo() -> None:
    town = Town((_at(3, 40, "凉粉也不能吃了", "丙"), ["凉粉", "不能", "吃"]))
    assert town.echoes() == [("丙", "t3")]


@pytest.mark.parametrize(
    "later",
    [
        pytest.param((_at(3, 1200, "凉粉也不能吃了", "丙"), ["凉粉"]), id="a day later"),
        pytest.param((_at(3, -60, "凉粉怎么做好吃", "丙"), ["凉粉"]), id="before"),
        pytest.param((_at(3, 40, "凉粉" + "今天下午去了一趟超市" * 30, "丙"), ["凉粉"]), id="in a long post"),
        pytest.param((_at(3, 40, "听人说要下雨", "丙"), ["听人说"]), id="a word of only one of the two"),
    ],
)
def test_what_chance_would_bring_is_none(later: tuple[Post, list[str]]) -> None:
    assert Town(later).echoes() == []


def test_a_reply_in_another_thread_is_none() -> None:
    opener = _at(3, 25, "周末去哪里玩", "丙", thread="t9")
    reply = _at(4, 40, "去吃凉粉", "丙", thread="t9")
    assert Town((opener, ["周末"]), (reply, ["凉粉"])).echoes() == []


def test_the_memory_of_pairs_only_saves_work() -> None:
    """What was never looked at may be a pair; what had no companion is not asked for again."""
    town = Town((_at(3, 40, "凉粉也不能吃了", "丙"), ["凉粉"]))
    touched = [("丙", "t3")]
    fresh, known, alone = Pairs(), Pairs(), Pairs()
    for thread in town.window.threads():
        known.note(thread, links(town.window, thread, town.usual))
        alone.note(thread, [])
    asked = {*heard(town.window, touched, fresh, town.usual)}
    assert asked == {*heard(town.window, touched, known, town.usual)} == {("甲", "t1"), ("乙", "t2")}
    assert not [*heard(town.window, touched, alone, town.usual)]
    assert FAINTEST > 0
