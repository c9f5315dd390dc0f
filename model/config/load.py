"""Reads config.yaml: one pass, every fault at once, each with file, line, column and path of the key.

ruamel.yaml (YAML 1.2) is used because PyYAML reads ``12:30`` as 750, ``no`` as False, and keeps the last of
two equal keys without a word.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from model.catalogue import both
from model.config.faults import faults, line_of, place
from model.config.keys import unknown
from model.config.settings import Config
from model.config.slips import slip
from model.config.topics import Topic
from model.errors import ConfigError

_VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
_MAX_BYTES = 5_000_000
_MAX_ENTRIES = 200_000
_TOPICS: TypeAdapter[dict[str, Topic]] = TypeAdapter(dict[str, Topic])


def load(path: Path, environment: Mapping[str, str] | None = None) -> Config:
    """The settings in `path`. Raises `ConfigError` naming every fault."""
    tree = _read(path)
    expansion = _Expansion(path, tree, os.environ if environment is None else environment)
    values = expansion.of(tree, ())
    expansion.check_names(values)
    expansion.check_keys(values)
    try:
        config = Config.model_validate(values)
    except ValidationError as error:
        told = {_at(fault) for fault in expansion.faults}  # an address that is not there has no form to be wrong
        found = expansion.faults + [f for f in faults(path, tree, error, Config) if _at(f) not in told]
        raise ConfigError(sorted(found, key=line_of)) from None
    if expansion.faults:
        raise ConfigError(expansion.faults)
    return config.model_copy(update={"base": path.resolve().parent})


def located(path: Path, loc: tuple[str | int, ...]) -> str:
    """``config.yaml:8:5: topics.fraud.words.0``: where in the file at `path` it stands, for a fault."""
    return place(path, _read(path), loc)


def located_topic(path: Path, loc: tuple[str | int, ...]) -> str:
    """The same for `loc` in one of the topics of a file that `load_topics` reads."""
    tree = _read(path)
    return place(path, tree, (*_above_topics(tree), *loc))


def _above_topics(tree: Any) -> tuple[str, ...]:
    """Where in a file of topics they begin: at its top, or below a key ``topics``."""
    return ("topics",) if isinstance(tree.get("topics"), dict) and "words" not in tree["topics"] else ()


def _at(fault: str) -> str:
    """File, line, column and key of a fault."""
    return ": ".join(fault.split(": ", 2)[:2])


def load_topics(path: Path) -> dict[str, Topic]:
    """The watch topics in `path`: a mapping ``key: {words: …}``, alone or below a key ``topics``."""
    tree = _read(path)
    values, prefix = _Expansion(path, tree, {}).of(tree, ()), _above_topics(tree)
    values = values["topics"] if prefix else values
    try:
        return _TOPICS.validate_python(values)
    except ValidationError as error:
        raise ConfigError(list(faults(path, tree, error, dict[str, Topic], prefix))) from None


def _read(path: Path) -> Any:
    tree = parsed(path, read_text(path))
    tree = {} if tree is None else tree
    if not isinstance(tree, dict):
        raise ConfigError([f"{path}:1:1: {both('config.no_mapping', found=type(tree).__name__)}"])
    return tree


def read_text(path: Path, *, most: int = _MAX_BYTES, missing: str = "config.no_file") -> str:
    """What stands in the file, at most `most` bytes. Raises `ConfigError`; `missing`: what to say of no file."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise ConfigError([f"{path}: {both(missing)}"]) from None
    except OSError as error:
        raise ConfigError([f"{path}: {both('config.unreadable', why=error)}"]) from None
    if len(raw) > most:
        raise ConfigError([f"{path}: {both('config.too_big', limit=most)}"])
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise ConfigError([f"{path}:{line}:1: {both('config.not_utf8')}"]) from None


def parsed(path: Path, text: str) -> Any:
    """The YAML of `text` with the places of its keys. Raises `ConfigError` naming the line that is none."""
    try:
        return YAML(typ="rt").load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark
        if mark and (found := None if isinstance(error, DuplicateKeyError) else slip(text, mark.line)):
            raise ConfigError([f"{path}:{found.line}:1: {both(f'config.slip.{found.kind}')}"]) from None
        where = f"{path}:{mark.line + 1}:{mark.column + 1}" if mark else f"{path}"
        what = "config.twice" if isinstance(error, DuplicateKeyError) else "config.not_yaml"
        raise ConfigError([f"{where}: {both(what, why=str(error.problem).splitlines()[0])}"]) from None
    except (YAMLError, RecursionError, ValueError) as error:
        raise ConfigError([f"{path}: {both('config.not_yaml', why=str(error).splitlines()[0])}"]) from None


class _Expansion:
    """The tree as plain values with every ``${NAME}`` replaced; collects a fault for each that cannot be."""

    def __init__(self, path: Path, tree: Any, environment: Mapping[str, str]) -> None:
        self._path, self._tree, self._environment = path, tree, environment
        self._entries = 0
        self.faults: list[str] = []

    def of(self, node: Any, loc: tuple[str | int, ...]) -> Any:
        """`node`, which stands at `loc`. Aliases are followed, so a bomb of nested ones is cut short."""
        self._entries += 1
        if self._entries > _MAX_ENTRIES or len(loc) > 50:
            raise ConfigError([f"{self._path}: {both('config.too_many', limit=_MAX_ENTRIES)}"])
        if isinstance(node, dict):
            return {str(key): self.of(value, (*loc, str(key))) for key, value in node.items()}
        if isinstance(node, list):
            return [self.of(value, (*loc, i)) for i, value in enumerate(node)]
        return self._text(node, loc) if isinstance(node, str) else node

    def check_names(self, values: Any) -> None:
        """A name of two sources, or of two channels, is a fault at the second."""
        for what in ("sources", "channels"):
            blocks = values.get(what)
            seen: set[str] = set()
            for i, block in enumerate(blocks if isinstance(blocks, list) else []):
                name = block.get("name") if isinstance(block, dict) else None
                if isinstance(name, str) and name in seen:
                    self._fault((what, i, "name"), both("config.same_name", what=what, names=name))
                if isinstance(name, str):
                    seen.add(name)

    def check_keys(self, values: Any) -> None:
        """What the loader itself sets (`base`) is no key of the file."""
        ours = {name for name, field in Config.model_fields.items() if field.exclude}
        for name in sorted(ours & set(values)):
            self._fault((name,), unknown((name,), Config))

    def _text(self, text: str, loc: tuple[str | int, ...]) -> str:
        for name in _VARIABLE.findall(text):
            if not self._environment.get(name):
                self._fault(loc, both("config.unset", name=name))
        if "${" in _VARIABLE.sub("", text):
            self._fault(loc, both("config.leftover"))
        return _VARIABLE.sub(lambda m: self._environment.get(m[1]) or m[0], text)

    def _fault(self, loc: tuple[str | int, ...], what: str) -> None:
        self.faults.append(f"{place(self._path, self._tree, loc)}: {what}")
