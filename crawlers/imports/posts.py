"""One row of a file to one post, through the same cleaning, limits, dates and redaction as a page of a site. Pure.

A row without a time of its own is refused: counted from now, last year's rumour would be today's news.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from crawlers.imports.rows import Fault, Row, fault
from crawlers.kinds.base import Page, Visit
from crawlers.kinds.gathering import Draft, Gathering
from crawlers.reading.characters import scrub
from crawlers.reading.dates import Dated, read_date
from crawlers.reading.links import absolute, canonical, whole_thread
from crawlers.reading.text import plain_of
from crawlers.redaction import redact
from crawlers.redaction.data import Datum
from crawlers.visits.admit import admit
from crawlers.voices import Voices
from model.config.base import NAME
from model.records import Post, Precision

_NOBODY = Voices(key_id="", key=b"")  # no row says who speaks, and nothing is hashed with it
_LONGEST_KEY = 300
_HTML = re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>|&(?:nbsp|amp|lt|gt|quot|#\d{1,7});", re.IGNORECASE)
_YEAR = re.compile(r"\d{4}")
_ANOTHER_AGE = timedelta(days=700)
_POINTS_TO_SOMEBODY = frozenset({Datum.EMAIL, Datum.MENTION})
_AT = re.compile("[@＠]")  # without one there is neither a mail address nor a mention to look for
_PROFILE = re.compile(r"/(?:@|%40)[^/?#]")


@dataclass(frozen=True, slots=True)
class Admitted:
    """A post as it may be stored, and kinds of what was odd about its row."""

    number: int
    post: Post
    notes: tuple[str, ...]


def admitted(row: Row, now: datetime, zone: ZoneInfo) -> Admitted | Fault:
    """The post in `row`; `zone` is that of times that name none, `now` the moment of the import."""
    try:
        source, key = _source(row), _identifier(row, "key")
        if not key:
            raise _Wrong("missing", key="key")
        published, fetched = _times(row, now, zone)
        return _post(row, source, key, published, fetched, zone)
    except _Wrong as wrong:
        return fault(row.number, wrong.reason, **wrong.values)


class _Wrong(ValueError):
    """Why a row is refused."""

    def __init__(self, reason: str, **values: object) -> None:
        super().__init__(reason)
        self.reason, self.values = reason, values


def _post(row: Row, source: str, key: str, published: Dated, fetched: datetime, zone: ZoneInfo) -> Admitted | Fault:
    link, notes = _link(_text(row, "url"))
    thread = _identifier(row, "thread") or (whole_thread(link) if link else key)
    page = Page(url=link, status=200, content_type="", charset="", body=b"", fetched_at=fetched)
    gathering = Gathering(source, page, Visit(markers={}, oldest=fetched, zone=zone))
    title = _plain(_text(row, "title"))
    when, precision = published
    day = when.astimezone(zone).date().isoformat() if when else ""
    gathering.add(
        Draft(
            key=key, url=link, thread=thread, thread_url=whole_thread(link) if link else "",
            opener=bool(title.strip()) and whole_thread(link) == link, title=title, body=_plain(_text(row, "body")),
            dates=(when.isoformat() if when and precision is Precision.MINUTE else day,),
        )
    )  # fmt: skip
    outcome = gathering.outcome()
    if not outcome.reads:
        return fault(row.number, "empty")
    post, _ = admit(source, outcome.reads[0], _NOBODY, _redacted)
    notes += [refusal.kind for refusal in outcome.refusals]
    return Admitted(row.number, replace(post, imported=True), tuple(notes))


def _redacted(text: str) -> str:
    return redact(text).text


def _text(row: Row, key: str) -> str:
    """A text; null and NaN, which tables write for "nothing", are empty."""
    value = row.values.get(key)
    if isinstance(value, str):
        return value
    if value is None or value != value:  # only NaN differs from itself
        return ""
    raise _Wrong("text", key=key, found=type(value).__name__)


def _source(row: Row) -> str:
    name = _text(row, "source").strip()
    if not name:
        raise _Wrong("missing", key="source")
    if re.fullmatch(NAME, name) is None:
        raise _Wrong("source_name")
    return name


def _identifier(row: Row, key: str) -> str:
    """The site's own id of a post or thread; '' when there is none. An address is cleaned like any other."""
    value = row.values.get(key)
    text = str(value) if type(value) is int else _text(row, key)
    clean, odd = scrub(text.strip())
    if odd:
        raise _Wrong("broken_id", key=key)
    if absolute(clean, clean):
        clean = canonical(clean) if key == "key" else whole_thread(canonical(clean))
    if _AT.search(clean) and any(span.kind in _POINTS_TO_SOMEBODY for span in redact(clean).spans):
        raise _Wrong("personal_id", key=key)
    if len(clean) <= _LONGEST_KEY:
        return clean
    return "sha256:" + hashlib.sha256(clean.encode()).hexdigest()[:32]


def _link(text: str) -> tuple[str, list[str]]:
    """The address in its one spelling, or '' and why: no web address, or one that names a person (``/@name/``)."""
    if not text.strip():
        return "", []
    url = absolute(scrub(text)[0].strip(), "")
    if not url or _PROFILE.search(urlsplit(url).path):
        return "", ["unsafe-link"]
    return canonical(url), []


def _plain(text: str) -> str:
    """What a reader sees: exports of blogs hold HTML, and its links may point to people."""
    return plain_of(text) if _HTML.search(text) else text


def _times(row: Row, now: datetime, zone: ZoneInfo) -> tuple[Dated, datetime]:
    """When it was said and when it was fetched. A file that says only when it was said was fetched no later than
    the end of that minute or day: a day alone must not count as today's."""
    fetched_text, published_text = _text(row, "fetched_at").strip(), _text(row, "published_at").strip()
    fetched = _ending(_moment("fetched_at", fetched_text, now, zone), now) if fetched_text else None
    if not published_text:
        if fetched is None:
            raise _Wrong("no_time")
        return (None, Precision.NONE), fetched
    if fetched is None and not _YEAR.search(published_text):
        raise _Wrong("no_year", value=published_text[:40])
    published = _moment("published_at", published_text, fetched or now, zone)
    return published, fetched or _ending(published, now)


def _ending(dated: Dated, now: datetime) -> datetime:
    when, precision = dated
    if when is None:
        return now
    return min(now, when + timedelta(days=1, seconds=-1) if precision is Precision.DAY else when)


def _moment(key: str, text: str, base: datetime, zone: ZoneInfo) -> Dated:
    found = read_date(text, base, zone)
    if found[0] is not None:
        return found
    raise _Wrong(_why_not(text, base, zone), key=key, value=text[:40])


def _why_not(text: str, base: datetime, zone: ZoneInfo) -> str:
    """Whether a time that `read_date` refuses lies ahead, long ago, or is none."""
    named = re.search(r"(?<!\d)(?:19|20|21)\d\d(?!\d)", text)
    year = int(named[0]) if named else base.year
    if year > base.year or read_date(text, base + _ANOTHER_AGE, zone)[0] is not None:
        return "future"
    if year < base.year - 2 or read_date(text, base - _ANOTHER_AGE, zone)[0] is not None:
        return "too_old"
    return "no_date"
