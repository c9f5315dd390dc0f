"""Dates as sites write them: right, or unknown."""

from __future__ import annotations

import html
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.reading.dates import first_date, read_date
from model.records import Precision

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 24, 10, 30, 20, tzinfo=ZONE)  # a Tuesday

MINUTES = {
    "刚刚": "2026-11-24 10:30:20",
    "30 秒前": "2026-11-24 10:29:50",
    "5&nbsp;分钟前": "2026-11-24 10:25:20",
    "半小时前": "2026-11-24 10:00:20",
    "两小时前": "2026-11-24 08:30:20",
    "一个半小时前": "2026-11-24 09:00:20",
    "3 小时前": "2026-11-24 07:30:20",
    "2 天,3 小时前": "2026-11-22 07:30:20",
    "昨天&nbsp;14:30": "2026-11-23 14:30:00",
    "前天 09:05": "2026-11-22 09:05:00",
    "昨晚8点": "2026-11-23 20:00:00",
    "昨晚12点": "2026-11-24 00:00:00",
    "今早7点半": "2026-11-24 07:30:00",
    "昨天下午3点20分": "2026-11-23 15:20:00",
    "2026-11-7 13:20": "2026-11-07 13:20:00",
    "2026/11/07 13:20": "2026-11-07 13:20:00",
    "发表于 2026-3-5 12:30:01": "2026-03-05 12:30:01",
    "2026年11月7日 星期六 下午3:05": "2026-11-07 15:05:00",
    "2026年11月7日13时20分": "2026-11-07 13:20:00",
    "来源:县报 2026-11-07 13:20 阅读 31": "2026-11-07 13:20:00",
    "11-20 13:20": "2026-11-20 13:20:00",
    "Tue, 24 Nov 2026 01:02:03 GMT": "2026-11-24 09:02:03",
    "Tue, 24 Nov 2026 09:02:03 +0800": "2026-11-24 09:02:03",
    "24 Nov 2026 09:02": "2026-11-24 09:02:00",
    "2026-11-23T23:59:01Z": "2026-11-24 07:59:01",
    "2026-11-23T23:59:01+08:00": "2026-11-23 23:59:01",
    "2026-11-23T23:59": "2026-11-23 23:59:00",
    "Nov. 7, 2026, 1:20 p.m.": "2026-11-07 13:20:00",
    "Nov. 7, 2026, 1 p.m.": "2026-11-07 13:00:00",
    "Sept. 7, 2026, midnight": "2026-09-07 00:00:00",
    "Nov. 7, 2026, noon": "2026-11-07 12:00:00",
    "November 7, 2026 at 1:20 pm": "2026-11-07 13:20:00",
    "11-23-2026, 07:46 PM": "2026-11-23 19:46:00",
    "Yesterday, 07:46 PM": "2026-11-23 19:46:00",
    "2 days, 3 hours ago": "2026-11-22 07:30:20",
    "an hour ago": "2026-11-24 09:30:20",
    "5m": "2026-11-24 10:25:20",
}
DAYS = {
    "昨天": "2026-11-23", "前天": "2026-11-22", "3 天前": "2026-11-21", "十天前": "2026-11-14",
    "上周五": "2026-11-20",
    "周五": "2026-11-20", "11月20日": "2026-11-20", "12月20日": "2025-12-20", "2026-11-7": "2026-11-07",
    "2026.11.7": "2026-11-07", "二〇二六年十一月七日": "2026-11-07", "昨晚": "2026-11-23",
    "7 November 2026": "2026-11-07", "2026-11-23T25:61:00Z": "2026-11-23",
    "发布时间：11-20": "2026-11-20", "更新于 11/20": "2026-11-20",
    "7 Nov": "2026-11-07", "7 Nov '25": "2025-11-07", "2 周前": "2026-11-10", "昨晚1点": "2026-11-23",
}  # fmt: skip
UNKNOWN = (
    "", "hello", "13:20", "2026", "第3天", "浏览 123 次", "2026-13-45", "2026-02-30 12:00", "几天前", "2027-01-01",
    "2019-01-01 08:00", "今天 23:00", "2026-11-24 10:45", "0000-00-00 00:00:00", "Thu, 01 Jan 1970 00:00:00 GMT",
    "99999999999999999999 天前",
)  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), MINUTES.items())
def test_a_minute_is_read(text: str, expected: str) -> None:
    wanted = datetime.fromisoformat(expected).replace(tzinfo=ZONE)
    assert read_date(html.unescape(text), NOW, ZONE) == (wanted, Precision.MINUTE)


@pytest.mark.parametrize(("text", "expected"), DAYS.items())
def test_a_day_is_read_as_a_day(text: str, expected: str) -> None:
    wanted = datetime.fromisoformat(expected).replace(tzinfo=ZONE)
    assert read_date(text, NOW, ZONE) == (wanted, Precision.DAY)


@pytest.mark.parametrize("text", UNKNOWN)
def test_unknown_beats_wrong(text: str) -> None:
    assert read_date(text, NOW, ZONE) == (None, Precision.NONE)


def test_a_minute_is_preferred_to_a_day() -> None:
    assert first_date(["", "2026-11-20", "2026-11-20 08:00"], NOW, ZONE)[1] is Precision.MINUTE
    assert first_date(["", "2026-11-20"], NOW, ZONE)[1] is Precision.DAY
    assert first_date([], NOW, ZONE) == (None, Precision.NONE)


@given(st.text(max_size=60))
def test_any_text_gives_a_plausible_moment_or_none(text: str) -> None:
    when, precision = read_date(text, NOW, ZONE)
    assert (when is None) == (precision is Precision.NONE)
    assert when is None or NOW - timedelta(days=732) < when <= NOW + timedelta(minutes=10)


@given(st.from_regex(r"(?:19|20)[0-9]{2}-[0-9]{1,2}-[0-9]{1,2} [0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?", fullmatch=True))
def test_the_plain_form_is_read_like_any_other(stamp: str) -> None:
    """It goes a shorter way; a space before it takes it the long one."""
    assert read_date(stamp, NOW, ZONE) == read_date(f" {stamp}", NOW, ZONE)
