"""One visit to one source: asks its kind what to fetch, stores what each page gave, and keeps count of trouble.

Knows neither Scrapy nor the network: `VisitSpider` carries replies in and asks for the next address.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta

from crawlers.kinds.base import Fetch, Kind, OtherWays, Outcome, Page, Refusal, Visit
from crawlers.kinds.gathering import refuse
from crawlers.kinds.opened import wall_of_error
from crawlers.manners.conditional import request_headers, validators_of
from crawlers.manners.freshness import fresh_for
from crawlers.manners.guard import Site, site_of
from crawlers.manners.retry_after import not_before
from crawlers.processes.job import Progress, Visited
from crawlers.visits.admit import admit
from crawlers.visits.around import Around, Memory
from crawlers.visits.budget import budget_of
from crawlers.visits.gate import fault_in
from crawlers.visits.plan import Node, Plan, resume_points
from crawlers.visits.reply import Drawn, Reply, content_type_of
from crawlers.visits.sameness import Sameness
from crawlers.visits.tally import Tally
from crawlers.visits.telling import Telling
from crawlers.visits.whole import Whole
from model.catalogue import Catalogue
from model.config import Source, wants_browser
from model.errors import StoreBusy, StoreError
from model.pace import Wish
from store.crawling import Batch, Validators
from store.pacing import plain_wish

SHUT_OUT = timedelta(hours=6)  # a site that keeps programs out is asked again this much later
TOO_MANY = timedelta(minutes=30)  # 429 without a time
_GONE = frozenset(("HTTP 404", "HTTP 410"))
_DEAF = 3  # pages in a row without an answer: whatever ails the site, we only add to it
_NO_ANSWER = frozenset(("timeout", "connection", "dns", "cut-short", "download-failed"))
_NOT_GIVEN = frozenset(("http-status", "robots"))  # the site answered that this page is not for us


class Visiting:
    """The running visit. Ask `next`, report with `replied` or `broke`, end with `close`."""

    def __init__(self, source: Source, kind: Kind, around: Around, memory: Memory) -> None:
        self.source, self._kind, self._around, self._memory = source, kind, around, memory
        self.site: Site = site_of(source)
        self._catalogue = Catalogue(around.config.language)
        telling = Telling(source.name, self._catalogue, around.emit)
        self._words, self._trouble, self._note = telling.words, telling.trouble, telling.drawn
        self._visit = Visit(
            markers=memory.markers,
            oldest=around.clock() - around.config.crawl.backfill,
            zone=around.config.zone_of(source),
            language=around.config.language,
        )
        self._plan = Plan(kind.start(source, memory.markers), source.max_pages, memory.unfinished, source.max_depth)
        self._ended, self._good, self._bad, self._busy = False, 0, 0, 0
        self._later: datetime | None = None
        self._whole, self._tally, self._sameness = Whole(), Tally(), Sameness()
        self._deaf = 0  # pages in a row that the site did not answer
        self._wish: Wish | None = None
        self._fresh = timedelta(0)
        self.site_later: datetime | None = None  # until then the site wants no visitor, whichever the source
        self.requests = 0  # noted by the process, robots.txt and redirects included
        self.crawl_delay = 0.0  # seconds, as the site's robots.txt asks; noted by the spider
        self._began = around.clock()
        self._budget = budget_of(around.config, source, self._began, by_hand=around.by_hand)

    def next(self) -> Node | None:
        """The next page to fetch, None when the visit is over."""
        if self._ended:
            return None
        if self._around.out_of_time():
            if not self._plan.taken:
                self._trouble("no-turn", self._words("no-turn"), self.source.url)
            return None
        if self._plan.more and self._budget.left(self._around.clock()) <= 0:
            budget = self._budget  # what is left keeps for the next visit
            self._trouble(budget.kind, self._words(budget.kind, detail=budget.detail), self.source.url)
            return None
        node = self._plan.next()
        while node is not None and self._sameness.leads_there(node.fetch):
            self._plan.skipped(node)
            node = self._plan.next()
        return node

    def patience(self) -> float:
        """Seconds to wait for the next reply."""
        usual = self._around.config.crawl.timeout.total_seconds()
        return max(0.1, min(usual, self._budget.left(self._around.clock())))

    def headers(self, node: Node) -> dict[str, str]:
        """Extra request headers. Only lists are asked for conditionally: a thread's first page may stay as it is
        while its last one grows."""
        if node.fetch.role != "list" or wants_browser(self.source):  # what scripts fill in changes without the page
            return {}
        return request_headers(self._memory.validators.get(node.fetch.url))

    def replied(self, node: Node, reply: Reply) -> None:
        """The site answered. Reported before the page is read: should that never end, this source is to blame."""
        self._progress()
        self._tally.bytes_read += len(reply.body)
        self._deaf = self._deaf + 1 if reply.status >= 500 else 0
        if self._plan.taken == 1 and (reply.status == 304 or 200 <= reply.status < 300):
            self._fresh = fresh_for(reply.headers, self._around.clock())
        if reply.drawn is not None:
            self._drawn(node, reply.drawn, reply.url)
        if reply.drawn is not None and reply.drawn.wall:
            self._refused(node, refuse(self._visit, reply.drawn.wall, reply.url, blocked=True))
        elif reply.status in {429, 503}:
            self._wait(node, reply)
        elif reply.status == 304:
            self._tally.not_modified += 1
            self._good += 1
            self._plan.done(node, (), None)
        elif not 200 <= reply.status < 300 and (wall := self._wall(reply)) is not None:
            self._refused(node, wall)
        elif not 200 <= reply.status < 300:
            self.broke(node, "http-status", reply.url, detail=f"HTTP {reply.status}")
        else:
            self._read(node, reply)

    def broke(self, node: Node, kind: str, url: str, *, detail: str = "", retry_after: str | None = None) -> None:
        """`node` could not be fetched or read. A start page that fails ends the visit, and so does robots.txt."""
        self._progress()
        if kind in _NOT_GIVEN and self._otherwise(node, url):
            return
        if kind == "http-status" and detail in _GONE and self._missing(node):
            return
        self._bad += 1
        self._plan.failed(node)
        self._forget_resume(node)
        later = not_before(retry_after, self._around.clock())
        self._later, self.site_later = later or self._later, later or self.site_later
        self._deaf += kind in _NO_ANSWER
        fatal = not self._good or kind == "robots-unreachable" or self._later is not None or self._deaf >= _DEAF
        self._ended = self._ended or fatal
        self._trouble(kind, self._words(kind, url=url, detail=detail), url, fatal=fatal)
        if self._deaf >= _DEAF:
            self._trouble("no-answer", self._words("no-answer", detail=str(_DEAF)), url, fatal=True)

    def close(self, *, crashed: bool = False) -> None:
        """Note the visit and report it. One whose time was up before its first page was none: it stays due."""
        if not self._plan.taken and not crashed:
            self._around.emit(Visited(source=self.source.name, ok=True, pages=0))
            return
        ok = not crashed and not self._ended and self._good > 0 and (self._bad == 0 or self._good > 1)
        try:
            self._around.sink.visited(self.source.name, ok=ok, not_before=self._later)
        except StoreError as error:
            self._not_stored(error)
            ok = False
        self._around.emit(
            Visited(
                source=self.source.name, ok=ok, pages=self._plan.taken, requests=self.requests,
                seconds=max(0.0, (self._around.clock() - self._began).total_seconds()),
                crawl_delay=self.crawl_delay, told_to_wait=self._later is not None,
                site_later=self.site_later.isoformat() if self.site_later else "",
                wish=plain_wish(self._wish) if self._wish else None, fresh=self._fresh.total_seconds(),
                **asdict(self._tally),
            )
        )  # fmt: skip

    def _read(self, node: Node, reply: Reply) -> None:
        content_type, charset = content_type_of(reply.headers.get("content-type", ""))
        page = Page(
            url=reply.url, status=reply.status, content_type=content_type, charset=charset, body=reply.body,
            fetched_at=self._around.clock(),
        )  # fmt: skip
        outcome = self._kind.parse(self.source, node.fetch, page, self._visit)
        if isinstance(outcome, Refusal):
            self._refused(node, outcome)
        elif self._sameness.is_trap(node.fetch, outcome):
            self._trouble("trap-same", self._words("trap-same", url=node.fetch.url), node.fetch.url)
            self._plan.failed(node)
        else:
            self._wish = outcome.wish or self._wish
            self._tally.page(node.fetch, outcome)
            self._store(node, outcome, None if outcome.table else validators_of(reply.headers))

    def _drawn(self, node: Node, drawn: Drawn, url: str) -> None:
        """What it took to draw the page. One that may lack posts proves nothing about those that are missing."""
        self._tally.bytes_read += drawn.bytes
        if drawn.incomplete:
            self._whole.spoil(node.fetch.thread)
        self._note(drawn, url)

    def _wall(self, reply: Reply) -> Refusal | None:
        wall = wall_of_error(reply.body, content_type_of(reply.headers.get("content-type", ""))[1])
        if wall is None or f"HTTP {reply.status}" in _GONE:
            return None
        return refuse(self._visit, wall.kind, reply.url, blocked=True)

    def _refused(self, node: Node, refusal: Refusal) -> None:
        self._tally.refused(node.fetch)
        self._bad += 1
        self._plan.failed(node)
        self._forget_resume(node)
        fatal = refusal.blocked or not self._good
        if refusal.blocked:
            self._later = self._around.clock() + SHUT_OUT
        self._ended = self._ended or fatal
        self._trouble(refusal.kind, refusal.message, refusal.url, fatal=fatal)

    def _otherwise(self, node: Node, url: str) -> bool:
        """Whether the kind knows what to do without a page that the site does not give. Nothing is read by it."""
        if not isinstance(self._kind, OtherWays):
            return False
        outcome = self._kind.instead(self.source, node.fetch, self._around.clock(), self._visit)
        if outcome is None:
            return False
        self._trouble("another-way", self._words("another-way", url=url), url)
        good = self._good
        self._store(node, outcome, None)
        self._good = good
        return True

    def _missing(self, node: Node) -> bool:
        """A thread that was there is no longer: its posts are noted as gone, and it is not asked for again."""
        thread = node.fetch.thread
        if node.fetch.role != "item" or not thread:
            return False
        refusal = refuse(self._visit, "missing", node.fetch.url)
        markers = {thread: node.fetch.marker} if node.fetch.marker else {}
        self._store(node, Outcome(markers=markers, refusals=(refusal,), gone=(thread,)), None)
        return True

    def _store(self, node: Node, outcome: Outcome, validators: Validators | None) -> None:
        for refusal in outcome.refusals:
            self._trouble(refusal.kind, refusal.message, refusal.url)
        follow = [fetch for fetch in outcome.follow if self._may_follow(fetch)]
        posts = []
        for read in outcome.reads:
            post, mended = admit(self.source.name, read, self._around.voices, self._around.redact)
            posts.append(post)
            if mended:
                self._trouble("bad-characters", self._words("bad-characters", url=post.url), post.url)
        deep = self._plan.too_deep
        batch = Batch(
            source=self.source.name, posts=posts, markers=outcome.markers, gone=outcome.gone,
            whole=self._whole.completed(node.fetch, outcome),
            validators=self._plan.done(node, follow, validators), resume=resume_points(node, follow),
        )  # fmt: skip
        if self._plan.too_deep > deep:
            url = node.fetch.url
            self._trouble("too-deep", self._words("too-deep", url=url, detail=str(self._plan.max_depth)), url)
        try:
            saved = self._around.sink.commit(batch)
        except StoreError as error:
            self._bad += 1
            self._plan.spoil(node)
            self._not_stored(error)
            return
        self._good += 1
        self._tally.stored(saved)

    def _may_follow(self, fetch: Fetch) -> bool:
        fault = fault_in(fetch, self.site, self._around.clock())
        if fault is not None:
            self._trouble(fault, self._words(fault, url=fetch.url[:300]), fetch.url[:300])
        return fault is None

    def _wait(self, node: Node, reply: Reply) -> None:
        now = self._around.clock()
        self._later = not_before(reply.headers.get("retry-after"), now)
        if self._later is None and reply.status == 429:
            self._later = now + TOO_MANY
        self.site_later = self._later
        self._bad += 1
        self._ended = True
        self._plan.failed(node)
        when = f"{self._later.astimezone(self._around.config.zone):%m-%d %H:%M}" if self._later else ""
        kind = "retry-after" if self._later else "overloaded"
        detail = f"HTTP {reply.status}"
        self._trouble(kind, self._words(kind, url=reply.url, detail=detail, when=when), reply.url, fatal=True)

    def _not_stored(self, error: StoreError) -> None:
        """A lock may pass: the next page is tried. A second one, or a database that refuses, ends the visit."""
        self._busy += isinstance(error, StoreBusy)
        fatal = not isinstance(error, StoreBusy) or self._busy > 1 or self._plan.taken == 1
        self._ended = self._ended or fatal
        kind = "database-locked" if isinstance(error, StoreBusy) else "database-failed"
        self._trouble(kind, self._words(kind, detail=error.said(self._catalogue)), self.source.url, fatal=fatal)

    def _forget_resume(self, node: Node) -> None:
        """A thread whose next page is gone starts again at its first page."""
        thread = node.fetch.thread
        if node.fetch.role != "item" or thread not in self._memory.unfinished:
            return
        try:
            self._around.sink.commit(Batch(source=self.source.name, resume={thread: None}))
        except StoreError as error:
            self._not_stored(error)

    def _progress(self) -> None:
        self._around.emit(Progress(source=self.source.name, pages=self._plan.taken, planned=self._plan.planned))
