"""A hundred and forty invented stories through the detector: nobody is named, what is nobody's is told."""

from __future__ import annotations

from collections import Counter

import pytest

from analysis.signs.marked_names import names_marked
from analysis.signs.people import People, spans
from analysis.text.segment import Segmenter
from bench.persons import LISTS, Invented, Outcome, Stage, listed

STORIES = {name: listed(LISTS / name) for name in ("first.txt", "second.txt")}


@pytest.fixture(scope="module")
def outcomes() -> dict[str, list[Outcome]]:
    stage = Stage(Segmenter(None))
    return {name: [stage.tell(story) for story in stories] for name, stories in STORIES.items()}


def test_the_lists_are_what_they_promise() -> None:
    assert [len(STORIES["first.txt"]) >= 100, len(STORIES["second.txt"]) >= 40] == [True, True]
    for stories in STORIES.values():
        about = Counter("people" if story.kind != "topic" else "things" for story in stories)
        assert 0.4 <= about["people"] / about.total() <= 0.6
        assert all(5 <= len(story.texts) <= 9 for story in stories)


@pytest.mark.parametrize("name", STORIES)
def test_nobody_is_named_and_every_matter_is_told(name: str, outcomes: dict[str, list[Outcome]]) -> None:
    wrong = [(one.story.subject, one.state, one.leaked) for one in outcomes[name] if not one.right]
    assert wrong == []


def test_a_story_about_a_person_is_counted_as_such(outcomes: dict[str, list[Outcome]]) -> None:
    hidden = [one.told for ones in outcomes.values() for one in ones if one.state == "hidden"]
    assert len(hidden) > 30
    assert all(told is not None and told.why == "涉及个人，未展示" and not told.terms for told in hidden)


def test_names_are_found_by_what_all_posts_say() -> None:
    people = People(["胡库"])
    texts = ["网红小鱼儿昨晚又哭了", "小鱼儿是哪里人", "我女儿天天看小鱼儿"]
    assert people.named(texts) == {"小鱼儿"}
    assert people.named(["胡库今天停水", "胡库又停水", "听说胡库停水"]) == frozenset()


def test_handles_and_names_with_a_dot_are_found_in_every_part() -> None:
    found = names_marked("听说阿依古丽·买买提没有来,@山里人家 说的")
    assert {"阿依古丽", "买买提", "阿依古丽·买买提", "阿依古丽买买提", "山里人家"} <= found


def test_the_place_of_a_name_is_that_of_the_text_as_written() -> None:
    text = "听说王\u200b建軍来了"
    assert spans(text, {"王建军"}) == [(2, 6)]
    assert spans(text, frozenset()) == []


def test_a_list_is_read_as_it_stands() -> None:
    first = STORIES["first.txt"][0]
    assert first == Invented("hidden", "许嘉怡", first.texts, ("许嘉怡",), ())
    assert all("许嘉怡" in text for text in first.texts)
