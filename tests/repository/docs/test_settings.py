"""Every piece of configuration in a document is one that the program reads; every key and kind is documented."""

from __future__ import annotations

import io
import re
import typing
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel
from ruamel.yaml import YAML

from model.config import Channel, Config, Source, Spot, Topic, load

Blocks = Callable[[str], list[tuple[str, str]]]
Pieces = Callable[[str], list[str]]
SOURCES: list[type[BaseModel]] = list(typing.get_args(typing.get_args(Source)[0]))
CHANNELS: list[type[BaseModel]] = list(typing.get_args(typing.get_args(Channel)[0]))
BASE = {"association": {"name": "志愿者协会", "town": "晴川", "contact": "mailto:office@xiehui.cn"}}


def kinds(models: list[type[BaseModel]]) -> set[str]:
    """``{"feed", "discuz", …}``."""
    return {typing.get_args(model.model_fields["kind"].annotation)[0] for model in models}


def paths(model: type[BaseModel], prefix: str = "") -> Iterator[str]:
    """``association``, ``association.name`` … as they are written in config.yaml."""
    for name, field in model.model_fields.items():
        if field.exclude:
            continue
        yield prefix + name
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            yield from paths(inner, f"{prefix}{name}.")


EVERY = {path for model in (Config, Topic, Spot, *SOURCES, *CHANNELS) for path in paths(model)}


def read(text: str, folder: Path) -> Config:
    """A block of YAML as the program reads it, completed by what it leaves out; ConfigError when it cannot be."""
    tree: Any = YAML(typ="safe").load(text)
    if isinstance(tree, list):
        tree = {"sources": tree}
    assert isinstance(tree, dict) and set(tree) <= set(Config.model_fields), f"neither settings nor a list:\n{text}"
    written = io.StringIO()
    YAML(typ="safe").dump({**BASE, **tree}, written)
    file = folder / "config.yaml"
    file.write_text(written.getvalue(), encoding="utf-8")
    return load(file, dict.fromkeys(re.findall(r"\$\{(\w+)\}", text), "https://hooks.example.org/x"))


def test_blocks_of_yaml_are_read(documents: Mapping[str, str], blocks: Blocks, tmp_path: Path) -> None:
    found = [block for text in documents.values() for kind, block in blocks(text) if kind in ("yaml", "yml")]
    assert len(found) > 6
    for block in found:
        read(block, tmp_path)


def test_the_examples_of_config_yaml_are_read(root: Path, tmp_path: Path) -> None:
    """With its examples switched on, and an own contact, the sample is a whole configuration."""
    text = (root / "config.yaml").read_text(encoding="utf-8")
    text = re.sub(r"^(\w+): (?:\[\]|\{\})$", r"\1:", text, flags=re.MULTILINE)
    text = re.sub(r"^#(  .*)?$", r"\1", text, flags=re.MULTILINE)
    config = read(text.replace("volunteers@example.org", "office@xiehui.cn"), tmp_path)
    assert {source.kind for source in config.sources} == kinds(SOURCES)
    assert {channel.kind for channel in config.channels} == kinds(CHANNELS)
    assert config.topics


def test_every_key_is_explained(documents: Mapping[str, str]) -> None:
    text = documents["docs/configuration.md"]
    assert [path for path in sorted(EVERY) if f"| `{path}` |" not in text] == []


def test_pages_name_only_keys_that_exist(documents: Mapping[str, str], spans: Pieces) -> None:
    """`crawl.delay`, `sources:` and `enabled: false` are keys; the page of settings names nothing else either."""
    last = {path.rpartition(".")[2] for path in EVERY}
    checked = 0
    for name, text in documents.items():
        for span in spans(text):
            dotted = re.fullmatch(r"[a-z_]+(?:\.[a-z_]+)+", span)
            if dotted and span.split(".")[0] in Config.model_fields and not (span + "/").startswith("bench"):
                assert span in EVERY, f"{name}: {span}"
            if key := re.match(r"([a-z_]+):(?: |$)", span):
                assert key[1] in last, f"{name}: {span}"
                checked += 1
    assert checked > 10
    for key in re.findall(r"^\| `([a-z_.]+)` \|", documents["docs/configuration.md"], re.MULTILINE):
        assert key in EVERY, key


@pytest.mark.parametrize("models", [SOURCES, CHANNELS], ids=["sources", "channels"])
def test_the_readmes_name_every_kind(readmes: Mapping[str, str], spans: Pieces, models: list[Any]) -> None:
    for name, text in readmes.items():
        assert kinds(models) <= set(spans(text)), name


def test_the_readmes_name_no_other_kind(readmes: Mapping[str, str], spans: Pieces) -> None:
    for name, start in (("README.md", "Kinds:"), ("README.zh-CN.md", "种类有")):
        parts = readmes[name].split(start)
        assert len(parts) > 1, name
        named = {
            span for part in parts[1:] for span in spans(part.split("\n\n")[0]) if re.fullmatch("[a-z]+", span)
        }
        assert named & (kinds(SOURCES) | kinds(CHANNELS)) == named - {"topics"}, name


def test_the_page_about_sources_names_every_kind(documents: Mapping[str, str]) -> None:
    text = documents["docs/怎么加来源.md"]
    assert set(re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE)) == kinds(SOURCES)
    shown = set(re.findall(r"^ *kind: (\w+)", documents["docs/sources.md"], re.MULTILINE))
    assert shown == kinds(SOURCES)
