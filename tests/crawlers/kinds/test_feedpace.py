"""How often a feed wants to be read."""

from __future__ import annotations

from datetime import timedelta

import pytest

from crawlers.kinds.feedpace import wish_of
from model.pace import Wish

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def rss(channel: str, items: str = "<item><title>一</title></item>", after: str = "") -> str:
    return f'<rss version="2.0"><channel><title>城事</title>{channel}{items}{after}</channel></rss>'


@pytest.mark.parametrize(("channel", "wish"), [
    ("", Wish()),
    ("<ttl>60</ttl>", Wish(ttl=HOUR)),
    ("<ttl> 5 </ttl>", Wish(ttl=timedelta(minutes=5))),
    ("<ttl>soon</ttl><ttl>-5</ttl>", Wish()),
    ("<sy:updatePeriod>\n\thourly\t</sy:updatePeriod><sy:updateFrequency>\n1 </sy:updateFrequency>",
     Wish(period=HOUR)),  # WordPress
    ("<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>", Wish(period=6 * HOUR)),
    ("<sy:updatePeriod>weekly</sy:updatePeriod>", Wish(period=7 * DAY)),
    ("<sy:updateFrequency>2</sy:updateFrequency>", Wish(period=12 * HOUR)),
    ("<sy:updatePeriod>now</sy:updatePeriod>", Wish()),
    ("<sy:updateFrequency>0</sy:updateFrequency>", Wish()),
    ("<skipHours><hour>0</hour><hour>24</hour><hour>5</hour><hour>77</hour></skipHours>", Wish(skip_hours=(0, 5))),
    ("<skipDays><day>Saturday</day><day>Sunday</day><day>Someday</day></skipDays>", Wish(skip_days=(5, 6))),
    ("<skipHours>" + "".join(f"<hour>{n}</hour>" for n in range(24)) + "</skipHours>", Wish()),
])  # fmt: skip
def test_what_a_channel_wishes(channel: str, wish: Wish) -> None:
    assert wish_of(rss(channel)) == wish
    assert wish_of(rss("", after=channel)) == wish


def test_the_words_of_an_item_are_no_wish() -> None:
    items = "<item><description>&lt;ttl&gt;</description><ttl>600</ttl></item><item><ttl>700</ttl></item>"
    assert wish_of(rss("", items)) == Wish()


def test_a_flood_is_read_in_no_time() -> None:
    assert wish_of(rss("<skipHours>" * 50_000, "<item>" * 50_000)) == Wish()
