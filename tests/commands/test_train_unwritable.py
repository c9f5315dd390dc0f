"""`huisheng train` where its file cannot be read or written: said in words, status 1."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from cli import huisheng


def test_a_folder_where_the_weights_should_be(tmp_path: Path) -> None:
    (tmp_path / "own.gz").mkdir()
    (tmp_path / "own.gz.previous").write_bytes(b"")
    path = tmp_path / "config.yaml"
    path.write_text(
        "association: {name: 协会, town: 永康, contact: mailto:help@xiehui.cn}\ndatabase: town.db\n"
        "analysis: {own_weights: own.gz}\n",
        encoding="utf-8",
    )
    done = CliRunner().invoke(huisheng, ["train", "--back", "--config", str(path)])
    assert done.exit_code == 1
    assert "own.gz：读写失败：这是一个文件夹，不是文件" in done.output
