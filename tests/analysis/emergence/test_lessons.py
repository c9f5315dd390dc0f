"""What dismissals teach, and what is forgotten for good: in the parts, and with `huisheng analyse` over a town."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from alerts.decide import decide
from alerts.run import triage
from alerts.triage.decisions import Wish
from analysis.emergence.baseline import TOPIC, MemoryBaseline, day_of
from analysis.emergence.expectation import Usual
from analysis.emergence.lessons import Lessons, TaughtBaseline, TaughtBook, lesson_of
from analysis.emergence.reading import Reading, read
from analysis.emergence.window import Window
from analysis.run import analyse
from analysis.teaching import learnt
from model.config import Config
from model.verdicts import Decision, Reason
from store import alerts, lessons, posts, stories
from store.database import Store, open_store
from store.dropping import mark
from tests.analysis.emergence.invented_town import RUMOUR, START, everyday, in_fetch_order, post, rumour

OUTBREAK = START + timedelta(days=8, hours=9)
LATER = OUTBREAK + timedelta(hours=3)


def readings(*texts: str) -> list[list[Reading]]:
    found = []
    for number, text in enumerate(texts):
        said = post(number, START, "", text)
        words = [text[i : i + 2] for i in range(0, len(text), 2)]
        found.append([read(said, words, id=str(number), topics=("water",), distress=lambda text: False)])
    return found


def test_a_lesson_is_the_wording_and_how_many_threads_had_it() -> None:
    lesson = lesson_of(readings("帮忙投票谢谢大家", "帮忙投票今天截止", "帮忙投票", "完全别的事情"))
    assert (lesson["帮忙投"], lesson["今天截"], lesson["全别的"]) == (3, 1, 1)
    assert not any(feature.startswith(TOPIC) for feature in lesson)


def test_wording_becomes_usual_with_each_dismissal_and_nothing_else_does() -> None:
    past, taught = MemoryBaseline(), Lessons()
    day = day_of(int(START.timestamp()))
    for back in range(1, 22):
        for _ in range(50):
            past.add(day - back, ["红绿灯"], [], new_thread=True)
    expected = []
    for _ in range(4):
        usual = Usual(TaughtBaseline(past, taught), day, 50)
        usual.learn({"帮忙投", "牙签弩", TOPIC + "water"})
        expected.append((usual["帮忙投"], usual["牙签弩"], usual[TOPIC + "water"]))
        taught.learn({"帮忙投": 3})
    first = expected[0]
    assert first[0] < 0.05 and all(row[1:] == first[1:] for row in expected)
    assert 0.1 < expected[1][0] < 0.25 < expected[2][0] < expected[3][0]  # one weakens a link, two undo it


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return Config.model_validate(
        {
            "association": {"name": "协会", "town": "永康", "contact": "mailto:a@xiehui.cn"},
            "database": str(tmp_path / "town.db"),
            "analysis": {"emergence": {"learning_days": 0}},
        }
    )


@pytest.fixture
def town(config: Config) -> Iterator[Store]:
    """A town in which a rumour has just opened an alert."""
    with open_store(config.database) as store:
        posts.save(store, in_fetch_order(everyday(8), rumour(OUTBREAK)))
        analyse(store, config, LATER)
        triage(store, config, LATER)
        assert [item.story_id for item in _about(store)]
        yield store


def _about(store: Store) -> list[alerts.Alert]:
    return [item for item in alerts.still_open(store) if any("牙签" in term for term in item.terms)]


def dismiss(store: Store, config: Config, reason: Reason, at: datetime = LATER) -> list[int]:
    ids = [item.id for item in _about(store)]
    wish = Wish(decision=Decision.DISMISS, role="A3", reason=reason, confirmed=True)
    assert decide(store, config, ids, wish, at).refused == {}
    return ids


def test_a_dismissal_teaches_and_an_undo_takes_the_lesson_back(town: Store, config: Config) -> None:
    assert learnt(town, LATER, lambda source: MemoryBaseline()).stories == {}
    ids = dismiss(town, config, Reason.JOKE)
    assert learnt(town, LATER, lambda source: MemoryBaseline()).stories["签弩"] == 1
    before = lessons.version(town)
    decide(town, config, ids, Wish(decision=Decision.UNDO, role="A3"), LATER)
    assert learnt(town, LATER, lambda source: MemoryBaseline()).stories == {} and lessons.version(town) > before


def test_a_danger_to_life_teaches_nothing(town: Store, config: Config) -> None:
    with town.writing() as db:
        db.conn.execute("UPDATE alert SET level = 'life'")
    dismiss(town, config, Reason.JOKE)
    assert learnt(town, LATER, lambda source: MemoryBaseline()).stories == {}


def again(store: Store, config: Config) -> list[alerts.Alert]:
    """Three hours later others say the same in new threads, and somebody goes on in an old one."""
    at = LATER + timedelta(hours=3)
    more = rumour(LATER + timedelta(minutes=30), RUMOUR, first=970_000)
    posts.save(store, in_fetch_order(more))
    analyse(store, config, at)
    triage(store, config, at)
    return _about(store)


def test_an_opinion_does_not_come_back_and_nothing_of_it_is_left(town: Store, config: Config) -> None:
    (story,) = {item.story_id for item in _about(town)}
    dismiss(town, config, Reason.OPINION)
    assert again(town, config) == []
    kept = stories.get(town, story)
    assert kept is not None and (kept.shown, kept.terms, kept.post_ids) == (False, (), ())
    assert not town.rows("SELECT 1 FROM lesson WHERE feature <> ''")


def test_a_story_that_was_not_dismissed_goes_on(town: Store, config: Config) -> None:
    """The same stream without the decision: the test above could fail."""
    before = max(item.threads for item in _about(town))
    assert max(item.threads for item in again(town, config)) > before


def test_wording_that_was_a_kind_s_own_stays_so_when_the_kind_is_talked_of_undismissed() -> None:
    """Silenced starts are not dismissed: they must not make the kind's wording look like everybody's."""
    lessons = Lessons()
    lessons.learn({"帮忙投": 3}, {"帮忙投": 10})
    assert lessons.votes == {"帮忙投": 10}
    past = MemoryBaseline()
    for _ in range(500):
        past.add(0, ["帮忙投"], [], new_thread=True)
    book = TaughtBook((), [], mark)
    book.teach(lessons, past, Window(), 4.0)
    assert book._only_theirs(["帮忙投"], 1) == {"帮忙投"}
    book.teach(Lessons([({"帮忙投": 3}, {})]), past, Window(), 4.0)  # taught before the votes were kept
    assert book._only_theirs(["帮忙投"], 1) == frozenset()
