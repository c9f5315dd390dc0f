"""What may be written at a place of the configuration, and what used to be."""

from __future__ import annotations

import typing
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from types import UnionType
from typing import Annotated, Any, Union

from pydantic import BaseModel

from model.catalogue import both
from model.release import release

Loc = Sequence[str | int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What became of a key: its new path, or the message of the catalogue that says what to do instead."""

    to: str = ""
    advice: str = ""


# Path of a key that an earlier release knew → what became of it. Numbers of a list and free names are written *:
# "sources.*.interval": Moved(to="sources.*.every"). Only for keys that were really released; there are none yet.
MOVED: Mapping[str, Moved] = {}


def unknown(loc: Loc, root: Any, moved: Mapping[str, Moved] | None = None) -> str:
    """What to say about the key at `loc`, which the settings type `root` does not know."""
    keys, path = _walk(root, loc)
    old = (MOVED if moved is None else moved).get(path)
    if old is not None:
        return both("config.renamed", new=old.to) if old.to else both("config.removed", advice=both(old.advice))
    near = get_close_matches(str(loc[-1]), keys, n=3)
    if near:
        return both("config.unknown_near", near=", ".join(near), release=release())
    return both("config.unknown", release=release())


def _walk(root: Any, loc: Loc) -> tuple[list[str], str]:
    """The keys that may stand where `loc` ends, and its path with * for what is free to name."""
    node, path = root, list[str]()
    for part in loc[:-1]:
        node, named = _step(node, part)
        if named:
            path.append(named)
    keys = [name for name, field in node.model_fields.items() if not field.exclude] if _is_model(node) else []
    return keys, ".".join([*path, str(loc[-1])])


def _step(node: Any, part: str | int) -> tuple[Any, str]:
    """From a type into the part of it called `part`; the tag of a kind is no part of the path."""
    if _is_model(node):
        field = node.model_fields.get(str(part))
        return _bare(field.annotation) if field else None, str(part)
    origin, inside = typing.get_origin(node), typing.get_args(node)
    if origin in {list, dict}:
        return _bare(inside[-1]), "*"
    if origin in {Union, UnionType}:
        return next((kind for kind in map(_bare, inside) if _is_kind(kind, part)), None), ""
    return None, str(part)


def _bare(annotation: Any) -> Any:
    """Without what only validates; ``X | None`` is X."""
    while typing.get_origin(annotation) is Annotated:
        annotation = typing.get_args(annotation)[0]
    if typing.get_origin(annotation) in {Union, UnionType}:
        rest = [part for part in typing.get_args(annotation) if part is not type(None)]
        return _bare(rest[0]) if len(rest) == 1 else annotation
    return annotation


def _is_model(node: Any) -> bool:
    return isinstance(node, type) and issubclass(node, BaseModel)


def _is_kind(node: Any, tag: str | int) -> bool:
    return _is_model(node) and tag in typing.get_args(node.model_fields["kind"].annotation)
