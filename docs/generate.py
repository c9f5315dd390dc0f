"""Writes what is made from the settings models, so that it cannot be out of date. `make docs`.

docs/configuration.md, its Chinese counterpart docs/配置项.md, and docs/config.schema.json.
"""

from __future__ import annotations

import json
import typing
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from model.catalogue import Catalogue
from model.config import Config
from model.config.channels import Channel
from model.config.meaning import Model, about, meaning, members, settable, written
from model.config.places import Spot
from model.config.schema import schema
from model.config.sources import Source
from model.config.topics import Topic

FOLDER = Path(__file__).parent
LISTED: dict[str, tuple[Model, ...]] = {
    "sources": members(Source),
    "topics": (Topic,),
    "places": (Spot,),
    "channels": members(Channel),
}


def files() -> dict[Path, str]:
    """Every generated file and what it should hold."""
    return {
        FOLDER / "configuration.md": page(Catalogue("en")),
        FOLDER / "配置项.md": page(Catalogue("zh")),
        FOLDER / "config.schema.json": json.dumps(schema(), ensure_ascii=False, indent=1) + "\n",
    }


def page(catalogue: Catalogue) -> str:
    """The whole page as Markdown."""
    say = catalogue.say
    lines = [f"# {say('settings.page.title')}", "", say("settings.page.intro"), ""]
    lines += ["## config.yaml", "", *_table(Config, catalogue)]
    for name, models in LISTED.items():
        for model in models:
            kind = model.model_fields.get("kind")
            heading = "block_of_kind" if kind else "block"
            label = say(f"settings.page.{heading}", name=name, kind=_options(kind)[0] if kind else "")
            lines += ["", f"## {label}", "", about(model, catalogue), "", *_table(model, catalogue)]
    return "\n".join(lines) + "\n"


def _table(model: Model, catalogue: Catalogue) -> Iterator[str]:
    yield catalogue.say("settings.page.header")
    yield "|---|---|---|"
    yield from _rows(model, "", catalogue)


def _rows(model: Model, prefix: str, catalogue: Catalogue) -> Iterator[str]:
    for name, field in settable(model):
        words = meaning(model, name, catalogue)
        if name == "kind":
            words = catalogue.say("settings.page.the_word", word=_options(field)[0])
        yield f"| `{prefix}{name}` | {_default(field, catalogue)} | {words} |"
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            yield from _rows(inner, f"{prefix}{name}.", catalogue)


def _options(field: FieldInfo) -> tuple[str, ...]:
    return typing.get_args(field.annotation)


def _default(field: FieldInfo, catalogue: Catalogue) -> str:
    if field.default is PydanticUndefined:
        return catalogue.say("settings.page.required")
    value = written(field.default)
    if value is None or isinstance(value, BaseModel) or value in ("", [], {}):
        return ""
    return f"`{value if isinstance(value, str) else json.dumps(value)}`"


if __name__ == "__main__":
    for path, text in files().items():
        path.write_text(text, encoding="utf-8")
