"""Each fault that pydantic finds, as one line: file, line, column, path of the key, and what to do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from model.catalogue import LANGUAGES, Catalogue, both
from model.config.channels import Channel
from model.config.keys import unknown
from model.config.meaning import tags
from model.config.settings import Config
from model.config.sources import Source

_KINDS = {
    "string": "text", "int": "number", "float": "number", "bool": "yes_no", "list": "list", "tuple": "list",
    "dict": "block", "model": "block", "path": "path",
}  # fmt: skip
# Where to look when a rule about all of it is broken (`Config._consistent`), by the type of the error.
_ABOUT_THE_WHOLE = {"value_error": ("association", "contact"), "duty": ("duty",), "tips": ("sources",)}
_TAGS = {*tags(Source), *tags(Channel)}


def faults(
    path: Path, tree: Any, error: ValidationError, root: Any, prefix: tuple[str | int, ...] = ()
) -> Iterator[str]:
    """One line per fault; `root` is the type that was asked for, `prefix` where in the file it begins."""
    for fault in error.errors(include_url=False, include_input=False):
        yield f"{place(path, tree, prefix + _where(fault, root))}: {_plain(fault, root)}"


def _where(fault: Mapping[str, Any], root: Any) -> tuple[str | int, ...]:
    """The key to look at: pydantic names only the block when `kind` is wrong, nothing for a rule of the whole."""
    loc = tuple(fault["loc"])
    if str(fault["type"]).startswith("union_tag"):
        return (*loc, "kind")
    return loc or (_ABOUT_THE_WHOLE.get(str(fault["type"]), ()) if root is Config else ())


def _plain(fault: Mapping[str, Any], root: Any) -> str:
    """pydantic's error type in words of ours; its own text only where we have none."""
    kind, context = fault["type"], fault.get("ctx", {})
    if kind == "value_error":
        return str(fault["msg"]).removeprefix("Value error, ")
    if kind in {"missing", "union_tag_not_found"}:
        return both("config.missing")
    if kind == "extra_forbidden":
        return unknown(fault["loc"], root)
    if kind in {"enum", "literal_error", "union_tag_invalid"}:
        return _one_of(re.findall(r"'([^']*)'", context.get("expected") or context.get("expected_tags", "")))
    for ending, message, limit in (
        ("greater_than_equal", "too_small", "ge"), ("greater_than", "above", "gt"),
        ("less_than_equal", "too_large", "le"), ("too_short", "too_short", "min_length"),
        ("too_long", "too_long", "max_length"),
    ):  # fmt: skip
        if kind.endswith(ending):
            return both(f"config.{message}", limit=context.get(limit))
    if kind == "string_pattern_mismatch":
        return both("config.form")
    expected = _KINDS.get(kind.split("_")[0])
    return _wrong_kind(expected) if expected else str(fault["msg"])


def _one_of(choices: list[str]) -> str:
    catalogues = [Catalogue(language) for language in LANGUAGES]
    return " / ".join(
        c.say("config.one_of", expected=c.say("alerts.list_separator").join(choices)) for c in catalogues
    )


def _wrong_kind(expected: str) -> str:
    catalogues = [Catalogue(language) for language in LANGUAGES]
    return " / ".join(c.say("config.kind", expected=c.say(f"config.kinds.{expected}")) for c in catalogues)


def place(path: Path, tree: Any, loc: tuple[str | int, ...]) -> str:
    """``config.yaml:8:5: sources.1.kind``; discriminator tags that pydantic inserts are skipped."""
    node: Any = tree
    line, column, keys = 0, 0, []
    for part in loc:
        if isinstance(node, CommentedMap) and part in node:
            line, column = node.lc.key(part)
        elif isinstance(node, CommentedSeq) and isinstance(part, int) and part < len(node):
            line, column = node.lc.item(part)
        elif isinstance(node, CommentedMap) and part in _TAGS:
            continue
        else:
            keys.append(str(part))
            node = None
            continue
        keys.append(str(part))
        node = node[part]
    return f"{path}:{line + 1}:{column + 1}: {'.'.join(keys) or '(whole file)'}"


def line_of(fault: str) -> tuple[int, str]:
    """What faults are sorted by: the line they name."""
    match = re.search(r":(\d+):\d+: ", fault)
    return (int(match[1]) if match else 0, fault)
