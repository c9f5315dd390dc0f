"""Documents, comments and messages name only commands and options that exist; the READMEs name every command."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from cli import COMMANDS, huisheng

Pieces = Callable[[str], list[str]]
_CALL = re.compile(r"(?<![\w/.\-])(?<!-u )(?:[\w.\-/]*bin/)?huisheng +(?=[a-z])([^`\n|&;#]*)")
_OPTION = re.compile(r"--[a-z][a-z\-]+")
_END = re.compile(r"[^\x20-\x7e].*")  # a sentence that goes on in Chinese ends the command


def _walk(command: click.Command, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        with click.Context(command) as context:
            for name in command.list_commands(context):
                inner = command.get_command(context, name)
                assert inner is not None
                yield from _walk(inner, (*path, name))


_EVERY = dict(_walk(huisheng, ()))


def _options(command: click.Command) -> set[str]:
    own = {text for parameter in command.params for text in (*parameter.opts, *parameter.secondary_opts)}
    return own | {"--help", "-h"}


_ANY_OPTION = {option for command in _EVERY.values() for option in _options(command)}


def fault(call: str) -> str:
    """What is wrong with ``alert show 1 --all``, or nothing."""
    try:
        words = shlex.split(call)
    except ValueError:
        words = call.split()
    path: tuple[str, ...] = ()
    while words and (*path, words[0]) in _EVERY:
        path = (*path, words.pop(0))
    command = _EVERY[path]
    if isinstance(command, click.Group) and words and re.fullmatch(r"[a-z][a-z\-]*", words[0]):
        return f"huisheng {call}: no command {words[0]}"
    if isinstance(command, click.Group) and not command.invoke_without_command and path:
        return f"huisheng {call}: which one?"
    unknown = [word for word in words if _OPTION.match(word) and word.split("=")[0] not in _options(command)]
    return f"huisheng {call}: no option {unknown}" if unknown else ""


def calls(text: str) -> list[str]:
    """Every command line that a text names, as far as it is one."""
    return [_END.sub("", match[1]).strip(" .,:)\"'") for match in _CALL.finditer(text)]


def test_what_is_wrong_would_be_found() -> None:
    assert fault("alert show 1") == fault("source try URL --kind discuz") == fault("digest --send") == ""
    assert fault("alert shout 1") and fault("digest --post") and fault("nosuch") and fault("config")
    assert calls("run `.venv/bin/huisheng alert list --all`, then huisheng cycle。 cd huisheng && x") == [
        "alert list --all", "cycle",
    ]  # fmt: skip


def test_documents_name_only_commands_that_exist(documents: Mapping[str, str], root: Path) -> None:
    texts = {**documents, "config.yaml": (root / "config.yaml").read_text(encoding="utf-8")}
    found = {name: [fault(call) for call in calls(text)] for name, text in texts.items()}
    assert sum(map(len, found.values())) > 50
    assert {name: faults for name, said in found.items() if (faults := [text for text in said if text])} == {}


def test_messages_name_only_commands_that_exist(root: Path) -> None:
    texts = [path.read_text(encoding="utf-8") for path in (root / "data" / "messages").glob("*.toml")]
    found = [call for text in texts for call in calls(text)]
    assert found
    assert [text for call in found if (text := fault(call))] == []


def test_short_forms_exist_too(documents: Mapping[str, str], spans: Pieces) -> None:
    """A page may write `alert list` and `--all` once it is clear what is meant."""
    groups = {path[0] for path in _EVERY if len(path) > 1}
    for name, text in documents.items():
        for span in spans(text):
            first, _, rest = span.partition(" ")
            if first in groups and re.match(r"[a-z]", rest):
                assert not fault(span), f"{name}: {span}"
            if first.startswith("--") and not first.startswith("--no-"):
                assert first.split("=")[0] in _ANY_OPTION, f"{name}: {span}"


def test_the_readmes_name_every_command(readmes: Mapping[str, str]) -> None:
    """`huisheng alert` and `alert list` are both enough; a group that does nothing by itself need not be named."""
    wanted = [
        path for path, command in _EVERY.items()
        if path and not (isinstance(command, click.Group) and not command.invoke_without_command)
    ]  # fmt: skip
    assert ("source", "try") in wanted and ("config",) not in wanted
    for name, text in readmes.items():
        missing = [path for path in wanted if not re.search(rf"[` ]{' '.join(path)}\b", text)]
        assert missing == [], name


def test_documents_name_only_targets_of_make(documents: Mapping[str, str], root: Path) -> None:
    targets = set(re.findall(r"^([a-z\-]+):", (root / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for name, text in documents.items():
        assert set(re.findall(r"(?:`|^\s*)make ([a-z][a-z\-]+)", text, re.MULTILINE)) <= targets, name


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_exists_and_explains_itself(name: str) -> None:
    result = CliRunner().invoke(huisheng, [name, "--help"])
    assert result.exit_code == 0, result.output
