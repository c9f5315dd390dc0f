"""The JSON Schema (2020-12) of config.yaml, for editors: made from the settings models, never by hand.

It says what can be said about the form. What needs more (is this a time zone? is a name used twice? is a variable
set?) is for `huisheng config check`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel
from pydantic_core import PydanticUndefined

from model.catalogue import LANGUAGES, Catalogue
from model.config.channels import Channel
from model.config.meaning import Model, about, meaning, members, settable, written
from model.config.settings import Config
from model.config.sources import Source

DIALECT = "https://json-schema.org/draft/2020-12/schema"
VARIABLE = r"\$\{[A-Za-z_][A-Za-z0-9_]*\}"
_REFERENCE = {"$ref": "#/$defs/variable"}
_SCALARS = {"string", "integer", "number", "boolean"}
_Schema = dict[str, Any]


def schema() -> _Schema:
    """The schema as a tree of plain values, described in both languages."""
    made = Config.model_json_schema(by_alias=False)
    blocks: dict[str, _Schema] = made.pop("$defs")
    found = {name: _block(model, blocks[name]) for name, model in sorted(_models(Config).items())}
    others = {name: _leaf(tree) for name, tree in sorted(blocks.items()) if name not in found}
    variable = {"type": "string", "pattern": VARIABLE, "description": _both("settings.schema.variable")}
    return {
        "$schema": DIALECT,
        "title": "config.yaml",
        **_block(Config, made),
        "$defs": {**found, **others, "variable": variable},
    }


def _models(model: Model) -> dict[str, Model]:
    """The models below `model`, by name."""
    found: dict[str, Model] = {one.__name__: one for union in (Source, Channel) for one in members(union)}
    waiting: list[Model] = [model, *found.values()]
    while waiting:
        for field in waiting.pop().model_fields.values():
            for part in _parts(field.annotation):
                if part.__name__ not in found:
                    found[part.__name__] = part
                    waiting.append(part)
    return found


def _parts(annotation: Any) -> list[Model]:
    """The models that an annotation such as ``dict[str, Topic]`` names."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [part for inner in getattr(annotation, "__args__", ()) for part in _parts(inner)]


def _block(model: Model, tree: _Schema) -> _Schema:
    keys = {name: _key(model, name, tree["properties"][name]) for name, _ in settable(model)}
    required = [name for name in tree.get("required", []) if name in keys]
    block: _Schema = {"description": _about(model), "type": "object", "properties": keys}
    return {**block, **({"required": required} if required else {}), "additionalProperties": False}


def _key(model: Model, name: str, tree: _Schema) -> _Schema:
    said: _Schema = {"description": " / ".join(meaning(model, name, Catalogue(one)) for one in LANGUAGES)}
    default = model.model_fields[name].default
    if default is not PydanticUndefined and default is not None and not isinstance(default, BaseModel):
        said["default"] = written(default)
    return {**said, **_leaf({k: v for k, v in tree.items() if k not in {"default", "title"}})}


def _leaf(tree: Mapping[str, Any]) -> _Schema:
    """`tree` without pydantic's titles, and with ``${NAME}`` allowed for every text, number and yes-or-no."""
    plain = {k: v for k, v in tree.items() if k not in {"title", "discriminator", "description"}}
    for word in ("anyOf", "oneOf", "prefixItems"):
        if word in plain:
            plain[word] = [_leaf(part) for part in plain[word]]
    for word in ("items", "additionalProperties"):
        if isinstance(plain.get(word), dict):
            plain[word] = _leaf(plain[word])
    if plain.get("format") == "path":
        del plain["format"]
    return {"anyOf": [plain, _REFERENCE]} if _takes_variable(plain) else plain


def _takes_variable(tree: _Schema) -> bool:
    """A variable is a text: where any text may stand it needs no mention. `kind` is a plain word."""
    bound = tree.get("type") in _SCALARS and "const" not in tree
    return bound and tree != {"type": "string"}


def _about(model: Model) -> str:
    return " / ".join(about(model, Catalogue(one)) for one in LANGUAGES)


def _both(name: str) -> str:
    return " / ".join(Catalogue(one).say(name) for one in LANGUAGES)
