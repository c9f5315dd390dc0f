"""The invented town: the same seed gives the same town, it reads like one, and holds what was planted."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest

from demo.records import BOARDS, COLUMNS, Thread, Town
from demo.sources import FEEDS
from demo.town import hours
from demo.town.build import DAYS, build
from demo.town.deck import Deck, Filler
from demo.town.greetings import name_of
from demo.town.texts import texts
from demo.verdict import STORIES

END = datetime(2026, 5, 20, 6, 41, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def town() -> Town:
    return build(1, END)


def of(town: Town, planted: str) -> list[Thread]:
    return [thread for thread in town.threads if thread.planted == planted]


def test_the_same_seed_and_end_give_the_same_town(town: Town) -> None:
    assert build(1, END) == town
    assert build(2, END) != town
    assert build(1, END + timedelta(hours=1)) != town


def test_an_end_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        build(1, datetime(2026, 5, 20))  # noqa: DTZ001 - the point of the test


def test_thirty_days_of_about_two_hundred_posts(town: Town) -> None:
    ages = [town.end - entry.at for thread in town.threads for entry in thread.entries]
    assert min(ages) >= timedelta(0)
    assert max(ages) <= timedelta(days=DAYS)
    a_day = Counter(age.days for age in ages)
    assert all(130 <= a_day[day] <= 280 for day in range(1, DAYS))
    assert 5_500 <= town.posts() <= 6_500


def test_people_write_by_day_more_than_by_night(town: Town) -> None:
    clock = Counter(e.at.astimezone(hours.ZONE).hour for t in town.threads if not t.planted for e in t.entries)
    assert clock[21] > 4 * clock[3]


def test_numbers_follow_time_and_are_unique(town: Town) -> None:
    keys = [entry.key for thread in town.threads for entry in thread.entries]
    assert len(set(keys)) == len(keys)
    assert len({thread.key for thread in town.threads}) == len(town.threads)
    assert [t.opened_at for t in town.threads] == sorted(t.opened_at for t in town.threads)


@pytest.mark.parametrize("story", ["blue_whale", "crossbow"])
@pytest.mark.parametrize("seed", range(4))
def test_a_story_breaks_in_the_last_day_on_several_sites_by_different_people(seed: int, story: str) -> None:
    threads = of(build(seed, END), story)
    entries = [entry for thread in threads for entry in thread.entries]
    assert 10 <= len(entries) <= 16
    assert len(threads) >= 5
    assert len({thread.board for thread in threads}) >= 3
    assert len({entry.speaker for entry in entries}) == len(entries)
    assert all(timedelta(0) <= END - entry.at <= timedelta(hours=12) for entry in entries)


def test_nobody_speaks_of_the_stories_otherwise(town: Town) -> None:
    for thread in town.threads:
        if thread.planted not in {"blue_whale", "crossbow"}:
            said = thread.title + "".join(entry.body for entry in thread.entries)
            assert "蓝鲸" not in said and "弩" not in said


@pytest.mark.parametrize("width", [2, 3])
def test_the_two_stories_share_only_what_everybody_says(town: Town, width: int) -> None:
    """Two rumours of one day are two stories; a phrase that only they shared would tie them together."""
    everyday = Counter(gram for thread in town.threads if not thread.planted for gram in grams(thread, width))
    shared = set.intersection(*({g for t in of(town, story) for g in grams(t, width)} for story in STORIES))
    assert [gram for gram in sorted(shared) if everyday[gram] < DAYS / 2] == []


def grams(thread: Thread, width: int) -> set[str]:
    """Every `width` Han characters in a row."""
    said = "\n".join([thread.title, *(entry.body for entry in thread.entries)])
    runs = re.findall("[\u4e00-\u9fff]+", said)
    return {run[i : i + width] for run in runs for i in range(len(run) - width + 1)}


@pytest.mark.parametrize(
    ("planted", "threads", "boards"),
    [
        ("museum", 3, 3),
        ("toothpicks", 2, 2),
        ("crosspost", 2, 2),
        ("ads", 15, 3),
        ("talk", 1, 1),
        ("holiday", 2, 1),
    ],
)
def test_every_look_alike_is_there_on_the_last_day(town: Town, planted: str, threads: int, boards: int) -> None:
    fresh = [thread for thread in of(town, planted) if town.end - thread.opened_at <= timedelta(days=1)]
    assert len(fresh) >= threads
    assert len({thread.board for thread in fresh}) >= boards


def test_the_opener_on_two_boards_is_one_person_s(town: Town) -> None:
    first, second = (thread.entries[0] for thread in of(town, "crosspost"))
    assert (first.speaker, first.body) == (second.speaker, second.body)


def test_the_talkative_thread_is_one_thread(town: Town) -> None:
    (thread,) = of(town, "talk")
    assert len(thread.entries) == 61


def test_the_ads_are_one_person_s_in_many_dresses(town: Town) -> None:
    ads = of(town, "ads")
    assert len({thread.entries[0].speaker for thread in ads}) == 1
    assert len({thread.entries[0].body for thread in ads}) == len(ads)


def test_greetings_fit_the_day() -> None:
    calendar = texts().lookalikes.calendar
    assert name_of(date(2026, 10, 1), calendar) == "国庆节"
    assert name_of(date(2026, 10, 12), calendar) == "周一"
    assert name_of(date(2026, 10, 11), calendar) == "周末"


def test_nobody_s_name_is_part_of_what_is_said(town: Town) -> None:
    names = {entry.speaker.name for thread in town.threads for entry in thread.entries}
    assert len(names) > 500
    said = "\n".join(
        f"{t.title}\n" + "\n".join(e.body.partition(":")[2] if "@" in e.body else e.body for e in t.entries)
        for t in town.threads
    )
    assert [name for name in names if name in said] == []


def test_some_answer_by_name_so_that_redaction_has_work(town: Town) -> None:
    bodies = [entry.body for thread in town.threads for entry in thread.entries]
    assert sum(body.startswith("回复 @") for body in bodies) > 50


def test_every_theme_has_a_board_and_every_board_themes() -> None:
    themes = texts().themes
    assert len(themes) >= 20
    for board in BOARDS:
        assert sum(board in theme.boards for theme in themes.values()) >= 8


def test_small_outlets_publish_every_day_and_have_more_to_say_than_their_feed_shows(town: Town) -> None:
    assert set(texts().columns) == set(COLUMNS)
    for board, column in texts().columns.items():
        pieces = town.on(board)
        everyday = [thread for thread in pieces if not thread.planted]
        assert len({(town.end - thread.opened_at).days for thread in everyday}) >= DAYS - 1
        assert len(column.pieces) >= 20 and all(len(piece) > 1 for piece in column.pieces)
        assert board not in FEEDS or len(pieces) >= FEEDS[board][1].shown


def test_a_deck_deals_every_card_before_one_twice() -> None:
    deck = Deck("abcdefgh", Random(3))
    assert sorted(deck.draw() for _ in range(8)) == list("abcdefgh")


def test_a_second_slot_in_one_sentence_is_another_thing() -> None:
    filler = Filler({"estate": ("甲", "乙", "丙")}, Random(1))
    known: dict[str, str] = {}
    for _ in range(20):
        first, second = filler.fill("{estate}和{estate}", known).split("和")
        assert first == known["estate"] != second
