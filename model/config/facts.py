"""What may be written of one fact, in YAML or as one line of JSON."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from model.catalogue import both
from model.config.base import Filled, HttpUrl, Settings
from model.facts import Fact, FactSource, FactVerdict

# What people read and write for a verdict; exports and ClaimReview say 属实, others say more plainly.
WORDS: Mapping[str, str] = {
    "属实": "true", "真": "true", "不实": "false", "假": "false", "谣言": "false", "部分属实": "partly",
    "待核实": "unclear",
}  # fmt: skip
_DATE = re.compile(r"(\d{4}(?:-\d\d(?:-\d\d)?)?)(?:[T ].*)?")
# YAML folds lines with a blank between them; Chinese has none there.
_WIDE = r"[\u2018-\u201d\u3000-\u9fff\uff00-\uffef]"
_FOLD = re.compile(rf"(?<={_WIDE})\s+(?={_WIDE})")
_HIDDEN = re.compile(
    r"[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
"""Controls, what turns the direction of writing, halves of surrogate pairs: no file or message holds them."""
LONGEST_KEY = 100
LONGEST_CLAIM, LONGEST_ANSWER = 300, 5000
"""Characters. A claim stands in a headline; an answer is read in a chat, where only its beginning is shown."""
_BETWEEN = re.compile(r"[\u3001\uff0c,;\uff1b\n]")


def _verdict(value: object) -> object:
    """``true`` without quotation marks is a yes-or-no to YAML; people also write the words they read."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return WORDS.get(value.strip(), value.strip().lower()) if isinstance(value, str) else value


def _texts(value: object) -> object:
    """A list of texts; one text alone, or several with 、 between, is a list as well; numbers are texts."""
    if isinstance(value, str):
        return [part for part in _BETWEEN.split(value) if part.strip()]
    if isinstance(value, list):
        return [str(part) if type(part) in {int, float} else part for part in value]
    return [] if value is None else value


def _when(value: object) -> object:
    """A day, a month or a year as text; nothing is the empty text."""
    if value is None or value == "":
        return ""
    text = value.isoformat() if isinstance(value, date | datetime) else str(value).strip()
    match = _DATE.fullmatch(text)
    try:
        found = match[1] if match else ""
        date.fromisoformat((found + "-01-01")[: len("2024-05-01")])
    except ValueError:
        raise ValueError(both("facts.bad_date", value=text)) from None
    return found


def _day(value: object) -> object:
    """A whole day, or None."""
    text = str(_when(value))
    if text and len(text) < len("2024-05-01"):
        raise ValueError(both("facts.bad_date", value=text))
    return date.fromisoformat(text) if text else None


def _visible(value: Any) -> Any:
    """`value` without characters that nobody sees, in all its texts."""
    match value:
        case str():
            return _HIDDEN.sub("", value)
        case list():
            return [_visible(part) for part in value]
        case dict():
            return {key: _visible(part) for key, part in value.items()}
    return value


def _list(value: object) -> object:
    return [] if value is None else value


def _named(value: object) -> object:
    """A source may be its name alone; one that has only an address is named by it."""
    if isinstance(value, str):
        return {"name": value}
    if isinstance(value, dict) and not value.get("name") and value.get("url"):
        return {**value, "name": value["url"]}
    return value


def _nothing(value: object) -> object:
    return "" if value is None else value


_Text = Annotated[Filled, AfterValidator(lambda value: _FOLD.sub("", value.strip()))]
_Day = Annotated[date | None, BeforeValidator(_day)]


class FactSourceBlock(Settings):
    """Where an answer can be read."""

    name: Filled
    url: Annotated[HttpUrl | Literal[""], BeforeValidator(_nothing)] = ""
    date: Annotated[str, BeforeValidator(_when)] = ""


class FactBlock(Settings):
    """One fact. Only `claim`, `verdict` and `answer` are required."""

    claim: Annotated[_Text, Field(max_length=LONGEST_CLAIM)]
    verdict: Annotated[FactVerdict, BeforeValidator(_verdict)]
    answer: Annotated[_Text, Field(max_length=LONGEST_ANSWER)]
    terms: Annotated[list[Filled], BeforeValidator(_texts)] = Field(default=[], max_length=200)
    sources: Annotated[list[Annotated[FactSourceBlock, BeforeValidator(_named)]], BeforeValidator(_list)] = Field(
        default=[], max_length=50
    )
    responsible: Annotated[str, BeforeValidator(_nothing)] = ""
    checked_on: _Day = None
    valid_until: _Day = None
    reviewed: bool = False

    @model_validator(mode="before")
    @classmethod
    def _clean(cls, values: Any) -> Any:
        return _visible(values)

    def fact(self, key: str) -> Fact:
        """The record under `key`."""
        return Fact(
            key=_HIDDEN.sub("", key)[:LONGEST_KEY], claim=self.claim, verdict=self.verdict, answer=self.answer,
            terms=tuple(dict.fromkeys(term.strip() for term in self.terms)),
            sources=tuple(FactSource(name=one.name.strip(), url=one.url, date=one.date) for one in self.sources),
            responsible=self.responsible.strip(), checked_on=self.checked_on, valid_until=self.valid_until,
            reviewed=self.reviewed,
        )  # fmt: skip


def fact_values(fact: Fact) -> dict[str, Any]:
    """`fact` as a file says it, without its key and without what is empty."""
    sources = [
        {key: value for key, value in (("name", one.name), ("url", one.url), ("date", one.date)) if value}
        for one in fact.sources
    ]
    values = {
        "claim": fact.claim, "verdict": fact.verdict.value, "answer": fact.answer, "terms": list(fact.terms),
        "sources": sources, "responsible": fact.responsible,
        "checked_on": fact.checked_on.isoformat() if fact.checked_on else "",
        "valid_until": fact.valid_until.isoformat() if fact.valid_until else "",
    }  # fmt: skip
    return {**{key: value for key, value in values.items() if value}, "reviewed": fact.reviewed}
