"""Sums up what the child reports: counts of the run, and one issue per source and kind of trouble."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from crawlers.processes.job import Trouble, Visited
from model.catalogue import Catalogue
from model.records import Issue, Severity

MOST_KINDS = 12  # issues of one source in one run
NOTES = frozenset(("site-waits", "quiet-began", "too-deep"))  # nothing is wrong, and it goes on next time
COUNTS = ("pages", "posts_new", "posts_edited", "posts_gone", "not_modified")


@dataclass(slots=True)
class _Line:
    """One kind of trouble of one source: how often, the first message, whether it ended a visit."""

    message: str
    severity: Severity
    count: int = 1


@dataclass(slots=True)
class Ledger:
    """Everything reported about one run so far."""

    sources: Sequence[str]
    visits: dict[str, Visited] = field(default_factory=dict)
    _lines: dict[str, dict[str, _Line]] = field(default_factory=dict)

    def visited(self, visit: Visited) -> None:
        """A visit ended."""
        self.visits[visit.source] = visit

    def trouble(self, trouble: Trouble) -> None:
        """The same kind of trouble twice is counted, not written twice."""
        mild = Severity.NOTE if trouble.kind in NOTES else Severity.WARNING
        severity = Severity.ERROR if trouble.fatal else mild
        self.note(trouble.source, trouble.kind, trouble.message, severity)

    def note(self, source: str, kind: str, message: str, severity: Severity) -> None:
        """Write down something of our own finding, such as an unusual number of posts."""
        lines = self._lines.setdefault(source, {})
        known = lines.get(kind)
        if known is None:
            lines[kind] = _Line(message, severity)
            return
        known.count += 1
        if severity is Severity.ERROR:
            known.severity = severity

    @property
    def made(self) -> list[Visited]:
        """The visits that were made: those that were put off before their first page are none."""
        return [visit for visit in self.visits.values() if visit.pages]

    def kinds(self, source: str) -> set[str]:
        """The kinds of trouble that ended a visit of `source`."""
        lines = self._lines.get(source, {})
        return {kind for kind, line in lines.items() if line.severity is Severity.ERROR}

    @property
    def unfinished(self) -> list[str]:
        """Sources whose visit did not end."""
        return [name for name in self.sources if name not in self.visits]

    @property
    def failed(self) -> list[str]:
        """Sources that could not be read as they should."""
        return [name for name in self.sources if name not in self.visits or not self.visits[name].ok]

    def counts(self) -> dict[str, int]:
        """The figures of the run."""
        sums = {name: sum(getattr(visit, name) for visit in self.visits.values()) for name in COUNTS}
        return {"sources": len(self.sources), "failed": len(self.failed), **sums}

    def issues(self, run_id: int, at: datetime, catalogue: Catalogue) -> list[Issue]:
        """One issue per source and kind, the gravest first, at most `MOST_KINDS` for a source."""
        return [
            Issue(run_id=run_id, source=source, severity=severity, kind=kind, message=message, at=at)
            for source, lines in self._lines.items()
            for kind, severity, message in _worded(lines, catalogue)
        ]


def _worded(lines: dict[str, _Line], catalogue: Catalogue) -> list[tuple[str, Severity, str]]:
    ordered = sorted(lines.items(), key=lambda item: item[1].severity is not Severity.ERROR)
    worded = [
        (
            kind,
            line.severity,
            line.message
            if line.count == 1
            else catalogue.say("crawlers.many", count=line.count, message=line.message),
        )
        for kind, line in ordered[:MOST_KINDS]
    ]
    if len(ordered) > MOST_KINDS:
        more = catalogue.say("crawlers.more-kinds", count=len(ordered) - MOST_KINDS)
        worded.append(("more-kinds", Severity.WARNING, more))
    return worded
