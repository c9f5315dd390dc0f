"""What a weekly digest says, as a heading, a sum and sections of lines: the same for every form. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from alerts.export.columns import FEWEST
from alerts.measures.words import lead, share, span, topic
from alerts.sensitivity import because
from model.catalogue import Catalogue
from model.config import Config
from model.measures import Measures, Trend, WeekCoverage, Weekly

_DAY = timedelta(days=1)
_MORE, _FEWER = 1.5, 0.67
"""Against the weeks before: what lies between is as usual."""
_CHARTED = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading and its lines: (label, text)."""

    title: str
    lines: tuple[tuple[str, str], ...]


def week_title(day: date, catalogue: Catalogue) -> str:
    """The seven days before `day`."""
    first, last = day - 7 * _DAY, day - _DAY
    names = [
        catalogue.say("weekly.day", month=catalogue.say(f"digest.month.{one.month}"), day=one.day)
        for one in (first, last)
    ]
    return catalogue.say("weekly.title", first=names[0], last=names[1], year=last.year)


class WeekWords:
    """The sentences of one weekly digest in one language."""

    def __init__(self, weekly: Weekly, catalogue: Catalogue, config: Config) -> None:
        self.weekly, self.catalogue, self.config = weekly, catalogue, config
        self._titles = {key: found.title or key for key, found in config.topics.items()}

    def say(self, name: str, **values: object) -> str:
        """The sentence `weekly.<name>`."""
        return self.catalogue.say(f"weekly.{name}", **values)

    def _day(self, day: date) -> str:
        return self.say("day", month=self.catalogue.say(f"digest.month.{day.month}"), day=day.day)

    @property
    def dates(self) -> str:
        """From the first to the last day, marked when it was caught up."""
        first, last = self.weekly.day - 7 * _DAY, self.weekly.day - _DAY
        dates = self.say("dates", first=self._day(first), last=self._day(last), year=last.year)
        return self.catalogue.say("digest.day_late", day=dates) if self.weekly.late else dates

    @property
    def heading(self) -> str:
        return self.say("heading", town=self.config.association.town, dates=self.dates)

    @property
    def week(self) -> Measures:
        """The figures of this week."""
        return self.weekly.weeks[-1][1]

    @property
    def summary(self) -> str:
        """How many alerts came and what became of them."""
        found = self.week
        if not found.alerts:
            return self.say("no_alerts", open=self.weekly.still_open)
        return self.say(
            "alerts", n=found.alerts, answered=found.answered, dismissed=found.dismissed,
            open=self.weekly.still_open,
        )  # fmt: skip

    @property
    def note(self) -> str:
        """That it was caught up; else nothing."""
        return self.say("late", at=self.config.digest.at) if self.weekly.late else ""

    @property
    def sections(self) -> list[Section]:
        """Trends, how early and how right, how fast, the weeks before, coverage; what has no line is left out."""
        every = [
            ("trends", (self._trend(trend) for trend in self.weekly.trends)), ("early", self._early()),
            ("fast", self._fast()), ("reasons", self._reasons()),
            ("sensitivity", self._moves()), ("topics", self._topics()), ("weeks", self._weeks()),
            ("sources", (self._source(source) for source in self.weekly.coverage)),
        ]  # fmt: skip
        found = [Section(title=self.say(f"section.{key}"), lines=tuple(lines)) for key, lines in every]
        return [section for section in found if section.lines]

    @property
    def charted(self) -> list[tuple[str, float | None, float | None]]:
        """(title, threads of this week, usual) of the loudest topics; small counts are not told, so not drawn."""
        found = [
            (self._titles[one.topic], float(one.threads) if one.threads >= FEWEST else None, one.usual)
            for one in self.weekly.trends
            if max(one.threads, one.usual or 0) >= FEWEST
        ]
        return found[:_CHARTED]

    def _trend(self, trend: Trend) -> tuple[str, str]:
        seen = self.catalogue.say("export.fewer") if 0 < trend.threads < FEWEST else str(trend.threads)
        if trend.usual is None:
            return self._titles[trend.topic], self.say("trend.new", threads=seen)
        usual = f"{trend.usual:.1f}" if trend.usual < 10 else f"{trend.usual:.0f}"
        few = max(trend.threads, trend.usual) < FEWEST
        more, fewer = trend.threads > _MORE * trend.usual, trend.threads < _FEWER * trend.usual
        way = "same" if few or not (more or fewer) else "more" if more else "fewer"
        return self._titles[trend.topic], self.say(f"trend.{way}", threads=seen, usual=usual)

    def _early(self) -> Iterator[tuple[str, str]]:
        found = self.week
        if text := lead(found, self.catalogue):
            yield self.say("label.lead"), text
        if found.false_alarms is not None:
            yield self.say("label.false"), self.say(
                "false", n=found.dismissed, of=found.answered + found.dismissed,
                share=share(found.false_alarms, self.catalogue),
            )  # fmt: skip
        if found.useful is not None:
            yield (
                self.say("label.useful"),
                self.say(
                    "useful",
                    n=found.taken - found.dismissed,
                    of=found.taken,
                    share=share(found.useful, self.catalogue),
                ),
            )

    def _fast(self) -> Iterator[tuple[str, str]]:
        for key in ("to_alert", "to_taken", "to_answered"):
            length: timedelta | None = getattr(self.week, key)
            if length is not None:
                yield self.say(f"label.{key}"), span(length, self.catalogue)

    def _reasons(self) -> Iterator[tuple[str, str]]:
        for reason, n in self.weekly.dismissals:
            yield self.catalogue.say(f"triage.reason.{reason.value}"), str(n)

    def _moves(self) -> Iterator[tuple[str, str]]:
        base = self.config.analysis.emergence.surprise
        for move in self.weekly.moves:
            label = self._day(move.at.astimezone(self.config.zone).date())
            yield (
                label,
                self.say(
                    "move", before=base + move.before, after=base + move.after, why=because(move, self.catalogue)
                ),
            )

    def _topics(self) -> Iterator[tuple[str, str]]:
        for key, found in self.weekly.topics if self.week.alerts else ():
            yield topic(key, self._titles, self.catalogue), self._short(found)

    def _weeks(self) -> Iterator[tuple[str, str]]:
        before = self.weekly.weeks[:-1]
        for first, found in reversed(before) if any(found.alerts for _, found in before) else ():
            yield self.say("since", day=self._day(first)), self._short(found)

    def _short(self, found: Measures) -> str:
        if not found.alerts:
            return self.say("none")
        return self.say(
            "short", n=found.alerts, answered=found.answered, dismissed=found.dismissed,
            useful=share(found.useful, self.catalogue), to_alert=span(found.to_alert, self.catalogue),
            to_taken=span(found.to_taken, self.catalogue), to_answered=span(found.to_answered, self.catalogue),
        )  # fmt: skip

    def _source(self, source: WeekCoverage) -> tuple[str, str]:
        kind = "source" if source.days else "source_unknown"
        return source.source, self.say(kind, posts=source.posts, well=source.well, days=source.days)
