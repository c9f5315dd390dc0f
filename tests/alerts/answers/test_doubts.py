"""What looks personal in an answer is looked at a second time before it is approved; offices' numbers are not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from alerts.answers.doubts import doubts, grounds, of_response, public_numbers, told
from alerts.answers.sentences import of_fact
from commands.alert import command
from commands.known_facts import shipped
from commands.tip_reader import TipWords
from model.catalogue import Catalogue
from model.config import Config
from model.errors import UsageError
from model.facts import Fact, FactSource, FactVerdict
from model.records import Story
from model.responses import Claim, Response, Sentence
from store import facts
from store.database import open_store
from store.facts import Origin

TODAY = date(2026, 3, 2)
AT = datetime(2026, 3, 2, 8, tzinfo=UTC)


@pytest.fixture(scope="module")
def town() -> Config:
    return Config.model_validate(
        {
            "association": {"name": "志愿者协会", "town": "永康", "contact": "mailto:help@xiehui.test"},
            "topics": {"water": {"title": "用水", "words": ["自来水"], "contact": "供水公司 0579-87654321"}},
            "contacts": [{"name": "教育局", "call": "0579-87123456", "about": ["学校"]}],
        }
    )


@pytest.fixture(scope="module")
def words(town: Config) -> TipWords:
    return TipWords(town)


def found(text: str, town: Config, words: TipWords) -> list[tuple[str, str]]:
    public = public_numbers(town, shipped().values())
    return [(one.kind, one.text) for one in doubts(text, public, words.personal)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("请打 13812345678 找张老师。", [("mobile", "13812345678"), ("name_contact", "张老师")]),
        ("王建国说孩子没事。", [("person", "王建国")]),
        ("加微信号abc12345领取。", [("wechat", "abc12345")]),
        ("举报打12315，被骗打96110或者110，社保问12333。", []),
        ("教育局的电话是 0579-87123456，本地直接拨 87123456。", []),
        ("供水公司 0579 8765 4321。", []),
        ("见 https://www.town.example.org/notice/20261126123456.html 。", []),
        ("写信到 help@xiehui.test，别写 wo@example.org 。", [("email", "wo@example.org")]),
        ("学校放假到12月3日，共 1200 名学生。", []),
    ],
)
def test_what_looks_personal(text: str, expected: list[tuple[str, str]], town: Config, words: TipWords) -> None:
    assert found(text, town, words) == expected


def test_shipped_facts_hold_nothing_doubtful_but_what_is_known(town: Config, words: TipWords) -> None:
    answers = [fact.answer for fact in shipped().values()]
    assert [kind for text in answers for kind, _ in found(text, town, words) if kind != "person"] == []


def test_only_what_people_wrote_is_looked_at(town: Config, words: TipWords) -> None:
    said = Sentence(text="问 13812345678。", fact="x")
    own = Sentence(text="已经处理。", sources=(FactSource(name="李小明"),))
    response = Response(id=1, alert_id=1, sentences=(said, own), claims=(), written_by="A3", written_at=AT)
    assert [one.text for one in of_response(response, frozenset(), words.personal)] == ["李小明"]


OLD = Fact(key="x", claim="大桥要塌了。", verdict=FactVerdict.FALSE, answer="没有裂。正在修。", valid_until=TODAY)


@pytest.mark.parametrize(
    ("now", "kinds"),
    [
        (OLD, []), (replace(OLD, terms=("桥",)), []), (replace(OLD, valid_until=date(2026, 3, 1)), ["expired"]),
        (replace(OLD, verdict=FactVerdict.PARTLY), ["changed"]), (replace(OLD, answer="裂了。"), ["changed"]),
        (None, ["changed"]),
    ],
)  # fmt: skip
def test_a_fact_that_holds_no_longer_is_named(now: Fact | None, kinds: list[str]) -> None:
    said = [Sentence(text=words, fact="x") for words in of_fact(OLD, Catalogue("zh"))]
    claim = Claim(fact="x", claim=OLD.claim, verdict=OLD.verdict)
    response = Response(
        id=1, alert_id=1, sentences=tuple(said), claims=(claim,), written_by="A3", written_at=AT,
    )  # fmt: skip
    assert [one.kind for one in grounds(response, {"x": now} if now else {}, TODAY)] == kinds


def test_it_is_said_in_plain_words(town: Config, words: TipWords) -> None:
    every = doubts("请打 13812345678 找张老师。", frozenset(), words.personal)
    assert told(every, Catalogue("zh")) == "手机号“13812345678”、人的称呼“张老师”"


@pytest.fixture
def config(tmp_path: Path, tell: Callable[..., Story]) -> Path:
    path = tmp_path / "config.yaml"
    about = "{name: 永康志愿者协会, town: 永康, contact: mailto:help@xiehui.cn}"
    path.write_text(f"association: {about}\ndatabase: town.db\n", encoding="utf-8")
    with open_store(tmp_path / "town.db") as store:
        tell(store, updated_at=datetime.now(UTC) - timedelta(minutes=5))
    assert run(path).exit_code == 0
    return path


def run(config: Path, *arguments: str) -> Result:
    return CliRunner().invoke(command, [*arguments, "--config", str(config)], catch_exceptions=False)


def test_the_second_person_is_asked_again(config: Path) -> None:
    assert run(config, "answer", "1", "--text", "有事打 13812345678。", "--by", "A3").exit_code == 0
    with pytest.raises(UsageError, match="手机号“13812345678”"):
        run(config, "approve", "1", "--by", "B1")
    assert '"stage": "written"' in run(config, "show", "1", "--json").stdout
    assert run(config, "approve", "1", "--by", "B1", "--sure").exit_code == 0
    assert '"stage": "approved"' in run(config, "show", "1", "--json").stdout


def test_a_fact_that_expired_since_it_was_written_is_asked_about(config: Path) -> None:
    assert run(config, "answer", "1", "--draft", "--by", "A3").exit_code == 0
    gone = replace(shipped()["牙签弩"], valid_until=date(2026, 1, 1))
    with open_store(config.parent / "town.db") as store:
        facts.put(store, [gone], Origin.OWN, datetime.now(UTC))
    with pytest.raises(UsageError, match="依据的事实已过期"):
        run(config, "approve", "1", "--by", "B1")


def test_an_answer_without_doubt_is_approved_at_once(config: Path) -> None:
    assert run(config, "answer", "1", "--draft", "--by", "A3").exit_code == 0
    assert run(config, "approve", "1", "--by", "B1").exit_code == 0
