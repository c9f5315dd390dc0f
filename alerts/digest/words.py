"""What a digest says in words: days, moments, sums, sources. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

from alerts.digest.coverage import FAILED, NEVER, ODD, OK, SILENT
from alerts.facts.telling import correction, short
from alerts.triage import marks, summary
from model.catalogue import Catalogue
from model.config import Config
from model.records import Alert, Candidate, Digest, SourceCoverage

MOST_STORIES = 7
"""More than a person takes in before the first task of the day; the others are folded, not left out."""
MOST_NAMED = 10
"""Titles in one line of a message: on a day with 500 stories a chat would get them in twenty parts. The pages and
files name all."""


class Words:
    """The sentences of one digest in one language. `public`: for a page that anybody may read."""

    def __init__(self, digest: Digest, catalogue: Catalogue, config: Config, *, public: bool = False) -> None:
        self.public = public
        self.digest = digest
        self.catalogue = catalogue
        self.config = config

    def say(self, name: str, **values: object) -> str:
        """The sentence `digest.<name>`."""
        return self.catalogue.say(f"digest.{name}", **values)

    def join(self, items: list[str] | tuple[str, ...]) -> str:
        return self.catalogue.say("alerts.list_separator").join(items)

    def day(self, day: date) -> str:
        """``3月2日 星期一``, with the year."""
        return self.say(
            "day", year=day.year, month=self.say(f"month.{day.month}"), day=day.day,
            weekday=self.say(f"weekday.{day.isoweekday()}"),
        )  # fmt: skip

    def at(self, moment: datetime) -> str:
        """``3月2日 07:30`` in the town's zone."""
        there = moment.astimezone(self.config.zone)
        return self.say("moment", month=self.say(f"month.{there.month}"), day=there.day, time=f"{there:%H:%M}")

    @property
    def heading(self) -> str:
        return self.say("heading", town=self.config.association.town, day=self.date)

    @property
    def date(self) -> str:
        """The day, marked when the digest was caught up."""
        day = self.day(self.digest.day)
        return self.say("day_late", day=day) if self.digest.late else day

    @property
    def first(self) -> Sequence[Alert]:
        """The stories of the first screen, the most urgent first."""
        return self.digest.open[:MOST_STORIES]

    @property
    def rest(self) -> Sequence[Alert]:
        """The stories that are folded."""
        return self.digest.open[MOST_STORIES:]

    @property
    def folded(self) -> str:
        """The titles of the stories that are folded, in one line; empty when there are none."""
        kind = "screen.rest" if len(self.rest) <= MOST_NAMED else "screen.rest_many"
        titles = self.join([alert.title for alert in self.rest[:MOST_NAMED]])
        return self.say(kind, n=len(self.rest), titles=titles) if self.rest else ""

    @property
    def ended(self) -> str:
        """What ended and how, in one line; empty when nothing did."""
        closed = self.digest.closed
        kind = "screen.ended" if len(closed) <= MOST_NAMED else "screen.ended_many"
        items = [
            self.say("closed_item", title=alert.title, state=self.state(alert)) for alert in closed[:MOST_NAMED]
        ]
        return self.say(kind, n=len(closed), items=self.join(items)) if items else ""

    @property
    def page(self) -> str:
        """Where the published page is to be read; empty when nothing is published."""
        url = self.config.publish_url
        return f"{url.rstrip('/')}/digests/{self.digest.day.isoformat()}.html" if url else ""

    def tags(self, alert: Alert) -> list[str]:
        """How sure, how urgent, and whether it is new."""
        new = self.say("new") if self.is_new(alert) else ""
        return [tag for tag in (self.level(alert), self.ground(alert), new) if tag]

    def marked(self, alert: Alert) -> str:
        """The title with its marks."""
        tags = self.tags(alert)
        return alert.title + (self.say("brackets", text=self.join(tags)) if tags else "")

    def seen(self, alert: Alert) -> str:
        """``6 个帖子,平时约 0.3 个``."""
        seen = self.catalogue.say("alerts.threads", n=alert.threads)
        usual = self.catalogue.say("alerts.usual", expected=marks.expected(alert, self.catalogue))
        return self.say("clause_separator").join([seen, usual])

    @property
    def quiet(self) -> bool:
        """Whether there is nothing to tell of alerts or facts; then three lines say so."""
        return not self.digest.open and not self.digest.closed and not self.digest.corrections

    def is_new(self, alert: Alert) -> bool:
        return alert.opened_at > self.digest.since

    @property
    def summary(self) -> str:
        """How many topics wait, how many are new, how many ended."""
        if self.quiet:
            return self.say("nothing_new")
        new = sum(self.is_new(alert) for alert in self.digest.open)
        waiting = len(self.digest.open)
        kind = "waiting" if not new else "waiting_all_new" if new == waiting else "waiting_new"
        parts = [self.say(kind, n=waiting, new=new)] if waiting else []
        parts += [self.say("ended", n=len(self.digest.closed))] if self.digest.closed else []
        parts = parts or [self.say("nothing_waiting")]
        if changed := len(self.digest.corrections):
            parts.insert(0, self.catalogue.say("facts.corrections_n", n=changed))
        return self.say("clause_separator").join(parts) + self.say("full_stop")

    @property
    def covers(self) -> str:
        """From when to when, and how much was read."""
        return self.say(
            "covers" if self.digest.posts else "covers_nothing", since=self.at(self.digest.since),
            until=self.at(self.digest.until), posts=self.digest.posts, threads=self.digest.threads,
        )  # fmt: skip

    @property
    def asides(self) -> list[str]:
        """That it is late, what did not run, then the remarks."""
        return [*self.notes, *self.remarks]

    @property
    def notes(self) -> list[str]:
        """What would mislead if it were not said; on a public page nothing about our own channels."""
        late = [self.say("late", at=self.config.digest.at)] if self.digest.late else []
        return [*late, *self.digest.notes, *(() if self.public else self.digest.inward)]

    @property
    def candidates(self) -> Sequence[Candidate]:
        """What nearly alarmed; on a public page nothing of it: nobody has looked at it yet."""
        return () if self.public else self.digest.candidates

    @property
    def watched(self) -> str:
        """What nearly alarmed, in one line; empty when nothing did."""
        items = [
            self.catalogue.say(
                "candidates.item", title=one.title, threads=self.catalogue.say("alerts.threads", n=one.threads)
            )
            for one in self.candidates
        ]
        return self.catalogue.say("candidates.digest", items=self.join(items)) if items else ""

    @property
    def remarks(self) -> list[str]:
        """Learning, and what was not shown."""
        found = [self.watched] if self.quiet and self.watched else []
        if self.digest.learning_day is not None:
            total = self.config.analysis.emergence.learning_days
            found.append(self.say("learning", day=self.digest.learning_day, total=total))
        if self.digest.hidden_personal:
            found.append(self.say("hidden_personal", n=self.digest.hidden_personal))
        return found

    @property
    def sources(self) -> str:
        """All sources in one line: how many did well, and which did not and why."""
        if not self.digest.coverage:
            return self.say("source.none")
        counts = Counter(item.status for item in self.digest.coverage)
        parts = [self.say("source.count.ok", n=counts[OK])]
        for status in (FAILED, SILENT, ODD, NEVER):
            which = [self._named(item) for item in self.digest.coverage if item.status == status]
            if which:
                parts.append(self.say(f"source.count.{status}", n=counts[status]) + self._brackets(which))
        return self.say("source.line", parts=self.say("clause_separator").join(parts))

    def _named(self, item: SourceCoverage) -> str:
        return self.say("source.reason", source=item.source, reason=item.message) if item.message else item.source

    def _brackets(self, items: list[str]) -> str:
        return self.say("brackets", text=self.say("clause_separator").join(items)) if items else ""

    def status(self, item: SourceCoverage) -> str:
        return self.say(f"source.status.{item.status}")

    def heard(self, item: SourceCoverage) -> str:
        """How much a source said, and when last."""
        posts = self.say("source.posts", n=item.posts)
        if item.newest_post is None:
            return posts
        return self.say("source.newest", posts=posts, when=self.at(item.newest_post))

    def state(self, alert: Alert) -> str:
        return self.catalogue.say(f"alerts.state.{alert.state.value}")

    def ground(self, alert: Alert) -> str:
        return marks.ground(alert, self.catalogue)

    def named(self, source: str) -> str:
        """The name of a source; a tip is marked as unverified."""
        return marks.source(source, self.catalogue)

    def level(self, alert: Alert) -> str:
        return marks.level(alert, self.catalogue)

    def figures(self, alert: Alert) -> list[tuple[str, str]]:
        """(label, figure) of what was seen and what would have been usual."""
        voices = str(alert.voices) if alert.voices_known else self.say("figure.unknown")
        return [
            (self.say("figure.threads"), str(alert.threads)),
            (self.say("figure.expected"), marks.expected(alert, self.catalogue)),
            (self.say("figure.voices"), voices),
            (self.say("figure.sources"), str(len(alert.sources))),
        ]

    def about(self, alert: Alert) -> list[str]:
        """What is said, the key terms, since when and how fast, what the wording shows."""
        found = alert.summary
        lines = summary.lines(found, self.catalogue, self.at(found.first_seen)) if found else []
        return [*lines, *filter(None, [alert.graded, marks.tips(alert, self.catalogue)])]

    @property
    def corrections(self) -> list[str]:
        """What is not answered as it was, one sentence each; then what to do about it."""
        found = [correction(change, self.catalogue) for change in self.digest.corrections]
        return [*found, self.catalogue.say("facts.tell_readers")] if found else []

    def known(self, alert: Alert) -> str:
        """The fact that `alert` is about, or nothing."""
        one = self.digest.facts.get(alert.id)
        if one is None:
            return ""
        return self.catalogue.say("facts.digest_known", text=short(one.fact, self.digest.day, self.catalogue))

    def contact(self, alert: Alert) -> str:
        """Whom to ask; a number that is meant for volunteers does not stand on a public page."""
        topic = self.config.topics.get(alert.topic) if alert.topic and not self.public else None
        return self.catalogue.say("alerts.message.ask", contact=topic.contact) if topic and topic.contact else ""

    def more(self, alert: Alert, shown: int) -> str:
        rest = max(alert.threads, len(alert.evidence)) - min(shown, len(alert.evidence))
        return self.catalogue.say("alerts.message.more", n=rest) if rest > 0 else ""
