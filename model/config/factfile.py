"""Reads a YAML file of facts: a mapping ``key: {…}`` or a list of ``{key, …}``. One broken fact stops no other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from model.catalogue import both
from model.config.facts import LONGEST_KEY, FactBlock
from model.config.faults import faults, place
from model.config.load import parsed, read_text
from model.errors import ConfigError
from model.facts import Fact

MOST_BYTES = 50_000_000
_BLOCK = re.compile(r"^(?=[^\s#])", re.MULTILINE)
_AT = re.compile(r":(\d+)(:\d+: )")
_EXTRA = "extra_forbidden"
Loc = tuple[str | int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FactFile:
    """The facts of a file in its order, by key, and one line per problem: ``file:line:column: key: what``."""

    facts: Mapping[str, Fact]
    faults: tuple[str, ...]


def load_facts(path: Path) -> FactFile:
    """The facts in the YAML file at `path`. Raises `ConfigError` when nothing of it can be read."""
    text = read_text(path, most=MOST_BYTES, missing="facts.no_file")
    try:
        reading = _Reading(path)
        reading.take(parsed(path, text))
    except ConfigError as error:
        reading = _piecemeal(path, text)
        if not reading.facts:
            raise error from None
    return FactFile(facts=reading.facts, faults=tuple(reading.faults))


def _piecemeal(path: Path, text: str) -> _Reading:
    """The file block by block, after the whole of it was no YAML or named a key twice."""
    reading = _Reading(path)
    starts = [match.start() for match in _BLOCK.finditer(text)]
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        reading.offset = text.count("\n", 0, start)
        try:
            reading.take(parsed(path, text[start:end]))
        except ConfigError as error:
            reading.faults += [reading.shifted(fault) for fault in error.faults]
    return reading


@dataclass(slots=True)
class _Reading:
    """Facts and faults collected so far; `offset`: the lines of the file above what is being read."""

    path: Path
    offset: int = 0
    facts: dict[str, Fact] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def take(self, tree: Any) -> None:
        """Every fact of `tree`; raises `ConfigError` when it is neither a mapping nor a list."""
        if tree is None:
            return
        if isinstance(tree, dict) and set(tree) == {"facts"}:
            self._take_all(tree, tree["facts"], ("facts",))
        else:
            self._take_all(tree, tree, ())

    def _take_all(self, tree: Any, blocks: Any, prefix: Loc) -> None:
        for where, key, block in _named(blocks, self.path):
            loc = (*prefix, where)
            if key is None:
                self._fault(tree, loc, both("facts.no_key"))
            elif key in self.facts:
                self._fault(tree, loc, both("facts.twice", key=key))
            elif (fact := self._read(tree, loc, key, block)) is not None:
                self.facts[key] = fact

    def _read(self, tree: Any, loc: Loc, key: str, block: Any) -> Fact | None:
        """The fact of one block. A key that nobody knows is a fault, but the rest of the fact still counts."""
        values = _plain(block)
        try:
            return FactBlock.model_validate(values).fact(key)
        except ValidationError as error:
            self.faults += [self.shifted(f) for f in faults(self.path, tree, error, FactBlock, loc)]
            found = error.errors(include_url=False, include_input=False)
        if any(one["type"] != _EXTRA for one in found):
            return None
        for one in found:
            _remove(values, one["loc"])
        return FactBlock.model_validate(values).fact(key)

    def _fault(self, tree: Any, loc: Loc, what: str) -> None:
        self.faults.append(self.shifted(f"{place(self.path, tree, loc)}: {what}"))

    def shifted(self, fault: str) -> str:
        """`fault` with the line of the file instead of that of the block."""
        start = len(str(self.path))
        moved, placed = _AT.subn(lambda m: f":{int(m[1]) + self.offset}{m[2]}", fault[start:], count=1)
        return fault[:start] + (moved if placed else f":{self.offset + 1}:1{moved}")


def _named(blocks: Any, path: Path) -> Iterator[tuple[str | int, str | None, Any]]:
    """(where it stands, key, block) of each fact; the key is None where a list leaves it out."""
    if isinstance(blocks, dict):
        for key, block in blocks.items():
            yield key, _key(key), block
    elif isinstance(blocks, list):
        for i, block in enumerate(blocks):
            has_key = isinstance(block, dict) and "key" in block
            rest = {k: v for k, v in block.items() if k != "key"} if has_key else block
            yield i, _key(block["key"]) if has_key else None, rest
    else:
        raise ConfigError([f"{path}:1:1: {both('facts.neither', found=type(blocks).__name__)}"])


def _key(value: object) -> str | None:
    text = str(value).strip() if isinstance(value, str | int) else ""
    return text[:LONGEST_KEY] or None


def _remove(values: Any, loc: Loc) -> None:
    """Take the key at `loc` out of `values`, which are ours."""
    for part in loc[:-1]:
        values = values[part]
    del values[loc[-1]]


def _plain(node: Any) -> Any:
    """`node` as plain dicts and lists, so that pydantic sees no ruamel types."""
    if isinstance(node, dict):
        return {str(key): _plain(value) for key, value in node.items()}
    return [_plain(value) for value in node] if isinstance(node, list) else node
