"""What every template can say: words in the visitor's language, moments, and links that keep the language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from urllib.parse import quote, urlencode, urlsplit

from starlette.requests import Request

from alerts.answers import share
from alerts.answers.about import About
from alerts.answers.volume import Volume, told
from alerts.facts.telling import marks as fact_marks
from alerts.triage import marks, summary, telling
from console import answers, language, moments
from model.catalogue import Catalogue, names
from model.config import Config
from model.facts import Fact, FactSource
from model.records import Alert
from model.verdicts import Verdict

_TAGS = {"zh": "zh-Hans", "en": "en"}
_MILLION = 6.0  # −log10
EXCERPT = 40
"""The most characters of a post that a page shows (promise 3)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One visitor's look at one page. `chosen` is set when the address itself names a language."""

    config: Config
    catalogue: Catalogue
    now: datetime
    path: str
    chosen: str | None
    before: str | None

    def say(self, name: str, **values: object) -> str:
        """The sentence `console.<name>`."""
        return self.catalogue.say(f"console.{name}", **values)

    def form(self, name: str, **values: object) -> str:
        """The sentence `triage.form.<name>`: what stands on forms."""
        return self.catalogue.say(f"triage.form.{name}", **values)

    def answer(self, name: str, **values: object) -> str:
        """The sentence `answers.<name>`: what is said about answering."""
        return self.catalogue.say(f"answers.{name}", **values)

    def response(self, kit: About) -> answers.Shown:
        """The response, its stage and its sources."""
        return answers.shown(kit, self.catalogue)

    def fact(self, name: str, **values: object) -> str:
        """The sentence `facts.page.<name>`: what is said on the pages of facts."""
        return self.catalogue.say(f"facts.page.{name}", **values)

    def verdict(self, fact: Fact) -> str:
        """属实, 不实, 部分属实 or 待核实."""
        return self.catalogue.say(f"facts.verdict.{fact.verdict.value}")

    def careful(self, fact: Fact) -> str:
        """That it has expired, or was not reviewed locally; empty when there is nothing to be careful about."""
        return fact_marks(fact, self.now.astimezone(self.config.zone).date(), self.catalogue)

    def mark(self, number: int) -> str:
        """The number of a source, as it stands behind a sentence."""
        return share.mark(number)

    def named(self, source: FactSource) -> str:
        """Name and date of a source."""
        return share.named(source, self.catalogue)

    def volume(self, found: Volume) -> list[str]:
        """Posts before and after the answer, and that this shows no cause."""
        return told(found, self.catalogue)

    def step_named(self, decision: str) -> str:
        """The word on the button of a step."""
        return self.catalogue.say(f"triage.step.{decision}")

    def told(self, verdict: Verdict) -> str:
        """What was decided, by which code, why."""
        return telling.act(verdict, self.catalogue, self.config.zone)

    def word(self, group: str, key: str) -> str:
        """The word for a stable key (a state, a job …), or the key itself when nobody has named it yet."""
        return self.say(f"{group}.{key}") if f"console.{group}.{key}" in names() else key

    def level(self, alert: Alert) -> str:
        return self.catalogue.say(f"alerts.level.{alert.level.value}")

    def state(self, alert: Alert) -> str:
        return self.catalogue.say(f"alerts.state.{alert.state.value}")

    def ground(self, alert: Alert) -> str:
        """未核实 in its form for this alert; empty once a person has decided."""
        return marks.ground(alert, self.catalogue)

    def summary(self, alert: Alert) -> list[str]:
        """What is said, the key terms, since when and how fast, what the wording shows: a line each."""
        found = alert.summary
        return summary.lines(found, self.catalogue, self.at(found.first_seen)) if found else []

    def voices(self, alert: Alert) -> str:
        """How many speak, or that it is not known."""
        if alert.voices_known:
            return self.counted("voices", alert.voices)
        return self.catalogue.say("alerts.voices_unknown")

    def source(self, name: str) -> str:
        """The name of a source; a tip is marked as unverified."""
        return marks.source(name, self.catalogue)

    def tips(self, name: str, **values: object) -> str:
        """The sentence `tips.page.<name>`."""
        return self.catalogue.say(f"tips.page.{name}", **values)

    def duty(self, name: str, **values: object) -> str:
        """The sentence `duty.page.<name>`."""
        return self.catalogue.say(f"duty.page.{name}", **values)

    def linked(self, alert: Alert) -> str:
        """How many tips were linked with it; empty when none."""
        return marks.tips(alert, self.catalogue)

    @property
    def tag(self) -> str:
        """The language of the page (BCP 47)."""
        return _TAGS[self.catalogue.language]

    @property
    def written(self) -> str:
        """The language of what analysis and crawlers wrote down (BCP 47)."""
        return _TAGS[self.config.language]

    @property
    def section(self) -> str:
        """The part of the console this page belongs to: alerts, digest, sources, or none."""
        first = self.path.strip("/").split("/")[0]
        return "alerts" if self.path == "/" else first

    @property
    def other_tag(self) -> str:
        """The language one can switch to (BCP 47)."""
        return _TAGS[self._other]

    @property
    def switch(self) -> str:
        """This page in the other language."""
        return self.link(self.path, lang=self._other, before=self.before)

    @property
    def _other(self) -> str:
        return "en" if self.catalogue.language == "zh" else "zh"

    def link(self, path: str, **query: object) -> str:
        """An address inside the console, in the language that was chosen."""
        values = {"lang": self.chosen, **query}
        kept = urlencode({key: value for key, value in values.items() if value is not None})
        return f"{quote(path)}?{kept}" if kept else quote(path)

    def ago(self, moment: datetime) -> str:
        return moments.relative(self.catalogue, moment, self.now)

    def at(self, moment: datetime) -> str:
        return moments.absolute(self.catalogue, moment, self.now, self.config.zone)

    def day(self, moment: datetime | date) -> str:
        there = self.now.astimezone(self.config.zone)
        local = moment.astimezone(self.config.zone) if isinstance(moment, datetime) else _noon(moment)
        return moments.day(self.catalogue, local, there)

    def iso(self, moment: datetime) -> str:
        return moment.astimezone(self.config.zone).isoformat(timespec="seconds")

    def span(self, length: timedelta) -> str:
        return moments.span(self.catalogue, length)

    def number(self, value: float) -> str:
        """An expected count as people write it: one decimal below 10, ``几乎没有`` for almost nothing."""
        if self.rare(value):
            return self.say("below")
        return f"{value:.1f}" if value < 10 else f"{value:.0f}"

    def rare(self, expected: float) -> bool:
        """Whether so few are usual that a word says it better than a figure."""
        return expected < marks.ALMOST

    def usual(self, expected: float, seen: int) -> str:
        """Expected against seen, in one clause."""
        if self.rare(expected):
            return self.say("usual.none", seen=seen)
        return self.say("usual.some", expected=self.number(expected), seen=seen)

    def short_day(self, moment: datetime) -> str:
        """A day for a narrow place: ``24日``."""
        return moments.day(self.catalogue, moment, moment, short=True)

    def plain(self, value: float) -> str:
        """``1,234``; no decimals that say nothing."""
        return f"{value:,.0f}" if value == int(value) else f"{value:,g}"

    def counted(self, what: str, n: int) -> str:
        """``1 thread``, ``3 threads``."""
        return self.say(f"count.{what}.{'one' if n == 1 else 'other'}", n=self.plain(n))

    def odds(self, surprise: float) -> str:
        """`surprise`, −log10 of a chance, as people say it: ``1 in 4,300``."""
        if surprise >= _MILLION:
            return self.say("odds.rare")
        if surprise < 1:
            return self.say("odds.common")
        one_in = 10**surprise
        step = 10 ** max(0, int(surprise) - 1)
        return self.say("odds.one_in", n=self.plain(round(one_in / step) * step))


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def web_link(address: str) -> str | None:
    """`address` when a browser may follow it: http(s) with a host; else None (``javascript:`` and the like)."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme in {"http", "https"} and parts.hostname else None


def excerpt(text: str) -> str:
    """At most `EXCERPT` characters, whatever was stored."""
    return text if len(text) <= EXCERPT else f"{text[: EXCERPT - 1]}…"


def view_of(request: Request, config: Config, now: datetime) -> View:
    """The view that a request asks for."""
    chosen = language.asked(request.query_params.get("lang"))
    spoken = chosen or language.preferred(request.headers.get("accept-language", ""), config.language)
    return View(
        config=config, catalogue=Catalogue(spoken), now=now, path=request.url.path, chosen=chosen,
        before=request.query_params.get("before"),
    )  # fmt: skip
