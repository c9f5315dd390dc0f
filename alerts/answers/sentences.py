"""From a text to sentences with their sources: what a checked fact says word for word carries that fact's. Pure.

Nobody types sources: a sentence that somebody changed is found in no fact any more, and is marked 自拟 unless the
writer names a source behind it, as ``(出处:市教育局 11月26日电话答复)`` or as an address.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from urllib.parse import urlsplit

from model.address import is_web
from model.catalogue import Catalogue
from model.facts import Fact, FactSource, FactVerdict
from model.responses import Claim, Sentence

_OPEN, _CLOSE = "(\uff08", ")\uff09"
_NAMED = re.compile(
    rf"\s*[{_OPEN}]\s*(?:\u51fa\u5904|\u6765\u6e90|source)\s*[:\uff1a]\s*([^{_CLOSE}\n]+)[{_CLOSE}]", re.IGNORECASE
)
_END = re.compile(
    rf"(?:[\u3002\uff01\uff1f]+[\u201d\u2019\u300d\u300f]*|[.!?]+[\"\u201d]*(?=\s|$|[{_OPEN}]))"
    rf"(?:{_NAMED.pattern})*|(?={chr(92)}n)|$",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"https?://[^\s\u3000-\u303f\uff00-\uffef\u4e00-\u9fff<>\"]+")
_TELLING = 8
"""A shorter sentence (这是真的。) may stand in any fact: it is that of the fact whose sentence stands before it."""


def usable(fact: Fact, today: date) -> bool:
    """Whether a fact may be answered with: checked, with a source, and still valid."""
    return fact.verdict is not FactVerdict.UNCLEAR and bool(fact.sources) and not fact.expired(today)


def of_fact(fact: Fact, catalogue: Catalogue) -> list[str]:
    """What a fact says, sentence by sentence: the claim with its verdict, then the answer."""
    return [of_claim(fact.claim, fact.verdict, catalogue), *split(fact.answer)]


def of_claim(claim: str, verdict: FactVerdict, catalogue: Catalogue) -> str:
    """The sentence that says how true a claim is."""
    return catalogue.say(f"answers.claim.{verdict.value}", claim=claim.rstrip("\u3002.\uff01!"))


def split(text: str) -> list[str]:
    """The sentences of a text; a source named behind a sentence stays with it."""
    return list(_pieces(text, ()))


def sourced(
    text: str, near: Sequence[Fact], others: Iterable[Fact], today: date, catalogue: Catalogue, association: str
) -> tuple[Sentence, ...]:
    """The sentences of `text`. `near`: facts about the story; `others`: all that are known, for long ones."""
    known: dict[str, Fact] = {}
    for fact, shortest in [*((one, 1) for one in near), *((one, _TELLING) for one in others)]:
        said = of_fact(fact, catalogue) if usable(fact, today) else []
        known |= {words: fact for words in said if len(words) >= shortest and words not in known}
    us, found = FactSource(name=association), list[Sentence]()
    for words in _pieces(text, tuple(known)):
        before = next((fact for fact in known.values() if found and fact.key == found[-1].fact), None)
        if words not in known and before is not None and words in of_fact(before, catalogue):
            found.append(Sentence(text=words, sources=before.sources, fact=before.key))
        else:
            found.append(_sentence(words, known, catalogue, us))
    return tuple(found)


def as_written(sentences: Sequence[Sentence], catalogue: Catalogue) -> str:
    """The text for a writer to go on from: a source that was named behind a sentence stands there again."""
    text = ""
    for one in sentences:
        own_source = not one.fact and one.text != catalogue.say("answers.checking")
        named = " ".join(f"{source.name} {source.url}".strip() for source in one.sources) if own_source else ""
        text += one.text + (catalogue.say("answers.named", source=named) if named else "")
    return text


def claims(sentences: Sequence[Sentence], facts: Iterable[Fact]) -> tuple[Claim, ...]:
    """The claims that these sentences answer, in their order."""
    by_key = {fact.key: fact for fact in facts}
    keys = dict.fromkeys(sentence.fact for sentence in sentences if sentence.fact in by_key)
    return tuple(
        Claim(fact=key, claim=by_key[key].claim, verdict=by_key[key].verdict, checked_on=by_key[key].checked_on)
        for key in keys
    )


def only_checking(text: str, catalogue: Catalogue) -> bool:
    """Whether a text says no more than that something is being checked."""
    said = split(text)
    return bool(said) and all(words == catalogue.say("answers.checking") for words in said)


def _pieces(text: str, known: Sequence[str]) -> Iterator[str]:
    """`text` cut behind each sentence; what is `known` is never cut, whatever stands inside its quotation marks."""
    longest = sorted(known, key=len, reverse=True)
    rest = text.strip()
    while rest:
        found = next((words for words in longest if rest.startswith(words)), None)
        end = len(found) if found else next(m.end() for m in _END.finditer(rest) if m.end())
        if rest[:end].strip():
            yield rest[:end].strip()
        rest = rest[end:].lstrip()


def _sentence(words: str, known: Mapping[str, Fact], catalogue: Catalogue, us: FactSource) -> Sentence:
    fact = known.get(words)
    if fact is not None:
        return Sentence(text=words, sources=fact.sources, fact=fact.key)
    if words == catalogue.say("answers.checking"):
        return Sentence(text=words, sources=(us,))
    named = [_source(match[1].strip()) for match in _NAMED.finditer(words)]
    plain = _NAMED.sub("", words).strip()
    if not named:
        named = [FactSource(name=_host(url), url=url) for url in _ADDRESS.findall(plain) if is_web(url)]
    return Sentence(text=plain or words, sources=tuple(named))


def _source(text: str) -> FactSource:
    """``市教育局 https://…``: a name, an address, or both."""
    match = _ADDRESS.search(text)
    if match is None or not is_web(match[0]):
        return FactSource(name=text)
    name = (text[: match.start()] + text[match.end() :]).strip()
    return FactSource(name=name or _host(match[0]), url=match[0])


def _host(url: str) -> str:
    return urlsplit(url).hostname or url
