"""Help in both languages: every word from the catalogue, nothing in the catalogue that no command uses."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from cli import huisheng
from commands.help.language import reader
from commands.help.wrapping import columns, wrap
from model import catalogue

ROOT = Path(__file__).resolve().parents[3]


def walk(command: click.Command, path: tuple[str, ...], context: click.Context) -> Iterator[tuple[str, ...]]:
    """The path of every command and sub-command."""
    yield path
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from walk(below, (*path, name), click.Context(below, info_name=name, parent=context))


PATHS = list(walk(huisheng, (), click.Context(huisheng, info_name="huisheng")))


def shown(path: tuple[str, ...], language: str) -> str:
    result = CliRunner().invoke(huisheng, [*path, "--help"], env={"HUISHENG_LANGUAGE": language}, terminal_width=80)
    assert result.exit_code == 0, result.output
    return result.output


@pytest.mark.parametrize("path", PATHS, ids=" ".join)
def test_each_page_is_in_one_language_and_fits_the_terminal(path: tuple[str, ...]) -> None:
    chinese, english = shown(path, "zh"), shown(path, "en")
    assert "OPTIONS" not in chinese.splitlines()[0] and "ARGS" not in chinese.splitlines()[0]
    assert chinese.startswith(f"用法：{' '.join(('huisheng', *path))}")
    assert english.startswith(f"Usage: {' '.join(('huisheng', *path))}")
    assert re.search("[\u4e00-\u9fff]", chinese) and not re.search("[\u4e00-\u9fff]", english)
    for line in (chinese + english).splitlines():
        assert columns(line) <= 80, line


def test_the_catalogue_of_help_holds_nothing_unused(monkeypatch: pytest.MonkeyPatch) -> None:
    used: set[str] = set()
    say = catalogue.Catalogue.say

    def noting(self: catalogue.Catalogue, name: str, /, **values: object) -> str:
        used.add(name)
        return say(self, name, **values)

    monkeypatch.setattr(catalogue.Catalogue, "say", noting)
    for path in PATHS:
        shown(path, "zh")
    known = {name for name in catalogue.names() if name.startswith("help.")}
    leftover = {name for name in known - used if not name.startswith("help.click.")}
    # A group's only mention of a sub-command's line is in its list; the root's own line is shown nowhere.
    assert leftover == set()


@pytest.mark.parametrize(
    ("line", "chinese", "english"),
    [
        ("serv", "没有 serv 这个命令。是不是想写 serve？", "no command serv. Did you mean serve?"),
        ("config chek", "没有 chek 这个命令。是不是想写 check？", "no command chek. Did you mean check?"),
        ("nothing-like-it", "没有 nothing-like-it 这个命令。\n", "no command nothing-like-it.\n"),
        ("serve --prt 3", "没有 --prt 这个选项。是不是想写 --port", "no option --prt. Did you mean --port"),
        ("serve --port x", "--port 的值不能用：要 0 到 65535 之间的整数", "from 0 to 65535"),
        ("serve --port", "--port 后面要写一个值", "--port needs a value"),
        ("demo --seed x", "--seed 的值不能用：要一个整数", "a whole number is needed"),
        ("alert show", "缺少 ID", "ID is missing"),
        ("alert show x", "ID 的值不能用", "the value of ID"),
        ("score no-such-file", "没有这个文件", "there is no such file"),
        ("source try a b", "多写了：b", "not expected: b"),
        ("source try --kind x", "只能是 discuz, feed", "must be one of discuz, feed"),
        ("--nonsense", "没有 --nonsense 这个选项", "no option --nonsense"),
    ],
)
def test_a_mistyped_line_says_what_would_be_right(line: str, chinese: str, english: str) -> None:
    for language, words in (("zh", chinese), ("en", english)):
        result = CliRunner().invoke(huisheng, line.split(), env={"HUISHENG_LANGUAGE": language})
        assert result.exit_code == 2
        assert words in result.output


@pytest.mark.parametrize("line", [[], ["source"]])
def test_without_a_command_the_page_is_shown(line: list[str]) -> None:
    result = CliRunner().invoke(huisheng, line, env={"HUISHENG_LANGUAGE": "zh"})
    assert result.exit_code == 2
    assert "命令：" in result.output


def test_the_language_is_the_variable_then_the_configuration_then_chinese(tmp_path: Path) -> None:
    config = tmp_path / "config.yaml"
    assert reader({}, config).language == "zh"
    config.write_text("association: {\nlanguage: en  # broken all the same\n", encoding="utf-8")
    assert reader({}, config).language == "en"
    assert reader({"HUISHENG_LANGUAGE": "zh"}, config).language == "zh"
    assert reader({"HUISHENG_LANGUAGE": "klingon"}, config).language == "en"


def test_lines_break_between_characters_and_never_before_a_closing_mark() -> None:
    assert wrap("读取到期的来源。", 8) == ["读取到期", "的来源。"]
    assert wrap("读取到期。的来源", 8) == ["读取到", "期。的来", "源"]
    assert wrap("one two\nthree", 80) == ["one two", "three"]
    assert columns("a声") == 3


def test_help_loads_none_of_the_heavy_libraries() -> None:
    code = (
        "import sys; from cli import huisheng; huisheng(['--help'], standalone_mode=False);"
        "sys.exit(any(name in sys.modules for name in ('scrapy', 'jieba', 'pandas', 'numpy', 'pydantic', 'rich')))"
    )
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, check=False).returncode == 0
