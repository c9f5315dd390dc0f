"""A job runs once at a time; a folder that cannot be written is said in plain words."""

from __future__ import annotations

from pathlib import Path

import pytest

from commands.locks import job_lock
from model.config import Config, load
from model.errors import StoreError


def config(folder: Path, database: str) -> Config:
    path = folder / "config.yaml"
    path.write_text(
        f"association: {{name: 协会, town: 永康, contact: mailto:help@xiehui.cn}}\ndatabase: {database}\n",
        encoding="utf-8",
    )
    return load(path, {})


def test_the_second_steps_aside(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = config(tmp_path, "town.db")
    with job_lock(settings, "crawl") as first, job_lock(settings, "crawl") as second:
        assert (first, second) == (True, False)
        with job_lock(settings, "alert") as other:
            assert other
    assert "已在别处运行" in capsys.readouterr().err
    with job_lock(settings, "crawl") as again:
        assert again


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(StoreError, match="cannot be written"), job_lock(config(tmp_path, "file/town.db"), "crawl"):
        pass
