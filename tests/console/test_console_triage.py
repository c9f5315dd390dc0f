"""The forms of triage over real HTTP, as a browser without scripts sends them; and who may not send one."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any
from urllib.parse import urlencode

import pytest
import requests

from alerts.answers.doubts import Doubt
from alerts.decide import decide
from alerts.triage.decisions import Wish
from model.config import Config
from model.records import State
from model.verdicts import DUTY, Decision, Reason
from store import alerts, audit, verdicts

FORM = "application/x-www-form-urlencoded"


def fields(page: requests.Response, form: int = -1) -> list[tuple[str, str]]:
    """The hidden fields of a form of triage on a page."""
    forms = re.findall(r"<form[^>]*/triage.*?</form>", page.text, re.DOTALL)
    part = forms[form]
    return [
        (unescape(name), unescape(value))
        for name, value in re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', part)
    ]


def send(site: Any, values: Any, **headers: str) -> requests.Response:
    sent = {"Content-Type": FORM, "Origin": "null", "Sec-Fetch-Site": "same-origin", "Accept-Language": "zh-CN"}
    return requests.post(
        f"{site.address}/triage", urlencode(values), timeout=20, allow_redirects=False,
        headers={**sent, **{name.replace("_", "-"): value for name, value in headers.items()}},
    )  # fmt: skip


def state(town: Any, alert: Any) -> State:
    found = alerts.get(town.store, alert.id)
    assert found is not None
    return found.state


def test_take_on_the_page_of_an_alert_and_back(town: Any, site: Any) -> None:
    alert = town.alert("a")
    page = site.get(f"/alerts/{alert.id}")
    done = send(site, [*fields(page), ("by", "A3"), ("decision", "take")])
    assert (done.status_code, done.headers["Location"]) == (303, f"/alerts/{alert.id}?done=1")
    assert state(town, alert) is State.CHECKING
    page = site.get(done.headers["Location"])
    assert "A3 接手核实" in page.text and "核实中" in page.text
    undone = send(site, [*fields(page, 0), ("decision", "undo")])
    assert undone.status_code == 303 and state(town, alert) is State.NEW
    assert [item.role for item in verdicts.of_alert(town.store, alert.id)] == ["A3", DUTY]
    assert [entry.action for entry in audit.latest(town.store)] == ["alert.undo", "alert.take"]


def test_one_reason_for_many_and_undo(town: Any, site: Any) -> None:
    chosen = [town.alert(name) for name in "abc"]
    page = site.get()
    ticked = [("id", str(alert.id)) for alert in chosen[:2]]
    done = send(site, [*fields(page), *ticked, ("decision", "dismiss"), ("reason", "ad"), ("by", "")])
    assert done.headers["Location"] == "/?done=1"
    assert [state(town, alert) for alert in chosen] == [State.DISMISSED, State.DISMISSED, State.NEW]
    page = site.get(done.headers["Location"])
    assert "已记下，共 2 条：值班人员 排除：广告" in page.text
    send(site, [*fields(page, 0), ("decision", "undo")])
    assert [state(town, alert) for alert in chosen] == [State.NEW] * 3
    assert "撤销</button>" not in site.get("/?done=1").text  # nothing left to take back


@pytest.mark.parametrize(
    ("decision", "more", "after"),
    [
        ("answer", {"note": "问过学校,是演习。"}, State.CHECKING),
        ("snooze", {"days": "3"}, State.SNOOZED),
        ("merge", {"into": "2"}, State.MERGED),
        ("dismiss", {"reason": "joke"}, State.DISMISSED),
    ],
)
def test_every_step_has_a_form(town: Any, site: Any, decision: str, more: dict[str, str], after: State) -> None:
    alert, _ = town.alert("a"), town.alert("b", title="另一件事")
    page = site.get(f"/alerts/{alert.id}")
    assert f'value="{decision}"' in page.text
    done = send(site, [*fields(page), ("decision", decision), *more.items()])
    assert done.status_code == 303 and state(town, alert) is after
    text = site.get(done.headers["Location"]).text
    assert more.get("note", "") in text
    assert ("河边 异味" in site.get("/alerts/2").text) is (decision == "merge")


def test_what_looks_personal_is_asked_about_before_it_is_approved(
    town: Any, config: Config, opened: Callable[..., Any]
) -> None:
    alert = town.alert("a")
    path = f"/alerts/{alert.id}"

    def proofread(text: str) -> list[Doubt]:
        return [Doubt("mobile", number) for number in re.findall(r"1\d{10}", text)]

    with opened(config, proofread=proofread) as site:

        def sent(decision: str, **more: str) -> requests.Response:
            return send(site, [*fields(site.get(path)), ("decision", decision), *more.items()])

        assert sent("answer", note="有事打 13812345678。", by="A3").status_code == 303
        asked = sent("approve", by="B1")
        assert asked.status_code == 200 and "手机号“13812345678”" in asked.text
        assert "等第二个人同意" in site.get(path).text
        again = [*fields(asked, 0), ("sure", "yes")]
        assert ("by", "B1") in again and send(site, again).status_code == 303
        assert "B1 已同意" in site.get(path).text


def test_from_a_written_answer_to_a_published_one(town: Any, site: Any) -> None:
    alert = town.alert("a")
    path = f"/alerts/{alert.id}"

    def sent(decision: str, **more: str) -> requests.Response:
        return send(site, [*fields(site.get(path)), ("decision", decision), *more.items()])

    assert "正在核实" in site.get(path).text and "什么时候的事" in site.get(path).text
    assert sent("answer", note="问过供水公司，没有停水。", by="A3").status_code == 303
    page = site.get(path)
    assert "（自拟）" in page.text and "等第二个人同意" in page.text and 'id="copy"' not in page.text
    assert site.get(f"{path}/card.png").status_code == 404
    assert sent("approve", by="A3").status_code == 409
    assert sent("approve", by="B1").status_code == 303 and state(town, alert) is State.CHECKING
    page = site.get(path)
    assert 'id="copy"' in page.text and 'src="/static/copy.js"' in page.text
    assert site.get("/static/copy.js").status_code == 200
    assert sent("publish", url="不是网址").status_code == 409
    done = sent("publish", url="https://xiehui.test/1", by="A3")
    assert done.status_code == 303 and state(town, alert) is State.ANSWERED
    page = site.get(done.headers["Location"])
    assert "已公开：https://xiehui.test/1" in page.text and "不代表因果" in page.text
    send(site, [*fields(page, 0), ("decision", "undo")])
    assert state(town, alert) is State.CHECKING


def test_who_comes_second_is_told(town: Any, site: Any, config: Any) -> None:
    alert = town.alert("a")
    page = site.get()
    decide(town.store, config, [alert.id], Wish(decision=Decision.TAKE, role="B1"), town.now)
    late = send(site, [*fields(page), ("id", str(alert.id)), ("decision", "dismiss"), ("reason", "ad")])
    assert late.status_code == 409 and state(town, alert) is State.CHECKING
    assert "刚刚被别人处理过（11-24 09:05 B1 接手核实），你的这一步没有生效" in late.text


def test_an_opinion_is_asked_twice(town: Any, site: Any) -> None:
    alert = town.alert("a")
    page = site.get(f"/alerts/{alert.id}")
    asked = send(site, [*fields(page), ("decision", "dismiss"), ("reason", Reason.OPINION.value), ("by", "A3")])
    assert asked.status_code == 200 and "确定是意见或批评吗" in asked.text and state(town, alert) is State.NEW
    done = send(site, [*fields(asked), ("sure", "yes")])
    assert done.status_code == 303 and state(town, alert) is State.DISMISSED
    for path in ("/", f"/alerts/{alert.id}", done.headers["Location"]):
        assert "异味" not in site.get(path).text
    assert "撤销</button>" not in site.get(done.headers["Location"]).text


@pytest.mark.parametrize(
    ("more", "status", "words"),
    [
        ([("decision", "take")], 400, "没有勾选任何警报"),
        ([("decision", "take"), ("id", "999")], 400, "没有勾选任何警报"),
        ([("decision", "shout"), ("id", "1")], 400, "不认识这一步"),
        ([("decision", "take"), ("id", "1"), ("by", "张三")], 400, "不写真名"),
        ([("decision", "dismiss"), ("id", "1"), ("reason", "x")], 409, "要选一个原因"),
        ([("decision", "snooze"), ("id", "1"), ("days", "9999")], 409, "时间要在现在之后"),
        ([("decision", "merge"), ("id", "1"), ("into", "１")], 409, "要写上另一条警报的编号"),
    ],
)
def test_a_form_that_cannot_be_used(
    town: Any, site: Any, more: list[tuple[str, str]], status: int, words: str
) -> None:
    alert = town.alert("a")
    answer = send(site, [*fields(site.get()), *more])
    assert answer.status_code == status and words in answer.text
    assert state(town, alert) is State.NEW


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec_Fetch_Site": "cross-site"}, 403),
        ({"Sec_Fetch_Site": "same-site"}, 403),
        ({"Origin": "https://evil.test"}, 403),
        ({"Host": "evil.test"}, 400),
        ({"Content_Type": "text/plain"}, 415),
        ({"Content_Type": "multipart/form-data; boundary=x"}, 415),
    ],
)
def test_a_page_elsewhere_cannot_send_a_form(town: Any, site: Any, headers: dict[str, str], status: int) -> None:
    alert = town.alert("a")
    values = [*fields(site.get(f"/alerts/{alert.id}")), ("decision", "take")]
    assert send(site, values, **headers).status_code == status and state(town, alert) is State.NEW
    assert send(site, values).status_code == 303


@pytest.mark.parametrize("token", ["", "x", "字" * 20])
def test_without_the_token_of_this_console_nothing_is_done(town: Any, site: Any, token: str) -> None:
    alert = town.alert("a")
    values = [(name, value) for name, value in fields(site.get()) if name != "token"]
    answer = send(site, [*values, ("token", token), ("id", str(alert.id)), ("decision", "take")])
    assert answer.status_code == 403 and "这个表单已经过期" in answer.text and state(town, alert) is State.NEW


def test_only_a_small_form_by_post(town: Any, site: Any) -> None:
    assert site.get("/triage").status_code == 405
    assert send(site, [("token", "x" * 70_000)]).status_code == 413


def test_the_way_back_stays_inside(town: Any, site: Any) -> None:
    alert = town.alert("a")
    values = dict(fields(site.get(f"/alerts/{alert.id}")))
    done = send(site, {**values, "back": "//evil.test", "decision": "take"})
    assert done.headers["Location"].startswith("/?done=")
