"""Every saved page under tests/pages gives exactly what the JSON file next to it says."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pydantic import TypeAdapter

from crawlers.kinds import KINDS
from crawlers.kinds.base import Fetch, Outcome, Page, Refusal, Visit
from model.config import Source

PAGES = Path(__file__).resolve().parents[2] / "pages"
EXPECTED = sorted(PAGES.glob("*/*.expected.json"))
ZONE = ZoneInfo("Asia/Shanghai")
FETCHED = datetime(2026, 11, 24, 10, 30, tzinfo=ZONE)
SOURCE: TypeAdapter[Source] = TypeAdapter(Source)


def outcome_of(path: Path, case: dict[str, Any]) -> Outcome | Refusal:
    source = SOURCE.validate_python({"name": "来源", "kind": path.parent.name, **case["source"]})
    kind = KINDS[source.kind]
    fetch = Fetch(**case["fetch"]) if "fetch" in case else kind.start(source, case.get("known", {}))
    page = Page(
        url=case.get("final_url", fetch.url), status=case.get("status", 200), content_type="",
        charset=case.get("charset", ""), body=(path.parent / case["page"]).read_bytes(), fetched_at=FETCHED,
    )  # fmt: skip
    visit = Visit(markers=case.get("known", {}), oldest=FETCHED - timedelta(days=30), zone=ZONE)
    return kind.parse(source, fetch, page, visit)


def shown(outcome: Outcome | Refusal) -> dict[str, Any]:
    if isinstance(outcome, Refusal):
        return {"refusal": outcome.kind, "blocked": outcome.blocked}
    posts = [
        {
            "key": read.post.key, "url": read.post.url, "thread": read.post.thread,
            "thread_url": read.post.thread_url, "opener": read.post.opener, "title": read.post.title,
            "body": read.post.body, "precision": read.post.precision.value,
            "published_at": read.post.published_at.astimezone(ZONE).isoformat() if read.post.published_at else None,
            "speaker": read.speaker,
        }
        for read in outcome.reads
    ]  # fmt: skip
    follow = [{"url": one.url, "role": one.role, "page": one.page, "marker": one.marker} for one in outcome.follow]
    notes = [refusal.kind for refusal in outcome.refusals]
    return {"posts": posts, "follow": follow, "markers": dict(outcome.markers), "notes": notes}


@pytest.mark.parametrize("path", EXPECTED, ids=lambda p: f"{p.parent.name}/{p.name.split('.')[0]}")
def test_a_saved_page_gives_what_is_expected(path: Path) -> None:
    case = json.loads(path.read_text(encoding="utf-8"))
    assert shown(outcome_of(path, case)) == case["expected"]


def test_every_kind_has_saved_pages_and_every_page_is_used() -> None:
    cases = [(path, json.loads(path.read_text(encoding="utf-8"))) for path in EXPECTED]
    assert {path.parent.name for path, _ in cases} == set(KINDS)
    used = {path.parent / case["page"] for path, case in cases}
    pages = {path for path in PAGES.glob("*/*") if not path.name.endswith(".expected.json")}
    assert pages == used
