"""Facts as ClaimReview (schema.org/ClaimReview, JSON-LD), the form in which fact checkers exchange them. Pure.

A verdict travels twice: as `alternateName`, the words people read, and as a number from 1 (false) to 5 (true),
which `unclear` does not have.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from model.config.facts import WORDS
from model.facts import Fact, FactVerdict

CONTEXT = "https://schema.org"
_LOWEST, _HIGHEST = 1, 5
_RATING = {FactVerdict.FALSE: _LOWEST, FactVerdict.PARTLY: 3, FactVerdict.TRUE: _HIGHEST}
# How others say it; the longest of these that stands in an alternateName decides.
_OTHERS = {
    FactVerdict.FALSE: "false, fake, pants on fire, incorrect, not true, untrue, 虚假, 错误, 伪, 不正确, 不属实, "
    "不真实",
    FactVerdict.TRUE: "true, correct, 真实, 正确",
    FactVerdict.PARTLY: "mostly, mostly true, mostly false, half true, partly, partly true, partly false, "
    "partially, partially true, partially false, mixture, misleading, 半真, 半真半假, 部分, 误导",
    FactVerdict.UNCLEAR: "unproven, unclear, 存疑, 没有依据, 真假难辨",
}
_SAID = {
    **{word: FactVerdict(verdict) for word, verdict in WORDS.items()},
    **{word: verdict for verdict, words in _OTHERS.items() for word in words.split(", ")},
}


def review(fact: Fact, *, author: str, site: str, verdict: str) -> dict[str, object]:
    """`fact` as one ClaimReview by the organisation `author`; `verdict`: the words people read for it.

    Its address is ``<site>#<key>``; without a site it is a name (urn:) that leads nowhere.
    """
    rating: dict[str, object] = {"@type": "Rating", "alternateName": verdict}
    if fact.verdict in _RATING:
        rating |= {"ratingValue": _RATING[fact.verdict], "bestRating": _HIGHEST, "worstRating": _LOWEST}
    found: dict[str, object] = {
        "@type": "ClaimReview",
        "url": (f"{site}#" if site else "urn:huisheng:fact:") + quote(fact.key),
        "identifier": fact.key,
        "claimReviewed": fact.claim,
        "itemReviewed": {"@type": "Claim", "name": fact.claim},
        "author": {"@type": "Organization", "name": author},
        "reviewRating": rating,
        "reviewBody": fact.answer,
        "inLanguage": "zh-CN",
        "keywords": list(fact.terms),
        "citation": [_citation(one.name, one.url, one.date) for one in fact.sources],
        "datePublished": fact.checked_on.isoformat() if fact.checked_on else "",
        "expires": fact.valid_until.isoformat() if fact.valid_until else "",
    }
    return {key: value for key, value in found.items() if value}


def _citation(name: str, url: str, date: str) -> dict[str, str]:
    found = {"@type": "CreativeWork", "name": name, "url": url, "datePublished": date}
    return {key: value for key, value in found.items() if value}


def document(reviews: list[dict[str, object]]) -> dict[str, object]:
    """All reviews as one JSON-LD document."""
    return {"@context": CONTEXT, "@graph": reviews}


def reviews(tree: object) -> Iterator[Mapping[str, Any]]:
    """Every ClaimReview in a JSON-LD document: alone, in a list, a graph or a data feed."""
    if isinstance(tree, list):
        for part in tree:
            yield from reviews(part)
    elif isinstance(tree, dict):
        if "ClaimReview" in _listed(tree.get("@type")):
            yield tree
        for inside in ("@graph", "dataFeedElement", "itemListElement", "item"):
            yield from reviews(tree.get(inside))


def key_and_values(found: Mapping[str, Any], checked_by: str) -> tuple[str, dict[str, object]]:
    """A ClaimReview as the key and the values of a fact, not yet validated.

    `checked_by`: the sentence that stands for an answer where there is none, with ``{name}`` and ``{verdict}``.
    """
    claim = _text(found.get("claimReviewed")) or _text(found.get("itemReviewed"))
    rating = found.get("reviewRating") or {}
    said = _text(rating.get("alternateName")) if isinstance(rating, dict) else ""
    author, url = _text(found.get("author")), _address(found.get("url"))
    answer = _text(found.get("reviewBody")) or _text(found.get("description"))
    day = str(found.get("datePublished") or "")[:10]
    own = [{"name": author or url, "url": url, "date": day}] if url else []
    values: dict[str, object] = {
        "claim": claim, "verdict": _verdict(rating, said).value,
        "answer": answer or (checked_by.format(name=author, verdict=said) if said else ""),
        "terms": [term for term in _listed(found.get("keywords")) if term],
        "sources": [source for one in _listed(found.get("citation")) if (source := _source(one))] or own,
        "checked_on": day, "valid_until": str(found.get("expires") or "")[:10],
    }  # fmt: skip
    digest = hashlib.sha256(f"{url} {claim}".encode()).hexdigest()[:10]
    return _text(found.get("identifier")) or f"cr-{digest}", values


def _verdict(rating: object, said: str) -> FactVerdict:
    """By the words first: scales differ, and 3 of 5 may be anything."""
    word = max((one for one in _SAID if one in said.lower()), key=len, default="")
    if word:
        return _SAID[word]
    try:
        values = rating if isinstance(rating, dict) else {}
        value, worst, best = (float(values.get(name, default)) for name, default in (
            ("ratingValue", "nan"), ("worstRating", _LOWEST), ("bestRating", _HIGHEST)))  # fmt: skip
    except (TypeError, ValueError):
        return FactVerdict.UNCLEAR
    if not worst <= value <= best or worst == best:
        return FactVerdict.UNCLEAR
    return FactVerdict.FALSE if value == worst else FactVerdict.TRUE if value == best else FactVerdict.PARTLY


def _source(one: object) -> dict[str, object] | None:
    if isinstance(one, str):
        return {"name": one, "url": _address(one), "date": ""} if one else None
    if not isinstance(one, dict):
        return None
    url = _address(one.get("url"))
    name = _text(one.get("name")) or url
    return {"name": name, "url": url, "date": str(one.get("datePublished") or "")} if name else None


def _address(value: object) -> str:
    text = _text(value)
    return text if text.startswith(("http://", "https://")) else ""


def _text(value: object) -> str:
    """A text, or the name of a thing, or the first of several."""
    if isinstance(value, list):
        return next((found for part in value if (found := _text(part))), "")
    if isinstance(value, dict):
        return _text(value.get("name") or value.get("headline") or value.get("@value"))
    return value.strip() if isinstance(value, str) else ""


def _listed(value: object) -> list[Any]:
    if isinstance(value, str):
        return [part.strip() for part in value.split(",")]
    return value if isinstance(value, list) else [] if value is None else [value]
