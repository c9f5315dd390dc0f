"""Does somebody write that they themselves do not want to live?

Such a post is kept but is never a vote, a term or an excerpt; reports about others (孩子说想死, 听说有人跳楼)
count. In doubt the answer is yes: a lost vote costs less than a person in distress quoted in a chat group. The
phrases are in data/lexicons/distress.txt; how well they do is in docs/figures.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from analysis.signs.distress_lexicon import lexicon
from analysis.text.clean import clean

_BEFORE, _AFTER, _FAR, _TOGETHER = 60, 24, 120, 80  # characters
_MOST = 500  # phrases of one list that are looked at; a megabyte of 他说想死 has a hundred thousand
_HAN = r"[\u3400-\u9fff]"
_STOP = r"[,。!?;:、\n]"
_SENTENCE = re.compile(r"[。!?;\n]")
_CLAUSE = re.compile(r"[,:、]")
_DROPPED = re.compile(r"[^\w,。!?;:、\"“”‘’'「」『』\n]|_")
# 不,想,活,了 and 我\n想\n死: marks around single characters are put there to hide a word.
_HIDING = re.compile(
    rf"(?<={_HAN}){_STOP}{{1,3}}(?={_HAN}(?:{_STOP}|$))|(?:(?<={_STOP}{_HAN})|(?<=^{_HAN})){_STOP}{{1,3}}(?={_HAN})"
)
_DENIED = re.compile(
    r"(?<![天刻时有])(?:不|没|没有|不会|不再|从不|从没|(?<!是)不是|并不|并没有?)(?:想|要|会|去|打算|准备)*$"
)
_OPENED, _CLOSED = "“「『‘", "”」』’"
_QUOTE = re.compile(rf"[{_OPENED}\"'][^{_CLOSED}\"']*$")
_COLON = re.compile(r":[^:]*$")
_END_OF_QUOTE = re.compile(rf"^[^{_OPENED}]{{0,12}}[{_CLOSED}\"'],?(.*)")


def first_person_distress(text: str) -> bool:
    """Whether the writer of `text` says that they do not want to live. Linear in the length of `text`."""
    plain = _HIDING.sub("", _DROPPED.sub("", clean(text).text.lower()))
    return _says_so(plain) or _hints(plain)


def _says_so(text: str) -> bool:
    """A phrase that says it, or a word of death with 我 as its nearest subject."""
    words = lexicon()
    if words.needed.search(text) and any(_own(text, hit) for hit in _found(words.own, text)):
        return True
    return any(_own(text, hit, named=True) for some in (words.way, words.death) for hit in _found(some, text))


def _hints(text: str) -> bool:
    """Despair and leave-taking close together; neither alone says it."""
    leaving = [hit.start() for hit in _found(lexicon().leaving, text) if _own(text, hit)]
    despair = (hit.start() for hit in _found(lexicon().despair, text) if leaving and _own(text, hit))
    return any(abs(here - there) <= _TOGETHER for here in despair for there in leaving)


def _found(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    return islice(pattern.finditer(text), _MOST)


def _own(text: str, hit: re.Match[str], *, named: bool = False) -> bool:
    """Whether what stands around a phrase makes it the writer's own; `named`: only with 我 in its sentence."""
    words = lexicon()
    before = _SENTENCE.split(text[max(0, hit.start() - _BEFORE) : hit.start()])[-1]
    after = _SENTENCE.split(text[hit.end() : hit.end() + _AFTER])[0]
    clause = _CLAUSE.split(before)[-1]
    scope = before if named else clause
    me, others = _last(words.me, scope), _last(words.others, scope)
    if _DENIED.search(clause) or (me < 0 and words.advice.search(clause)):
        return False
    if words.about.match(after) and (named or me < 0):
        return False
    if named and (words.witness.search(clause) or words.hearsay.search(before)):
        return False
    if _quoted(before, after) or _reported(before, text[max(0, hit.start() - _FAR) : hit.start()]):
        return False
    if me < 0 and others < 0:
        return not named and not words.hearsay.search(before)
    return me > others


def _reported(before: str, far: str) -> bool:
    """Whether somebody else says it: 她说…; or 天天说… after a sentence about a daughter (`far` reaches back)."""
    said = lexicon().reported.search(before)
    return said is not None and _others_speak(before[: said.start()], far[: len(far) - len(before) + said.start()])


def _others_speak(said_by: str, far: str) -> bool:
    """Whether the speaker at the end of `said_by` is not the writer."""
    clause = _CLAUSE.split(said_by)[-1]
    me, others = _last(lexicon().me, clause), _last(lexicon().others, clause)
    if me < 0 and others < 0:
        return bool(lexicon().others.search(far) or lexicon().hearsay.search(far))
    return others > me


def _quoted(before: str, after: str) -> bool:
    """Whether the phrase stands in what somebody else is quoted with: 她说:“…”, or “…”,她说."""
    for opening in (_QUOTE, _COLON):
        found = opening.search(before)
        speaker = _CLAUSE.split(before[: found.start()].rstrip(":,"))[-1] if found else ""
        if lexicon().reported.search(speaker) and _others_speak(speaker, ""):
            return True
    ended = _END_OF_QUOTE.match(after) if _QUOTE.search(before) else None
    return ended is not None and lexicon().others.search(ended[1]) is not None


def _last(pattern: re.Pattern[str], text: str) -> int:
    """Where `pattern` is found last in `text`; −1 when it is not."""
    return max((hit.start() for hit in pattern.finditer(text)), default=-1)
