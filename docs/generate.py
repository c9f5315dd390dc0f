"""Writes docs/configuration.md from the settings models, so that it cannot be out of date. `make docs`."""

from __future__ import annotations

import typing
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from model.config import Config, Topic
from model.config.channels import AppriseChannel, WebhookChannel
from model.config.sources import DiscuzSource, FeedSource, ForumSource, PageSource, SitemapSource

TARGET = Path(__file__).with_name("configuration.md")
LISTED: dict[str, list[type[BaseModel]]] = {
    "sources": [FeedSource, DiscuzSource, PageSource, SitemapSource, ForumSource],
    "topics": [Topic],
    "channels": [WebhookChannel, AppriseChannel],
}


def page() -> str:
    """The whole page as Markdown."""
    lines = [
        "# Every setting",
        "",
        "Made by `make docs` from `model/config/`; do not edit. Durations are written `90s`, `30m`, `2h`, `1d`.",
        "",
        *_table(Config, "config.yaml"),
    ]
    for name, models in LISTED.items():
        for model in models:
            kind = model.model_fields.get("kind")
            label = f"`{name}:` of kind `{_options(kind)[0]}`" if kind else f"`{name}:`"
            lines += ["", *_table(model, label)]
    return "\n".join(lines) + "\n"


def _table(model: type[BaseModel], label: str) -> Iterator[str]:
    yield f"## {label}"
    yield ""
    if model.__doc__ and model is not Config:
        yield model.__doc__.strip().splitlines()[0]
        yield ""
    yield "| key | default | meaning |"
    yield "|---|---|---|"
    yield from _rows(model, "")


def _rows(model: type[BaseModel], prefix: str) -> Iterator[str]:
    for name, field in model.model_fields.items():
        if field.exclude:
            continue
        yield f"| `{prefix}{name}` | {_default(field)} | {field.description or _kind_text(field)} |"
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            yield from _rows(inner, f"{prefix}{name}.")


def _kind_text(field: FieldInfo) -> str:
    return "the word " + " or ".join(f"`{option}`" for option in _options(field))


def _options(field: FieldInfo | None) -> tuple[str, ...]:
    return typing.get_args(field.annotation) if field else ()


def _default(field: FieldInfo) -> str:
    if field.default is PydanticUndefined:
        return "**required**"
    value = field.default
    if isinstance(value, BaseModel):
        return ""
    if value is None:
        return ""
    if isinstance(value, timedelta):
        return f"`{_duration(value)}`"
    return f"`{value}`" if value not in ("", [], {}) else ""


def _duration(value: timedelta) -> str:
    whole = int(value.total_seconds())
    for unit, length in (("d", 86400), ("h", 3600), ("m", 60)):
        if whole and whole % length == 0 and whole // length != 1:
            return f"{whole // length}{unit}"
    return f"{whole}s"


if __name__ == "__main__":
    TARGET.write_text(page(), encoding="utf-8")
