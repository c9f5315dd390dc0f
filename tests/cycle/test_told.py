"""What `huisheng cycle` says at the end."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from cli import huisheng
from commands import cycle as cycle_command
from model.config import Config, load
from model.errors import StoreError

CONFIG = "association: {name: 协会, town: 永康, contact: mailto:help@xiehui.cn}\ndatabase: town.db\n"


@pytest.mark.parametrize(
    ("language", "first", "last"),
    [
        ("zh", "config.yaml 里还没有来源", "一轮完成。读取：0 个来源到期（0 个失败），0 页，新帖 0"),
        ("en", "config.yaml has no sources yet", "One round done. Read: 0 sources due (0 failed)"),
    ],
)
def test_a_town_without_sources_is_told_what_is_missing(
    tmp_path: Path, language: str, first: str, last: str
) -> None:
    path = tmp_path / "config.yaml"
    path.write_text(f"{CONFIG}language: {language}\n", encoding="utf-8")
    done = CliRunner().invoke(huisheng, ["cycle", "--config", str(path)])
    assert done.exit_code == 0, done.output
    lines = done.stdout.splitlines()
    assert len(lines) == 2 and lines[0].startswith(first) and lines[1].startswith(last)


def test_a_round_that_failed_does_not_say_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "config.yaml"
    path.write_text(CONFIG, encoding="utf-8")

    def broken(config: Config) -> tuple[bool, dict[str, int]]:
        raise StoreError("full", place=path)

    good = list(cycle_command._STAGES)
    monkeypatch.setattr(cycle_command, "_STAGES", [(name, broken) for name, _ in good])
    assert not cycle_command.cycle(load(path, {}))
    assert capsys.readouterr().out.splitlines()[-1] == "这一轮没有做成，原因在上面。"
    monkeypatch.setattr(cycle_command, "_STAGES", [*good[:2], ("alert", broken)])
    assert not cycle_command.cycle(load(path, {}))
    said = capsys.readouterr().out.splitlines()[-1]
    assert said.startswith("这一轮有一部分没做成，原因在上面。读取：0 个来源") and "警报" not in said


def test_a_round_keeps_the_public_answers_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text(f"{CONFIG}publish_dir: web\n", encoding="utf-8")
    assert CliRunner().invoke(huisheng, ["cycle", "--config", str(path)]).exit_code == 0
    assert (tmp_path / "web" / "answers" / "index.html").is_file()
