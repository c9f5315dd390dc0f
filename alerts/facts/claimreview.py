"""Facts as ClaimReview (schema.org/ClaimReview, JSON-LD), the form in which fact checkers exchange them. Pure.

A verdict travels twice: as `alternateName`, the words people read, and as a number from 1 (false) to 5 (true),
which `unclear` does not have.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote, urlsplit

from model.config.facts import LONGEST_KEY, WORDS
from model.facts import Fact, FactVerdict

CONTEXT = "https://schema.org"
_LOWEST, _HIGHEST = 1, 5
_DEEPEST = 10
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
    """Every ClaimReview in a JSON-LD document, wherever it stands: in a list, a graph, a feed, an article."""
    waiting = [tree]
    while waiting:  # no recursion: files come from elsewhere
        part = waiting.pop()
        if isinstance(part, dict):
            if any(_is_review(kind) for kind in _listed(part.get("@type"))):
                yield part
            waiting += reversed(list(part.values()))
        elif isinstance(part, list):
            waiting += reversed(part)


def _is_review(kind: object) -> bool:
    """``ClaimReview``, ``schema:ClaimReview`` or the whole address of the type."""
    return isinstance(kind, str) and re.split(r"[/:#]", kind)[-1] == "ClaimReview"


def key_and_values(found: Mapping[str, Any], checked_by: str) -> tuple[str, dict[str, object]]:
    """A ClaimReview as the key and the values of a fact, not yet validated.

    `checked_by`: the sentence that stands for an answer where there is none, with ``{name}`` and ``{verdict}``.
    """
    claim = _text(found.get("claimReviewed")) or _text(found.get("itemReviewed"))
    ratings = found.get("reviewRating")
    rating: object = next((one for one in (ratings if isinstance(ratings, list) else [ratings]) if one), {})
    said = _text(rating.get("alternateName")) if isinstance(rating, dict) else ""
    url = _address(found.get("url"))
    author = _organisation(found.get("author")) or _organisation(found.get("publisher"))
    answer = _text(found.get("reviewBody")) or _text(found.get("description"))
    day = str(found.get("datePublished") or "")[:10]
    own = [{"name": author or urlsplit(url).hostname or url, "url": url, "date": day}] if url else []
    values: dict[str, object] = {
        "claim": claim, "verdict": _verdict(rating, said).value,
        "answer": answer or (checked_by.format(name=author, verdict=said) if said else ""),
        "terms": [term for one in _listed(found.get("keywords")) if (term := _text(one))],
        "sources": [source for one in _listed(found.get("citation")) if (source := _source(one))] or own,
        "checked_on": day, "valid_until": str(found.get("expires") or "")[:10],
    }  # fmt: skip
    digest = hashlib.sha256(f"{url} {claim}".encode("utf-8", "replace")).hexdigest()[:10]
    return _text(found.get("identifier"))[:LONGEST_KEY] or f"cr-{digest}", values


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


def _organisation(value: object) -> str:
    """Who checked it. The name of a person is not taken over: what counts is where it can be read."""
    return next((_text(one) for one in _listed(value) if not _is_person(one)), "")


def _is_person(value: object) -> bool:
    return isinstance(value, dict) and "Person" in _listed(value.get("@type"))


def _address(value: object) -> str:
    text = _text(value)
    return text if text.startswith(("http://", "https://")) else ""


def _text(value: object, depth: int = 0) -> str:
    """A text, or the name of a thing, or the first of several."""
    if depth > _DEEPEST:
        return ""
    if isinstance(value, list):
        return next((found for part in value if (found := _text(part, depth + 1))), "")
    if isinstance(value, dict):
        return _text(value.get("name") or value.get("headline") or value.get("@value"), depth + 1)
    return value.strip() if isinstance(value, str) else ""


def _listed(value: object) -> list[Any]:
    if isinstance(value, str):
        return [part.strip() for part in value.split(",")]
    return value if isinstance(value, list) else [] if value is None else [value]
