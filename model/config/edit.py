"""Adds a source to the text of config.yaml; every comment and every other line stays as it is."""

from __future__ import annotations

import re

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError

_EMPTY = re.compile(r"^sources:[ \t]*(?:\[[ \t]*\]|~|null)?[ \t]*(?P<note>#.*)?$", re.MULTILINE)
_INDENT = 2


def with_source(text: str, rows: list[str]) -> str | None:
    """`text` with one more item under ``sources:``.

    `rows` are the item's lines without indentation, the first one without its dash. None where the place cannot be
    told for sure (a list in brackets, something that is no list): a person has to write it.
    """
    try:
        tree = YAML(typ="rt").load(text)
    except YAMLError:
        return None
    if not isinstance(tree, CommentedMap):
        return None
    sources = tree.get("sources")
    if not sources:
        return _first(text, rows, present="sources" in tree)
    if not isinstance(sources, CommentedSeq) or sources.fa.flow_style():
        return None
    lines = text.splitlines()
    dash = sources.lc.col
    last = sources.lc.item(len(sources) - 1)[0]
    end = _end(lines, last, dash)
    ending = "\r\n" if "\r\n" in text else "\n"
    return ending.join([*lines[:end], *_item(rows, dash), *lines[end:]]) + ending


def _first(text: str, rows: list[str], *, present: bool) -> str | None:
    item = "\n".join(_item(rows, _INDENT))
    if not present:
        return f"{text.rstrip()}\n\nsources:\n{item}\n" if text.strip() else f"sources:\n{item}\n"
    match = _EMPTY.search(text)
    if match is None:
        return None
    note = f"    {match['note']}" if match["note"] else ""
    return f"{text[: match.start()]}sources:{note}\n{item}{text[match.end() :]}"


def _item(rows: list[str], indent: int) -> list[str]:
    pad = " " * max(indent, 0)
    return [f"{pad}- {rows[0]}", *(f"{pad}  {row}" for row in rows[1:])]


def _end(lines: list[str], last: int, dash: int) -> int:
    """The line after the last item, which begins at line `last`; comments below it stay below what is added."""
    end = last + 1
    for number in range(last + 1, len(lines)):
        line = lines[number]
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if len(line) - len(line.lstrip()) <= dash:
            break
        end = number + 1
    return end
