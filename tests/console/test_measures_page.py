"""The page of measures: figures by week and by topic, and none when there is nothing to measure."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from model.records import AlertEvent
from store import alerts

HOUR = timedelta(hours=1)


def rows(page: Any) -> list[list[str]]:
    """The cells of each row of a table's body."""
    bodies = re.findall(r"<tbody>(.*?)</tbody>", page.text, re.DOTALL)
    return [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for body in bodies for row in body.split("</tr>")[:-1]]


def test_figures_by_week_and_topic(town: Any, site: Any) -> None:
    answered = town.alert("a", topic="water", hours=(1, 6))
    town.alert("b", hours=(2,))
    for what, hours in (("take", 2), ("publish", 4)):
        event = AlertEvent(alert_id=answered.id, at=answered.opened_at + hours * HOUR, what=what, detail="")
        alerts.add_event(town.store, event)
    page = site.get("/measures")
    assert page.status_code == 200 and 'aria-current="page"' in page.text
    found = rows(page)
    assert len(found) == 8 + 2
    assert found[0][1:] == ["2", "1", "0", "100%", "0 分钟", "2 小时", "4 小时"]
    assert found[1][1:] == ["0", "0", "0", "—", "—", "—", "—"]
    assert [row[0] for row in found[8:]] == ["自己发现的话题", "用水"]


def test_nothing_to_measure_is_said(town: Any, site: Any) -> None:
    page = site.get("/measures?lang=en")
    assert "No alert in the last 8 weeks." in page.text and "<table" not in page.text
