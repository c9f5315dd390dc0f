"""A town as it may look on a bad day, and a look at it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from checkup.case import admit
from checkup.finding import Finding, Grade
from checkup.repair import Done, mend
from checkup.run import look
from model.records import Issue, Post, Precision, Severity
from store import crawling, posts, runs
from store.database import open_store

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
HEAD = """\
association: {name: 协会, town: 永康, contact: "mailto:help@xiehui.cn"}
database: town.db
digest: {folder: digests}
topics: {drowning: {words: [溺水]}}
"""
SOURCES = 'sources: [{name: 论坛, kind: feed, url: "https://bbs.town.cn/rss", healthy: {newest_within: 24h}}]\n'
CHANNELS = "channels: [{name: 群, kind: webhook, url: 'https://hook.town.cn/s'}]\n"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SOURCE = '{name: 论坛, kind: feed, url: "https://bbs.town.cn/rss"}'


@dataclass
class Town:
    """`text` is what follows the head of config.yaml."""

    folder: Path
    text: str = ""
    environment: dict[str, str] = field(default_factory=dict)
    now: datetime = NOW

    @property
    def config(self) -> Path:
        return self.folder / "config.yaml"

    @property
    def database(self) -> Path:
        return self.folder / "town.db"

    def write(self, text: str, *, head: str = HEAD) -> None:
        self.text = text
        self.config.write_text(head + text, encoding="utf-8")

    def look(self) -> dict[str, Finding]:
        """What is found, by name; of two equal names the gravest."""
        if not self.config.exists():
            self.write(self.text)
        case = admit(self.config, self.now, self.environment)
        found: dict[str, Finding] = {}
        order = list(Grade)
        for group in look(case):
            for finding in group.findings:
                known = found.get(finding.name)
                if known is None or order.index(finding.grade) > order.index(known.grade):
                    found[finding.name] = finding
        case.close()
        return found

    def repair(self) -> list[Done]:
        case = admit(self.config, self.now, self.environment)
        findings = [finding for group in look(case) for finding in group.findings]
        case.close()
        return mend(case, findings)

    def visited(self, *, ok: bool, ago: timedelta, not_before: timedelta | None = None) -> None:
        with open_store(self.database) as store:
            later = self.now + not_before if not_before else None
            crawling.visited(store, "论坛", self.now - ago, ok=ok, not_before=later)

    def failed(self, kind: str, message: str, *, ago: timedelta) -> None:
        with open_store(self.database) as store:
            run = runs.start(store, "crawl", self.now - ago)
            runs.finish(store, run, self.now - ago, ok=False, counts={})
            issue = Issue(
                run_id=run, source="论坛", severity=Severity.ERROR, kind=kind, message=message, at=self.now - ago
            )
            runs.add_issue(store, issue)

    def ran(self, job: str, *, ago: timedelta, ok: bool = True, ended: bool = True) -> None:
        with open_store(self.database) as store:
            run = runs.start(store, job, self.now - ago)
            if ended:
                runs.finish(store, run, self.now - ago, ok=ok, counts={})

    def said(self, *keys: str, ago: timedelta) -> None:
        at = self.now - ago
        with open_store(self.database) as store:
            posts.save(store, [
                Post(source="论坛", key=key, url=f"https://bbs.town.cn/{key}", thread=key,
                     thread_url=f"https://bbs.town.cn/{key}", opener=True, title="", body=f"帖子{key}",
                     published_at=at, precision=Precision.MINUTE, fetched_at=at)
                for key in keys
            ])  # fmt: skip


@pytest.fixture
def town(tmp_path: Path) -> Town:
    return Town(tmp_path)


@pytest.fixture
def languages(town: Town) -> Callable[[str], Mapping[str, Finding]]:
    """The same look in another language."""

    def looked(language: str) -> Mapping[str, Finding]:
        town.write(f"{town.text}\nlanguage: {language}\n")
        return town.look()

    return looked


@pytest.fixture
def busy(town: Town) -> Town:
    """One source, one channel, visited an hour ago."""
    town.write(SOURCES + CHANNELS)
    town.visited(ok=True, ago=10 * DAY)
    town.said("1", ago=HOUR)
    town.visited(ok=True, ago=timedelta(minutes=5))
    for job in ("crawl", "cycle", "digest"):
        town.ran(job, ago=timedelta(minutes=5))
    return town
