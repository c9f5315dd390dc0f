"""A town without sources, and a file to import into it through the real command."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli import huisheng
from model.errors import ConfigError, HuishengError, UsageError
from model.records import Post
from store import posts
from store.database import open_store

NOW = datetime(2026, 11, 25, 4, 0, tzinfo=UTC)
HEAD = "source,key,url,thread,title,body,published_at,fetched_at\n"


@dataclass(frozen=True)
class Ran:
    """How a command ended, as `cli.main` would tell."""

    exit_code: int
    stdout: str
    stderr: str


@dataclass
class Town:
    """A folder with a config.yaml."""

    folder: Path

    def run(self, content: str | bytes, *options: str, name: str = "posts.csv") -> Ran:
        """Write `content` to a file and import it."""
        path = self.folder / name
        path.write_bytes(content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content)
        config = str(self.folder / "config.yaml")
        result = CliRunner().invoke(huisheng, ["import", str(path), "--config", config, *options])
        if isinstance(result.exception, HuishengError):
            code = 2 if isinstance(result.exception, ConfigError | UsageError) else 1
            return Ran(code, result.stdout, result.stderr + str(result.exception))
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return Ran(result.exit_code, result.stdout, result.stderr)

    def posts(self) -> list[Post]:
        """Everything stored, oldest first."""
        with open_store(self.folder / "town.db") as store:
            return posts.page(store, limit=10_000)[::-1]

    def dump(self) -> list[tuple[object, ...]]:
        """The rows of what an import may touch."""
        with open_store(self.folder / "town.db") as store:
            tables = ("post", "thread", "post_edit")
            return [tuple(row) for table in tables for row in store.rows(f"SELECT * FROM {table}")]


@pytest.fixture
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Town:
    monkeypatch.setattr("commands.imports.now", lambda: NOW)
    text = "association: {name: 志愿者协会, town: 永康, contact: mailto:help@xiehui.cn}\ndatabase: town.db\n"
    (tmp_path / "config.yaml").write_text(text, encoding="utf-8")
    return Town(tmp_path)


@pytest.fixture(scope="session")
def head() -> str:
    return HEAD


@pytest.fixture(scope="session")
def row() -> Callable[..., str]:
    def made(key: str, body: str = "大家说说", **more: str) -> str:
        values = {"source": "论坛", "key": key, "body": body, "published_at": "2026-11-20 08:00", **more}
        return ",".join(values.get(name, "") for name in HEAD.strip().split(",")) + "\n"

    return made
