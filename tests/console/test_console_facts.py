"""The fact base in the console: found, written, changed, withdrawn; nothing typed is lost."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

import pytest
import requests

from alerts.answers.doubts import Doubt
from model.config import Config
from model.facts import Fact, FactSource, FactVerdict, KnownFact
from store import alert_facts, facts
from store.database import Store
from store.facts import Origin

FORM = "application/x-www-form-urlencoded"
BRIDGE = Fact(
    key="bridge", claim="北门大桥要塌了", verdict=FactVerdict.FALSE, answer="交通局查过，没有裂。",
    terms=("北门大桥",),
    sources=(FactSource(name="交通局", url="https://jt.example.org/1", date="2026-02-20"),), reviewed=True,
)  # fmt: skip


def proofread(text: str) -> Sequence[Doubt]:
    return [Doubt("mobile", number) for number in re.findall(r"1\d{10}", text)]


@pytest.fixture
def looked() -> list[datetime]:
    return []


@pytest.fixture
def site(config: Config, opened: Callable[..., Any], looked: list[datetime]) -> Iterator[Any]:
    def look_up(store: Store, config: Config, at: datetime) -> None:
        looked.append(at)

    with opened(config, proofread=proofread, look_up=look_up) as site:
        yield site


def fields(page: str) -> dict[str, list[str]]:
    """The hidden fields of the first form of a page."""
    form = page[page.index('action="/facts/save"') :]
    return {name: [value] for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form)[:3]}


def send(site: Any, path: str, values: dict[str, Any]) -> requests.Response:
    return requests.post(
        site.address + path, urlencode(values, doseq=True), timeout=20, allow_redirects=False,
        headers={"Content-Type": FORM, "Origin": "null", "Accept-Language": "zh-CN"},
    )  # fmt: skip


def typed(site: Any, query: str = "", **more: Any) -> dict[str, Any]:
    """A form as it is sent, begun from the page."""
    return {
        **fields(site.get(f"/facts/one{query}").text), "claim": "老城区的水发黄", "verdict": "partly",
        "answer": "水务局换了管子，放一会儿就清。", "terms": "水发黄、黄水", "source_name": ["水务局", ""],
        "source_url": ["https://sw.example.org/2", ""], "source_date": ["2026-11-20", ""],
        "checked_on": "2026-11-24", "by": "A3", **more,
    }  # fmt: skip


def test_a_fact_is_written_and_found(town: Any, site: Any, looked: list[datetime]) -> None:
    done = send(site, "/facts/save", typed(site))
    assert done.status_code == 303
    (found,) = facts.current(town.store).values()
    assert found == Fact(
        key="老城区的水发黄", claim="老城区的水发黄", verdict=FactVerdict.PARTLY,
        answer="水务局换了管子，放一会儿就清。",
        terms=("水发黄", "黄水"), checked_on=date(2026, 11, 24),
        sources=(FactSource(name="水务局", url="https://sw.example.org/2", date="2026-11-20"),),
    )  # fmt: skip
    assert len(looked) == 1  # the open alerts know it at once
    page = site.get(done.headers["Location"]).text
    assert "已保存。" in page and "没有出处" not in page.split("<form")[0] and "写下" in page
    assert "老城区的水发黄" in site.get("/facts").text and "待本地复核" in site.get("/facts").text
    assert "老城区的水发黄" in site.get("/facts?q=黄水+换了").text
    assert "没有找到" in site.get("/facts?q=大桥").text
    rows = [dict(row) for row in town.store.rows("SELECT action, detail FROM audit")]
    assert [row["action"] for row in rows] == ["fact.added"] and '"A3"' in rows[0]["detail"]


def test_a_change_of_the_answer_says_that_it_is_corrected(town: Any, site: Any) -> None:
    facts.put(town.store, [BRIDGE], Origin.SHIPPED, town.now)
    page = site.get("/facts/one?key=bridge").text
    assert "北门大桥要塌了" in page and 'value="https://jt.example.org/1"' in page
    assert '<option value="false" selected>' in page and 'name="reviewed" value="yes" checked' in page
    done = send(site, "/facts/save", typed(site, "?key=bridge", reviewed="yes"))
    assert "收到更正" in site.get(done.headers["Location"]).text.split("<form")[0]
    assert facts.standing(town.store)["bridge"].origin is Origin.OWN
    assert facts.current(town.store)["bridge"].verdict is FactVerdict.PARTLY


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"claim": " "}, "写上网上的说法"), ({"answer": ""}, "写上答复"), ({"verdict": "maybe"}, "选一个结论"),
        ({"source_url": ["javascript:alert(1)", ""]}, "网址要以 http"),
        ({"source_date": ["昨天", ""]}, "2026-03-02"),
        ({"checked_on": "2026-13-40"}, "核实的日期"), ({"valid_until": "x"}, "管到哪天要写成"),
        ({"answer": "长" * 1001}, "太长了"), ({"by": "王建国"}, "代号只能"),
    ],
)  # fmt: skip
def test_what_cannot_be_saved_is_said_and_nothing_typed_is_lost(
    town: Any, site: Any, wrong: dict[str, Any], words: str
) -> None:
    done = send(site, "/facts/save", typed(site, **wrong))
    assert done.status_code == 400 and words in done.text
    assert facts.current(town.store) == {}
    kept = {"claim": "老城区的水发黄", "answer": "放一会儿就清", "terms": "水发黄、黄水"}
    assert all(text in done.text for name, text in kept.items() if name not in wrong)
    assert "<script>" not in done.text


def test_markup_in_a_field_stays_text(town: Any, site: Any) -> None:
    done = send(site, "/facts/save", typed(site, answer='</textarea><script>alert("x")</script>'))
    page = site.get(done.headers["Location"]).text
    assert "&lt;/textarea&gt;&lt;script&gt;" in page and "<script>alert" not in page


def test_of_two_who_change_it_the_second_is_told_and_keeps_the_text(town: Any, site: Any) -> None:
    facts.put(town.store, [BRIDGE], Origin.OWN, town.now)
    mine = typed(site, "?key=bridge")
    assert send(site, "/facts/save", typed(site, "?key=bridge", answer="别人先写好了。")).status_code == 303
    done = send(site, "/facts/save", mine)
    assert done.status_code == 409 and "刚被别人改过" in done.text and "放一会儿就清" in done.text
    assert facts.current(town.store)["bridge"].answer == "别人先写好了。"
    again = {**mine, **fields(done.text)}
    assert send(site, "/facts/save", again).status_code == 303
    assert facts.current(town.store)["bridge"].answer == "水务局换了管子，放一会儿就清。"


def test_what_looks_personal_needs_a_second_look(town: Any, site: Any) -> None:
    mine = typed(site, answer="问 13812345678 的师傅。")
    done = send(site, "/facts/save", mine)
    assert done.status_code == 400 and "像个人信息" in done.text and "手机号“13812345678”" in done.text
    assert facts.current(town.store) == {}
    assert send(site, "/facts/save", {**mine, "sure": "yes"}).status_code == 303


def test_a_fact_is_withdrawn_and_comes_back(town: Any, site: Any) -> None:
    facts.put(town.store, [BRIDGE], Origin.OWN, town.now)
    mine = fields(site.get("/facts/one?key=bridge").text)
    assert send(site, "/facts/remove", {**mine, "seen": "0"}).status_code == 400
    assert send(site, "/facts/remove", mine).status_code == 303
    assert facts.current(town.store) == {}
    page = site.get("/facts/one?key=bridge").text
    assert "已经撤回" in page and "北门大桥要塌了" in page and "撤回这一条…" not in page
    assert send(site, "/facts/save", typed(site, "?key=bridge")).status_code == 303
    assert "bridge" in facts.current(town.store)


def test_an_alert_shows_what_is_known_and_begins_a_fact(town: Any, site: Any) -> None:
    alert = town.alert("a", title="<b>水</b>发黄")
    facts.put(town.store, [BRIDGE], Origin.OWN, town.now)
    alert_facts.attach(town.store, alert, [KnownFact(fact=BRIDGE, score=0.9, matched=True)])
    page = site.get(f"/alerts/{alert.id}").text
    assert "/facts/one?key=bridge" in page and ">不实</span>" in page and BRIDGE.answer in page
    assert "已有事实 · 不实" in site.get("/").text
    begun = site.get(f"/facts/one?alert={alert.id}").text
    assert "&lt;b&gt;水&lt;/b&gt;发黄" in begun and "异味、河边" in begun


@pytest.mark.parametrize("path", ["/facts/one?key=nothing", "/facts/one?key=%00", "/facts/one?key=" + "长" * 2000])
def test_an_unknown_fact_is_not_found(town: Any, site: Any, path: str) -> None:
    assert site.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/facts/save", "/facts/remove"])
def test_without_the_token_nothing_is_changed(town: Any, site: Any, path: str) -> None:
    facts.put(town.store, [BRIDGE], Origin.OWN, town.now)
    values = {**typed(site, "?key=bridge"), "token": "x"}
    assert send(site, path, values).status_code == 403
    assert facts.current(town.store) == {"bridge": BRIDGE}


def test_two_claims_that_begin_alike_are_two_facts(town: Any, site: Any) -> None:
    assert send(site, "/facts/save", typed(site)).status_code == 303
    assert send(site, "/facts/save", typed(site, claim="老城区的水发黄！")).status_code == 303
    assert list(facts.current(town.store)) == ["老城区的水发黄", "老城区的水发黄-2"]
