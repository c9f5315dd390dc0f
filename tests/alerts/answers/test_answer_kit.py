"""From an alert to a published page: draft, sources, a second person, public address, picture, corrections."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from lxml import etree
from PIL import Image

from alerts.answers.card import card
from alerts.answers.sentences import of_fact, sourced
from alerts.answers.share import LONGEST, share
from alerts.answers.volume import told, volume
from alerts.answers.wrapping import wrap
from alerts.digest import fonts
from commands.alert import command
from commands.known_facts import shipped
from model.catalogue import Catalogue
from model.config import Config
from model.errors import UsageError
from model.facts import FactSource, FactVerdict
from model.records import Story
from model.responses import Response, Sentence
from store import facts
from store.database import open_store
from store.facts import Origin

CROSSBOW = shipped()["牙签弩"]
ZH = Catalogue("zh")
TODAY = date(2026, 3, 2)
AT = datetime(2026, 3, 2, 8, tzinfo=UTC)
PAGE = "https://xiehui.test/huiying/1"


@pytest.fixture
def config(tmp_path: Path, tell: Callable[..., Story]) -> Path:
    path = tmp_path / "config.yaml"
    about = "{name: 永康志愿者协会, town: 永康, contact: mailto:help@xiehui.cn}"
    path.write_text(f"association: {about}\ndatabase: town.db\npublish_dir: web\n", encoding="utf-8")
    with open_store(tmp_path / "town.db") as store:
        tell(store, updated_at=datetime.now(UTC) - timedelta(minutes=5))
    assert run(path).exit_code == 0
    return path


def run(config: Path, *arguments: str) -> Result:
    return CliRunner().invoke(command, [*arguments, "--config", str(config)], catch_exceptions=False)


def test_from_an_alert_to_a_published_page(config: Path) -> None:
    web = config.parent / "web" / "answers"
    shown = run(config, "show", "1").stdout
    assert of_fact(CROSSBOW, ZH)[0] in shown and "市场监管 12315" in shown
    assert run(config, "answer", "1", "--draft", "--by", "A3").exit_code == 0
    with pytest.raises(UsageError, match="第二个人"):
        run(config, "card", "1", "--out", str(config.parent / "card.png"))
    assert run(config, "publish", "1", PAGE).exit_code == 1
    assert run(config, "approve", "1", "--by", "B1").exit_code == 0
    assert "牙签弩" not in (web / "index.html").read_text(encoding="utf-8")
    assert run(config, "publish", "1", PAGE, "--by", "A3").exit_code == 0

    page = (web / "index.html").read_text(encoding="utf-8")
    assert CROSSBOW.sources[0].url in page and PAGE in page and "自拟</span>" not in page
    assert all(words in page for words in of_fact(CROSSBOW, ZH)) and "<script" not in page
    feed = etree.fromstring((web / "feed.xml").read_bytes())
    (entry,) = feed.findall("{http://www.w3.org/2005/Atom}entry")
    assert entry.find("{http://www.w3.org/2005/Atom}link").get("href") == PAGE
    whole = json.loads(run(config, "show", "1", "--json").stdout)
    assert whole["state"] == "answered" and whole["response"]["stage"] == "published"
    assert len(whole["response"]["copy"]) <= LONGEST and whole["volume"]["after"] == []
    assert not any(sentence["own"] for sentence in whole["response"]["sentences"])
    assert "不代表因果" in run(config, "show", "1").stdout

    assert run(config, "undo", "1").exit_code == 0
    assert "牙签弩" not in (web / "index.html").read_text(encoding="utf-8") and not (web / "1.html").exists()


def test_a_fact_that_changes_later_is_a_correction_and_comes_first(config: Path) -> None:
    run(config, "answer", "1", "--draft", "--by", "A3")
    run(config, "approve", "1", "--by", "B1")
    run(config, "publish", "1", PAGE)
    own = replace(CROSSBOW, verdict=FactVerdict.PARTLY, answer="本地查过，有卖的都收走了。", reviewed=True)
    with open_store(config.parent / "town.db") as store:
        facts.put(store, [own], Origin.OWN, datetime.now(UTC) + timedelta(seconds=2))
    run(config)
    for name in ("index.html", "1.html"):
        page = (config.parent / "web" / "answers" / name).read_text(encoding="utf-8")
        assert page.index("现在改为“部分属实”") < page.index(of_fact(CROSSBOW, ZH)[1])
    assert "更正" in (config.parent / "web" / "answers" / "feed.xml").read_text(encoding="utf-8")
    before = (config.parent / "web" / "answers" / "1.html").stat().st_mtime_ns
    assert run(config, "pages").exit_code == 0
    assert (config.parent / "web" / "answers" / "1.html").stat().st_mtime_ns == before  # nothing changed


def test_being_checked_is_no_answer(config: Path) -> None:
    run(config, "answer", "1", "--text", "正在核实，请勿转发。", "--by", "A3")
    run(config, "approve", "1", "--by", "B1")
    refused = run(config, "publish", "1", PAGE)
    assert refused.exit_code == 1 and "还不是回应" in refused.stderr


def test_a_response_is_never_changed(config: Path) -> None:
    run(config, "answer", "1", "--draft", "--by", "A3")
    with open_store(config.parent / "town.db") as store:
        for statement in ("UPDATE response SET content = '{}'", "DELETE FROM response"):
            with pytest.raises(Exception, match="response"), store.writing() as db:
                db.conn.execute(statement)


def test_an_edited_sentence_loses_its_source() -> None:
    first, *rest = of_fact(CROSSBOW, ZH)
    text = first + rest[-1].replace("请", "请大家") + "学校门口已经不卖了。（出处：市教育局 3月2日电话答复）"
    said = sourced(text, [CROSSBOW], [], TODAY, ZH, "协会")
    assert [one.own for one in said] == [False, True, False]
    assert said[0].sources == CROSSBOW.sources and said[0].fact == "牙签弩"
    assert (
        said[2].sources == (FactSource(name="市教育局 3月2日电话答复"),) and said[2].text == "学校门口已经不卖了。"
    )


def test_an_unclear_or_expired_fact_or_one_without_a_source_founds_nothing() -> None:
    for fact in (
        replace(CROSSBOW, verdict=FactVerdict.UNCLEAR), replace(CROSSBOW, valid_until=date(2026, 3, 1)),
        replace(CROSSBOW, sources=()),
    ):  # fmt: skip
        assert all(one.own for one in sourced(CROSSBOW.answer, [fact], [fact], TODAY, ZH, "协会"))


def _response(*texts: str, url: str = "") -> Response:
    source = FactSource(name="市教育局", url="https://edu.example.org/" + "a" * 150)
    return Response(
        id=1, alert_id=1, sentences=tuple(Sentence(text=text, sources=(source,)) for text in texts), claims=(),
        written_by="A3", written_at=AT, approved_by="B1", approved_at=AT, url=url,
    )  # fmt: skip


@pytest.mark.parametrize("texts", [("短。",), ("很长的一句话，" * 12 + "完。",) * 9, ("没有句号" * 400,)])
@pytest.mark.parametrize("url", ["", PAGE, "https://xiehui.test/" + "b" * 400])
def test_the_text_for_chat_groups_is_short(make_config: Callable[..., Config], texts: tuple[str], url: str) -> None:
    text = share(_response(*texts, url=url), make_config(Path()), ZH)
    assert 0 < len(text) <= LONGEST and texts[0][:2] in text


def test_before_and_after_counts_whole_days() -> None:
    hours = [-169, -25, -1, 1, 23, 25, 47, 49]
    found = volume([AT + timedelta(hours=h) for h in hours], AT, AT + timedelta(hours=50))
    assert found.before == (0, 0, 0, 0, 0, 1, 1) and found.after == (2, 2)
    assert told(found, ZH)[-1].startswith("不代表因果")
    assert "还不到一天" in told(volume([], AT, AT + timedelta(hours=23)), ZH)[1]


def test_lines_break_as_chinese_does() -> None:
    lines = wrap("他说“明天停水，请储水”，是假的。打12315问", 6, len)
    assert all(line[0] not in "，。”" and line[-1] != "“" and len(line) <= 6 for line in lines)
    assert "".join(lines) == "他说“明天停水，请储水”，是假的。打12315问" and any("12315" in line for line in lines)


def test_the_picture(config: Path) -> None:
    found = fonts.chinese()
    if found is None:
        pytest.skip("no Chinese font on this machine")
    run(config, "answer", "1", "--draft", "--by", "A3")
    run(config, "approve", "1", "--by", "B1")
    out = config.parent / "card.png"
    assert run(config, "card", "1", "--out", str(out)).exit_code == 0
    picture = Image.open(BytesIO(out.read_bytes()))
    assert picture.format == "PNG" and picture.width == 1080 and 900 < picture.height < 2600
    assert picture.convert("RGB").getpixel((5, 5)) == (44, 110, 73)  # 属实


@pytest.mark.parametrize("url", ["", PAGE, PAGE + "a" * 400, PAGE + "a" * 3000, PAGE + "路" * 900])
def test_a_picture_whatever_the_address(url: str, make_config: Callable[..., Config], tmp_path: Path) -> None:
    found = fonts.chinese()
    if found is None:
        pytest.skip("no Chinese font on this machine")
    sources = tuple(FactSource(name=f"单位{i}", url=f"https://{i}.example.org/") for i in range(9))
    said = tuple(Sentence(text=f"第{i}句。", sources=(source,)) for i, source in enumerate(sources))
    response = Response(
        id=1, alert_id=1, sentences=said, claims=(), written_by="A3", written_at=AT, approved_by="B1", url=url,
    )  # fmt: skip
    picture = Image.open(BytesIO(card(response, "标题", make_config(tmp_path), ZH, found)))
    assert picture.width == 1080
    dark = sum(picture.convert("L").crop((500, picture.height - 420, 1008, picture.height - 60)).histogram()[:40])
    assert (dark > 5000) is (len(url.encode()) < 1500)  # the code is there, unless it were too fine to be read
