"""A town with stories, alerts, posts and a digest on disk, and the real command to export them."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from alerts.digest.build import build
from alerts.run import alert
from cli import huisheng
from model.config import Config, load
from model.errors import ConfigError, HuishengError, UsageError
from model.records import Label, ScoredPost, Story, WatchHit
from store import digests, posts, scores
from store.database import Store, open_store


@dataclass(frozen=True)
class Ran:
    exit_code: int
    stdout: bytes
    stderr: str


@dataclass
class Desk:
    """Where exports are ordered."""

    folder: Path
    store: Store
    config: Config

    def run(self, *arguments: str) -> Ran:
        """`huisheng export …`"""
        path = str(self.folder / "config.yaml")
        result = CliRunner().invoke(huisheng, ["export", *arguments, "--config", path])
        if isinstance(result.exception, HuishengError):
            code = 2 if isinstance(result.exception, ConfigError | UsageError) else 1
            return Ran(code, result.stdout_bytes, result.stderr + str(result.exception))
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return Ran(result.exit_code, result.stdout_bytes, result.stderr)

    def lines(self, *arguments: str) -> list[dict[str, Any]]:
        """The rows of an export in JSON Lines."""
        ran = self.run(*arguments)
        assert ran.exit_code == 0, ran.stderr
        return [json.loads(line) for line in ran.stdout.decode().splitlines()]

    def file(self, *arguments: str, name: str) -> Path:
        """The file of an export."""
        path = self.folder / name
        ran = self.run(*arguments, "--out", str(path))
        assert ran.exit_code == 0, ran.stderr
        return path


@pytest.fixture
def desk(tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr("commands.export.now", lambda: now)
    text = (
        "association: {name: 志愿者协会, town: 永康, contact: mailto:help@xiehui.cn}\ndatabase: town.db\n"
        "topics: {drowning: {title: 溺水, words: [溺水], level: life}}\n"
    )
    (tmp_path / "config.yaml").write_text(text, encoding="utf-8")
    with open_store(tmp_path / "town.db") as store:
        yield Desk(tmp_path, store, load(tmp_path / "config.yaml", {}))


@pytest.fixture
def told(desk: Desk, tell: Callable[..., Story], now: datetime) -> Desk:
    """Three stories: of many, of a single voice, of unknown speakers; with their alerts and a digest."""
    tell(desk.store, "s1", threads=5, voices=7)
    tell(
        desk.store, "s2", threads=1, voices=1, kind="watch", topic="drowning", title="溺水:水库有孩子落水",
        opened_at=now - timedelta(days=1, hours=2),
    )  # fmt: skip
    tell(desk.store, "s3", threads=4, voices=4, voices_known=False, title="水管爆了")
    alert(desk.store, desk.config, now)
    digest = build(desk.store, desk.config, now, now.astimezone(desk.config.zone).date())
    digests.save(desk.store, digest, now)
    return desk


@pytest.fixture(scope="session")
def caught(make_post: Callable[..., Any]) -> Callable[..., None]:
    """Store a post that the topic `drowning` caught."""

    def stored(store: Store, key: str, thread: str, body: str, **more: Any) -> None:
        (identifier,) = posts.save(store, [make_post(key, thread, body=body, **more)])
        hit = WatchHit(topic="drowning", term="溺水", text="溺水", start=0, end=2, field="text")
        score = ScoredPost(
            post_id=identifier, words=(), sentiment=0.5, confidence=0.0, label=Label.NEUTRAL, watch=(hit,), cues=(),
            places=(), duplicate_of=None, engine="weights", scores={},
        )  # fmt: skip
        scores.save(store, [score])

    return stored


@pytest.fixture(scope="session")
def sheet_xml() -> Callable[[Path], str]:
    """Everything inside a workbook as text."""

    def read(path: Path) -> str:
        with zipfile.ZipFile(path) as packed:
            return "\n".join(packed.read(name).decode("utf-8") for name in packed.namelist())

    return read
