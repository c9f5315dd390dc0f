"""Reads config.yaml: one pass, every fault at once, each with file, line, column and path of the key.

ruamel.yaml (YAML 1.2) is used because PyYAML reads ``12:30`` as 750, ``no`` as False, and keeps the last of
two equal keys without a word.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from model.config.settings import Config
from model.config.topics import Topic
from model.errors import ConfigError

_VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
_MAX_BYTES = 5_000_000
_TOPICS: TypeAdapter[dict[str, Topic]] = TypeAdapter(dict[str, Topic])

_PLAIN = {"extra_forbidden": "unknown key", "missing": "this key is required"}


def load(path: Path, environment: Mapping[str, str] | None = None) -> Config:
    """The settings in `path`. Raises `ConfigError` naming every fault."""
    tree = _read(path)
    values, faults = _expand(path, tree, os.environ if environment is None else environment)
    try:
        config = Config.model_validate(values)
    except ValidationError as error:
        raise ConfigError(sorted(faults + list(_faults(path, tree, error)), key=_line_of)) from None
    if faults:
        raise ConfigError(faults)
    return config.model_copy(update={"base": path.resolve().parent})


def load_topics(path: Path) -> dict[str, Topic]:
    """The watch topics in `path`: a mapping ``key: {words: …}``, alone or below a key ``topics``."""
    tree = _read(path)
    prefix: tuple[str | int, ...] = ()
    values: Any = tree
    if isinstance(tree, dict) and isinstance(tree.get("topics"), dict) and "words" not in tree["topics"]:
        prefix, values = ("topics",), tree["topics"]
    try:
        return _TOPICS.validate_python(values)
    except ValidationError as error:
        raise ConfigError(list(_faults(path, tree, error, prefix))) from None


def _read(path: Path) -> Any:
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise ConfigError([f"{path}: there is no such file; name one with --config"]) from None
    except OSError as error:
        raise ConfigError([f"{path}: cannot be read: {error.strerror}"]) from None
    if len(raw) > _MAX_BYTES:
        raise ConfigError([f"{path}: larger than {_MAX_BYTES} bytes"])
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise ConfigError([f"{path}:{line}:1: not UTF-8; save the file as UTF-8"]) from None
    try:
        tree = YAML(typ="rt").load(text)
    except DuplicateKeyError as error:
        mark = error.problem_mark
        place = f"{path}:{mark.line + 1}:{mark.column + 1}" if mark else f"{path}"
        raise ConfigError([f"{place}: this key is written twice: {str(error.problem).splitlines()[0]}"]) from None
    except MarkedYAMLError as error:
        mark = error.problem_mark
        place = f"{path}:{mark.line + 1}:{mark.column + 1}" if mark else f"{path}"
        raise ConfigError([f"{place}: not valid YAML: {error.problem}"]) from None
    except YAMLError as error:
        raise ConfigError([f"{path}: not valid YAML: {error}"]) from None
    if tree is None:
        tree = {}
    if not isinstance(tree, dict):
        raise ConfigError([f"{path}:1:1: expected a mapping of keys, found {type(tree).__name__}"])
    return tree


def _expand(path: Path, tree: Any, environment: Mapping[str, str]) -> tuple[Any, list[str]]:
    """`tree` as plain values with every ``${NAME}`` replaced; and a fault for each name that is not set."""
    faults: list[str] = []

    def walk(node: Any, loc: tuple[str | int, ...]) -> Any:
        if isinstance(node, dict):
            return {str(k): walk(v, (*loc, str(k))) for k, v in node.items()}
        if isinstance(node, list):
            return [walk(v, (*loc, i)) for i, v in enumerate(node)]
        if isinstance(node, str):
            for name in _VARIABLE.findall(node):
                if not environment.get(name):
                    faults.append(f"{_place(path, tree, loc)}: ${{{name}}} is not set in the environment")
            return _VARIABLE.sub(lambda m: environment.get(m[1]) or m[0], node)
        return node

    return walk(tree, ()), faults


def _faults(path: Path, tree: Any, error: ValidationError, prefix: tuple[str | int, ...] = ()) -> Iterator[str]:
    for fault in error.errors(include_url=False, include_input=False):
        loc = prefix + tuple(fault["loc"])
        what = _PLAIN.get(fault["type"], fault["msg"].removeprefix("Value error, "))
        yield f"{_place(path, tree, loc)}: {what}"


def _place(path: Path, tree: Any, loc: tuple[str | int, ...]) -> str:
    """``config.yaml:8:5: sources.1.kind``; discriminator tags that pydantic inserts are skipped."""
    node: Any = tree
    line, column, keys = 0, 0, []
    for part in loc:
        if isinstance(node, CommentedMap) and part in node:
            line, column = node.lc.key(part)
        elif isinstance(node, CommentedSeq) and isinstance(part, int) and part < len(node):
            line, column = node.lc.item(part)
        elif isinstance(node, CommentedMap) and part in {"feed", "discuz", "page", "forum", "webhook", "apprise"}:
            continue
        else:
            keys.append(str(part))
            node = None
            continue
        keys.append(str(part))
        node = node[part]
    return f"{path}:{line + 1}:{column + 1}: {'.'.join(keys) or '(whole file)'}"


def _line_of(fault: str) -> tuple[int, str]:
    match = re.search(r":(\d+):\d+: ", fault)
    return (int(match[1]) if match else 0, fault)
