"""Files of facts: YAML, JSON Lines or ClaimReview in; ClaimReview, JSON Lines or YAML out."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from ruamel.yaml import YAML

from alerts.facts.claimreview import document, key_and_values, review, reviews
from commands.lines import Fault, read_lines
from commands.options import as_line
from model.catalogue import Catalogue, both
from model.config import Config
from model.config.factfile import MOST_BYTES, FactFile, load_facts
from model.config.facts import LONGEST_KEY, FactBlock, fact_values
from model.config.faults import faults
from model.config.load import read_text
from model.errors import UsageError
from model.facts import Fact

FORMATS = ("claimreview", "jsonl", "yaml")
_ENDINGS = {
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "claimreview", ".jsonld": "claimreview", ".yaml": "yaml",
    ".yml": "yaml",
}  # fmt: skip


def read_facts(path: Path, catalogue: Catalogue) -> FactFile:
    """The facts of a file in any of the three forms, by its ending. Raises `ConfigError` when none can be read."""
    form = form_of(path) or "yaml"
    if form == "yaml":
        return load_facts(path)
    text = read_text(path, most=MOST_BYTES, missing="facts.no_file")
    return _of_lines(path, text, catalogue) if form == "jsonl" else _of_reviews(path, text, catalogue)


def form_of(path: Path | None) -> str:
    """By the file's ending; empty when it says nothing."""
    return _ENDINGS.get(path.suffix.lower(), "") if path is not None else ""


def _of_lines(path: Path, text: str, catalogue: Catalogue) -> FactFile:
    found: dict[str, Fact] = {}
    told: list[str] = []

    def build(record: dict[str, object]) -> Fact:
        named = record.pop("key", "")
        key = str(named).strip()[:LONGEST_KEY] if isinstance(named, str | int) else ""
        if not key:
            raise ValueError(catalogue.say("facts.no_key"))
        if key in found:
            raise ValueError(catalogue.say("facts.twice", key=key))
        return _fact(key, record)

    for item in read_lines(text.encode().splitlines(), build, catalogue):
        if isinstance(item, Fault):
            told.append(f"{path}:{item.line}: {item.error}")
        else:
            found[item.key] = item
    return FactFile(facts=found, faults=tuple(told))


def _of_reviews(path: Path, text: str, catalogue: Catalogue) -> FactFile:
    try:
        tree: Any = json.loads(text)
    except RecursionError:
        raise UsageError(catalogue.say("facts.too_deep", path=path)) from None
    except ValueError as error:
        raise UsageError(catalogue.say("facts.not_json", path=path, why=error)) from None
    found: dict[str, Fact] = {}
    told: list[str] = []
    sentence = catalogue.say("facts.says_only", name="{name}", verdict="{verdict}")
    for number, one in enumerate(reviews(tree), start=1):
        key, values = key_and_values(one, sentence)
        try:
            if key in found:
                raise ValueError(catalogue.say("facts.twice", key=key))
            found[key] = _fact(key, values)
        except ValueError as error:
            told.append(f"{path}: ClaimReview {number}: {error}")
    if not found and not told:
        raise UsageError(catalogue.say("facts.no_reviews", path=path))
    return FactFile(facts=found, faults=tuple(told))


def _fact(key: str, values: Mapping[str, object]) -> Fact:
    """Raises ValueError with what is wrong, in plain words."""
    try:
        return FactBlock.model_validate(dict(values)).fact(key)
    except ValidationError as error:
        where = Path(key)  # stands where a file's name and place stand in other faults
        lines = [fault.split(": ", 1)[1] for fault in faults(where, None, error, FactBlock)]
        raise ValueError("; ".join(lines)) from None


def written(known: Iterable[Fact], form: str, config: Config | None, site: str, catalogue: Catalogue) -> str:
    """The facts as the text of a file."""
    writers: Mapping[str, Callable[[], str]] = {
        "jsonl": lambda: "".join(as_line({"key": f.key, **fact_values(f)}) + "\n" for f in known),
        "yaml": lambda: _yaml(known),
        "claimreview": lambda: _reviews(known, config, site, catalogue),
    }
    return writers[form]()


def _yaml(known: Iterable[Fact]) -> str:
    out = io.StringIO()
    writer = YAML()
    writer.allow_unicode = True
    writer.width = 100_000  # a folded line would gain a blank
    writer.dump({fact.key: fact_values(fact) for fact in known}, out)
    return out.getvalue()


def _reviews(known: Iterable[Fact], config: Config | None, site: str, catalogue: Catalogue) -> str:
    if config is None:
        raise UsageError(both("facts.needs_config"))
    name = config.association.name
    made = [
        review(fact, author=name, site=site, verdict=catalogue.say(f"facts.verdict.{fact.verdict.value}"))
        for fact in known
    ]
    return json.dumps(document(made), ensure_ascii=False, indent=2) + "\n"
