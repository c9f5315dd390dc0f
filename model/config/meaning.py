"""What every key means, and which models stand behind it: read by the documents, the schema and error messages.

The words are in data/messages/settings.toml, under ``Model.key`` and ``about.Model``.
"""

from __future__ import annotations

import inspect
import typing
from collections.abc import Iterator
from datetime import timedelta
from enum import Enum
from pathlib import Path

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from model.catalogue import Catalogue
from model.config.base import Settings

Model = type[BaseModel]


def members(union: object) -> tuple[Model, ...]:
    """The models of a discriminated union such as `Source`, in the order in which it names them."""
    return typing.get_args(typing.get_args(union)[0])


def tags(union: object) -> tuple[str, ...]:
    """The words that `kind` may be."""
    return tuple(
        word for model in members(union) for word in typing.get_args(model.model_fields["kind"].annotation)
    )


def settable(model: Model) -> Iterator[tuple[str, FieldInfo]]:
    """The keys that may be written in config.yaml."""
    return ((name, field) for name, field in model.model_fields.items() if not field.exclude)


def meaning(model: Model, key: str, catalogue: Catalogue) -> str:
    """One line on `key`, which may be declared by a parent of `model`. KeyError: the catalogue lacks it."""
    owners = [owner for owner in model.__mro__ if key in inspect.get_annotations(owner)]
    if key == "kind":  # declared by every kind for itself, it means the same for all of a family
        owners = [model.__mro__[model.__mro__.index(Settings) - 1]]
    owner = owners[0]
    return catalogue.say(f"settings.{owner.__name__.lstrip('_')}.{key}")


def about(model: Model, catalogue: Catalogue) -> str:
    """One line on a block."""
    return catalogue.say(f"settings.about.{model.__name__}")


def written(value: object) -> object:
    """`value` as config.yaml would say it."""
    if isinstance(value, timedelta):
        return _duration(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        return list(value)
    return str(value) if isinstance(value, Path) else value


def _duration(value: timedelta) -> str:
    whole = int(value.total_seconds())
    for unit, length in (("d", 86400), ("h", 3600), ("m", 60)):
        if whole and whole % length == 0 and whole // length != 1:
            return f"{whole // length}{unit}"
    return f"{whole}s"
