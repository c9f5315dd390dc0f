"""What a coordinator sees on each page, over real HTTP. The clock stands at 24 November, 09:05 in the town."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from model.facts import Fact, FactChange, FactStep, FactVerdict
from model.records import AlertEvent, Evidence, Level, State
from store import alerts, digests, health

HOUR = timedelta(hours=1)


def words(page: Any) -> str:
    """The text of a page as it is read, white space squeezed."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page.text))


def test_the_most_urgent_comes_first_and_then_the_newest(town: Any, site: Any) -> None:
    for name, level in (("a", Level.NORMAL), ("b", Level.URGENT), ("c", Level.NORMAL), ("d", Level.LIFE)):
        town.alert(name, title=f"话题{name}", level=level)
    town.alert("e", title="消退的话题", state=State.FADED, closed_at=town.now - HOUR)
    page = site.get()
    assert re.findall(r"话题(\w)</a></h2>", page.text) == ["d", "b", "c", "a"]
    assert "消退的话题" in page.text.split("最近结束的")[1]


def test_a_card_says_what_and_why(town: Any, site: Any) -> None:
    town.alert(
        "a", title="河边 异味", level=Level.URGENT, why="两个网站都在说河边的味道。", hours=(2, 4, 5), expected=0.3
    )
    text = words(site.get())
    for piece in (
        "紧急", "未核实", "河边 异味", "两个网站都在说河边的味道。", "3 个帖子", "3 人发言", "2 个来源",
        "平时约 0.3 个，现在 3 个", "发现于 5 小时前（11月24日 04:05）",
    ):  # fmt: skip
        assert piece in text, piece


def test_marks_that_say_nothing_are_left_out(town: Any, site: Any) -> None:
    town.alert("a", state=State.NEW)
    town.alert("b", state=State.CHECKING)
    badges = re.findall(r'<span class="badge \w+">([^<]*)<', site.get().text)
    assert badges == ["核实中", "未核实", "未核实"]


def test_an_alert_that_has_not_changed_is_not_called_updated(town: Any, site: Any) -> None:
    alert = town.alert("a", hours=(1,))
    assert "更新于" not in words(site.get(f"/alerts/{alert.id}"))


def test_unknown_voices_are_said_to_be_unknown(town: Any, site: Any) -> None:
    town.alert("a", voices=3, voices_known=False)
    assert "按帖子计，发言人数未知" in words(site.get())
    assert "3 人发言" not in words(site.get())


def test_a_single_voice_is_marked(town: Any, site: Any) -> None:
    alert = town.alert("a", level=Level.LIFE, hours=(1,), voices=1)
    assert "单一来源，未核实" in words(site.get())
    assert "单一来源，未核实" in words(site.get(f"/alerts/{alert.id}"))


def test_nothing_new_is_said_with_what_ran_last(town: Any, site: Any) -> None:
    town.ran("crawl", town.now - timedelta(minutes=12))
    town.ran("alert", town.now - timedelta(minutes=8))
    text = words(site.get())
    assert "现在没有新的警报" in text
    assert "最后一次运行：更新警报 7 分钟前（11月24日 08:57）" in text
    assert "比计划晚了很多" not in text


def test_a_timetable_that_stands_still_is_told(town: Any, site: Any) -> None:
    town.ran("crawl", town.now - 5 * HOUR)
    assert "上一次读取来源是 4 小时前，比计划晚了很多" in words(site.get())


def test_the_learning_time_is_counted(town: Any, site: Any) -> None:
    town.learnt(0)
    assert "学习中，第 1/21 天" in words(site.get())
    town.learnt(4)
    assert "学习中，第 4/21 天" in words(site.get())
    town.learnt(20)
    assert "学习中，第 20/21 天" in words(site.get("/sources"))
    town.learnt(21)
    assert "学习中" not in words(site.get())


def test_one_alert_shows_its_ground(town: Any, site: Any) -> None:
    alert = town.alert("a", topic="water", terms=("自来水", "发黄"), hours=(1, 1, 30), expected=0.01)
    alerts.add_event(
        town.store, AlertEvent(alert_id=alert.id, at=town.now, what="updated", detail="帖子从 2 个增加到 3 个")
    )
    page = site.get(f"/alerts/{alert.id}")
    text = words(page)
    for piece in (
        "平时的帖子（24 小时）几乎没有",
        "约 160,000 分之一",
        "自来水",
        "发黄",
        "供水公司值班室",
        "帖子从 2 个增加到 3 个",
        "没有人核实",
    ):
        assert piece in text, piece
    assert text.count("有没有人闻到河边的味道") == 3
    # Two threads spoke an hour ago, one thirty hours ago.
    assert re.findall(r"<title>([^<]*)</title></rect>", page.text) == [
        "11月23日 03:00 · 1 个帖子", "11月24日 08:00 · 2 个帖子",
    ]  # fmt: skip


def test_evidence_is_grouped_by_source_with_thread_links_that_tell_nothing(town: Any, site: Any) -> None:
    alert = town.alert("a", hours=(1, 2, 3))
    page = site.get(f"/alerts/{alert.id}")
    assert re.findall(r"<h3>(\S+) ", page.text) == [town.board, town.news]
    links = re.findall(r'<a href="(https?://[^"]+)" target="_blank" rel="noopener noreferrer"', page.text)
    assert links == [
        "https://bbs.example.org/thread-a0", "https://bbs.example.org/thread-a2", "https://news.example.org/thread-a1",
    ]  # fmt: skip
    assert page.text.count("https://") == 3  # nothing else leads outside, and nothing is loaded from there


def test_an_ended_alert_keeps_its_page(town: Any, site: Any) -> None:
    alert = town.alert("a", hours=(80, 81), state=State.FADED, closed_at=town.now - 8 * HOUR)
    text = words(site.get(f"/alerts/{alert.id}"))
    assert "未处理已消退" in text and "结束于 8 小时前" in text
    assert "最多时一小时 1 个帖子" not in text and "最近 72 小时没有新的发言" in text


def test_the_latest_digest_and_the_one_before(town: Any, site: Any) -> None:
    first = town.alert("a", title="第一件事")
    second = town.alert("b", title="第二件事")
    town.digest(date(2026, 11, 23), first)
    town.digest(date(2026, 11, 24), second)
    latest, earlier = words(site.get("/digest")), words(site.get("/digest/2026-11-23"))
    assert "11月24日日报" in latest and "第二件事" in latest and "第一件事" not in latest
    assert "11月23日日报" in earlier and "第一件事" in earlier
    assert "← 11月23日" in latest and "11月24日 →" in earlier
    for piece in (
        "从 11月23日 07:30 到 11月24日 07:30",
        "另有 1 个话题涉及个人，未展示",
        "失败 永安晚报",
        "网站没有按时回答",
        "212",
    ):
        assert piece in latest, piece


def test_corrections_stand_before_everything_else(town: Any, site: Any) -> None:
    town.digest(date(2026, 11, 24), town.alert("a", title="第一件事"))
    digest = digests.latest(town.store)
    assert digest is not None
    was = Fact(key="桥", claim="大桥要塌", verdict=FactVerdict.UNCLEAR, answer="正在查。")
    now = replace(was, verdict=FactVerdict.FALSE, answer="<b>没有</b>这回事。")
    change = FactChange(at=town.now, step=FactStep.CHANGED, before=was, after=now)
    digests.save(town.store, replace(digest, corrections=(change,)), town.now)
    page = site.get("/digest")
    assert "大桥要塌：原来的答复是“待核实”，现在改为“不实”。" in words(page)
    assert "&lt;b&gt;没有" in page.text and page.text.index("更正") < page.text.index("第一件事")


def test_no_digest_yet_says_when(town: Any, site: Any) -> None:
    text = words(site.get("/digest"))
    assert "还没有日报" in text and "07:30" in text and "huisheng digest" in text


def test_sources_are_told_in_words(town: Any, site: Any) -> None:
    for source in (town.board, town.news):
        town.visited(source, town.now - timedelta(days=3))
    town.visited(town.board, town.now - timedelta(minutes=7))
    town.visited(town.news, town.now - timedelta(minutes=6), ok=False)
    for hours in (1, 2, 3, 30):
        town.said(town.board, f"t{hours}", town.now - hours * HOUR)
    town.trouble(town.news, "网站没有按时回答：https://news.example.org/list", town.now - timedelta(minutes=6))
    town.trouble(None, "磁盘快满了", town.now - HOUR)
    text = words(site.get("/sources"))
    assert "1 个来源需要看一看" in text
    assert text.index("读取失败") < text.index("正常 永安论坛")
    for piece in (
        "上次成功7 分钟前（11月24日 08:58）", "上次成功3 天前（11月21日 09:05）",
        "最新一条1 小时前（11月24日 08:05）",
        "下次读取11月24日 09:28 每 30 分钟一次（设置里的 every）", "下次读取11月24日 09:29", "3 条 正常 2–500",
        "网站没有按时回答：https://news.example.org/list", "其他问题 失败 磁盘快满了",
    ):  # fmt: skip
        assert piece in text, piece


def test_a_source_that_is_not_as_it_used_to_be(town: Any, site: Any) -> None:
    town.visited(town.board, town.now - timedelta(days=3))
    town.visited(town.board, town.now - timedelta(minutes=7))
    for hours in (1, 2, 3):
        town.said(town.board, f"t{hours}", town.now - hours * HOUR)
    found = {"dates-missing": {"share": "40%", "usual": "98%"}}
    health.note(town.store, town.board, found, town.now - HOUR, timedelta(days=1))
    text = words(site.get("/sources"))
    assert "和平常不一样 永安论坛" in text and "只有 40% 的帖子读到了时间（平常 98%）" in text
    assert "huisheng source try" in text


def test_health_in_plain_text(town: Any, site: Any) -> None:
    assert site.get("/healthz").text == "ok\nno run yet\n"
    town.ran("crawl", town.now - HOUR, ok=False)
    town.ran("analyse", town.now - HOUR)
    page = site.get("/healthz")
    assert page.headers["content-type"].startswith("text/plain")
    assert page.text == "ok\ncrawl 2026-11-24T00:05:40Z failed\nanalyse 2026-11-24T00:05:40Z ok\n"


def test_before_anything_ran_it_says_what_to_run(config: Any, site: Any) -> None:
    for path in ("/", "/alerts/1", "/digest", "/sources"):
        page = site.get(path)
        assert page.status_code == 200 and "huisheng cycle" in page.text
    assert site.get("/healthz").text == "ok\nno run yet\n"
    assert not config.database.exists()  # looking creates nothing


def test_a_long_excerpt_is_cut_and_a_dangerous_link_is_no_link(town: Any, site: Any) -> None:
    evidence = (
        Evidence(source="甲", thread_url="javascript:alert(1)", excerpt="长" * 90, posts=1, seen_at=town.now),
        Evidence(source="乙", thread_url="https://a.cn/t", excerpt="", posts=1, seen_at=town.now),
    )
    page = site.get(f"/alerts/{town.alert('a', evidence=evidence).id}")
    assert "javascript:" not in page.text
    assert "长" * 39 + "…" in page.text and "长" * 40 not in page.text
    assert "（没有可摘录的文字）" in page.text
