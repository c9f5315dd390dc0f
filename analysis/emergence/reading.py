"""One post as the detector reads it: its features, the manner of its text, and what it may be used for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from analysis.emergence.signals import advertises, endangers, enquires, greets, leaves_contact
from analysis.emergence.wording import grams, normalise
from analysis.signs.marked_names import names_marked
from model.records import Post, Precision

_WORD = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]{2,8}|[a-z][a-z0-9\-]{2,19}")
# Talk about a day of the calendar is no news, however many take part.
_CALENDAR = re.compile(
    r"[\u4e00-\u9fff]{1,3}节|[\u4e00-\u9fff]{2}日(?!本)|周末|星期[一二三四五六日天]|周[一二三四五六日]|元旦|除夕|春节|清明|端午|"
    r"七夕|中秋|国庆|重阳|冬至|腊八|元宵|圣诞|平安夜|双十[一二]|双1[12]|618"
)

Thread = tuple[str, str]
"""Source and the site's own id of the thread."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A post's features. `id` is the caller's; `moment` when it was said, in seconds since 1970.

    `dated`: whether the site gave the minute. `mute` marks first-person distress and what is written in its thread:
    stored, but never a vote, a term, a title or an excerpt (the window does not let it be heard). `named` are
    people whom the writing marks as such (@handles, names with a dot), which `text` no longer shows.
    """

    id: str
    source: str
    key: str
    thread: Thread
    moment: int
    title: str
    text: str
    grams: frozenset[str]
    words: frozenset[str]
    advert: bool
    contact: bool
    enquiry: bool
    greeting: bool
    hazard: bool = False
    dated: bool = True
    mute: bool = False
    voice: str | None = None
    topics: tuple[str, ...] = ()
    named: frozenset[str] = frozenset()


def said_at(post: Post) -> datetime:
    """When a post was said: the published minute; the end of a published day; else when it was fetched."""
    if post.published_at is None or post.precision is Precision.NONE:
        return post.fetched_at
    if post.precision is Precision.DAY:
        return min(post.published_at + timedelta(days=1), post.fetched_at)
    return min(post.published_at, post.fetched_at)


_MASK = re.compile(r"〔[^〔〕]{1,6}〕")


def read(
    post: Post,
    words: Iterable[str],
    *,
    id: str,  # the record's own field is called so
    topics: tuple[str, ...] = (),
    distress: Callable[[str], bool],
    hushed: bool = False,
) -> Reading:
    """The reading of `post`, whose words (title and body) are `words`; `distress` finds first-person distress.

    `hushed`: the opener of its thread is a cry for help. What is said there is for that person; a link
    would point at them.
    """
    raw = post.text
    masked = "〔" in raw  # redaction's placeholders tell the manner of a post, but are no wording of anybody's
    title, text = (normalise(_MASK.sub(" ", part) if masked else part) for part in (post.title, post.body))
    both = f"{title}\n{text}"
    manner = normalise(raw) if masked else both
    mute = hushed or distress(raw)
    plain = _CALENDAR.sub(" ", both)
    return Reading(
        id=id,
        source=post.source,
        key=post.key,
        thread=(post.source, post.thread),
        moment=int(said_at(post).timestamp()),
        title=title,
        text=text,
        grams=frozenset() if mute else grams(plain),
        words=frozenset()
        if mute
        else frozenset(w for w in words if _WORD.fullmatch(w) and not _CALENDAR.search(w)),
        advert=advertises(manner),
        contact=leaves_contact(manner),
        enquiry=enquires(both),
        greeting=greets(both),
        hazard=endangers(both),
        dated=post.published_at is not None and post.precision is Precision.MINUTE,
        mute=mute,
        voice=post.voice,
        topics=() if mute else topics,
        named=frozenset() if mute else names_marked(raw),
    )
