"""How long a reply says that it stays fresh."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from crawlers.manners.freshness import fresh_for

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(("headers", "minutes"), [
    ({}, 0),
    ({"cache-control": "max-age=600"}, 10),
    ({"cache-control": "public, max-age=600, must-revalidate"}, 10),
    ({"cache-control": "Max-Age=\"600\""}, 10),
    ({"cache-control": "max-age=600", "age": "300"}, 5),
    ({"cache-control": "max-age=600", "age": "900"}, 0),
    ({"cache-control": "max-age=600", "age": "soon"}, 10),
    ({"cache-control": "s-maxage=600"}, 0),  # for caches between us and the site
    ({"cache-control": "no-cache, max-age=600"}, 0),
    ({"cache-control": "private, no-store"}, 0),
    ({"cache-control": "max-age=-5"}, 0),
    ({"cache-control": "max-age=99999999999999"}, 0),
    ({"cache-control": "max-age=9999999999"}, 31 * 24 * 60),
    ({"expires": "Fri, 20 Nov 2026 12:30:00 GMT"}, 30),
    ({"expires": "Fri, 20 Nov 2026 12:30:00 GMT", "date": "Fri, 20 Nov 2026 12:20:00 GMT"}, 10),
    ({"expires": "Fri, 20 Nov 2026 12:30:00 GMT", "cache-control": "max-age=60"}, 1),
    ({"expires": "0"}, 0),
    ({"expires": "Thu, 19 Nov 1981 08:52:00 GMT"}, 0),  # PHP with a session
])  # fmt: skip
def test_how_long(headers: dict[str, str], minutes: int) -> None:
    assert fresh_for(headers, NOW) == timedelta(minutes=minutes)
