"""What one page gave, gathered: posts are tidied here once for all kinds, and what was odd about them is noted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from crawlers.kinds.base import Fetch, Outcome, Page, Read, Refusal, Visit
from crawlers.reading.characters import scrub
from crawlers.reading.dates import first_date
from crawlers.reading.notes import without_notes
from crawlers.reading.text import one_line
from model.catalogue import Catalogue
from model.records import Post, Precision

LONGEST_BODY = 20_000  # characters
LONGEST_TITLE = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A post as a page shows it. `dates` are texts that may say when, best first; `url` is canonical."""

    key: str
    url: str
    thread: str
    thread_url: str
    opener: bool
    title: str
    body: str
    dates: tuple[str, ...]
    speaker: str = ""


def refuse(visit: Visit, kind: str, url: str, blocked: bool = False, **details: object) -> Refusal:
    """A refusal of `kind` in the language of the visit; `details` fill the placeholders of its message."""
    message = Catalogue(visit.language).say(f"reading.refusal.{kind}", url=url, **details)
    return Refusal(kind=kind, message=message, url=url, blocked=blocked)


class Gathering:
    """Collects the posts of one page and the notes about them."""

    def __init__(self, source: str, page: Page, visit: Visit) -> None:
        self._source, self._page, self._visit = source, page, visit
        self._reads: dict[str, Read] = {}
        self._refusals: list[Refusal] = []

    def add(self, draft: Draft) -> None:
        """Keep `draft` as a post, unless it is empty or was there already."""
        title, odd_title = scrub(draft.title)
        body, odd_body = scrub(draft.body)
        title, body = one_line(title)[:LONGEST_TITLE], without_notes(body.strip())
        if not title and not body:
            self.note("empty-body", draft.url)
            return
        if odd_title or odd_body:
            self.note("bad-characters", draft.url)
        if len(body) > LONGEST_BODY:
            self.note("too-long", draft.url, limit=LONGEST_BODY)
            body = body[:LONGEST_BODY]
        post = self._post(draft, title, body)
        if post.precision is Precision.NONE:
            self.note("no-date", draft.url)
        self._reads.setdefault(post.key, Read(post=post, speaker=draft.speaker))

    def note(self, kind: str, url: str, **details: object) -> None:
        """Write down something that was not read, or not quite."""
        self._refusals.append(refuse(self._visit, kind, url, False, **details))

    def outcome(
        self, follow: Iterable[Fetch] = (), markers: Mapping[str, str] | None = None, *, entries: int = 0
    ) -> Outcome:
        """Everything gathered so far, from `entries` items of a list that holds the posts themselves."""
        return Outcome(
            reads=tuple(self._reads.values()),
            follow=tuple(follow),
            markers=markers or {},
            refusals=tuple(self._refusals),
            entries=entries,
        )

    def _post(self, draft: Draft, title: str, body: str) -> Post:
        when, precision = first_date(list(draft.dates), self._page.fetched_at, self._visit.zone)
        return Post(
            source=self._source,
            key=scrub(draft.key)[0].strip() or scrub(draft.url)[0],
            url=scrub(draft.url)[0],
            thread=scrub(draft.thread)[0],
            thread_url=scrub(draft.thread_url)[0],
            opener=draft.opener,
            title=title if draft.opener else "",
            body=body,
            published_at=when,
            precision=precision,
            fetched_at=self._page.fetched_at,
        )
