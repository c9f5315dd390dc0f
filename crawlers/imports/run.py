"""The import stage: judge the columns of a file, then take its rows in, batch by batch, and write down how it went.

A batch is one transaction. Killed between two, the same file again goes on where it stopped and nothing is twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from itertools import islice

from crawlers.imports.bytes import Bytes
from crawlers.imports.columns import REQUIRED, could_hold_a_person, normal, unread
from crawlers.imports.posts import Admitted, admitted
from crawlers.imports.rows import Fault, Row, csv_columns, csv_rows, json_columns, json_rows
from model.catalogue import Catalogue
from model.config import Config
from model.errors import UsageError
from model.records import Issue, Severity
from store import imports, runs
from store.database import Store

BATCH = 500
MOST_FAULTS = 1000  # that are named one by one
FORMATS = ("jsonl", "csv")


@dataclass(slots=True)
class Outcome:
    """`counts`: read, new, edited, known, older, refused. `notes`: kind → (how many rows, the first one's line)."""

    counts: Counter[str] = field(
        default_factory=lambda: Counter(read=0, new=0, edited=0, known=0, older=0, refused=0)
    )
    notes: dict[str, tuple[int, int]] = field(default_factory=dict)
    sources: dict[str, int] = field(default_factory=dict)  # not in config.yaml: how many posts

    def noted(self, kind: str, number: int) -> None:
        """One more row of a kind."""
        count, first = self.notes.get(kind, (0, number))
        self.notes[kind] = (count + 1, first)


class Import:
    """One file on its way in. `tell` gets a sentence for people, `progress` the bytes read so far."""

    def __init__(
        self,
        config: Config,
        data: Bytes,
        now: datetime,
        *,
        form: str,
        tell: Callable[[str], None],
        progress: Callable[[int], None] = lambda position: None,
    ) -> None:
        self._config, self._data, self._now, self._form = config, data, now, form
        self._tell, self._progress = tell, progress
        self._say = Catalogue(config.language).say
        self._known = {source.name for source in config.sources}
        self.outcome = Outcome()

    def check_columns(self) -> None:
        """Raises `UsageError` when a column could hold a person or one that is needed is missing."""
        names = list(csv_columns(self._data) if self._form == "csv" else json_columns(self._data))
        persons = [name for name in names if could_hold_a_person(name)]
        if persons:
            how = self._say(f"imports.drop.{self._form}", name=persons[0])
            raise UsageError(self._say("imports.person", names=self._list(persons), how=how))
        given = [normal(name) for name in names]
        missing = [name for name in REQUIRED if name not in given]
        if missing and (self._form == "csv" or names):
            raise UsageError(self._say("imports.columns_missing", names=self._list(missing)))
        twice = [name for name, times in Counter(given).items() if times > 1 and name]
        if twice and self._form == "csv":
            raise UsageError(self._say("imports.column_twice", names=self._list(twice)))
        if others := unread(names):
            self._tell(self._say("imports.ignored", names=self._list(others)))

    def store(self, store: Store, name: str) -> Outcome:
        """Take everything in. Records a Run "import", and an Issue when rows were refused."""
        run_id = runs.start(store, "import", self._now)
        for batch in self._batches():
            self._count(imports.add(store, [item.post for item in batch]))
        counts = self.outcome.counts
        with store.writing():
            if counts["refused"]:
                words = self._say("imports.issue", name=name, count=counts["refused"])
                issue = Issue(
                    run_id=run_id,
                    source=None,
                    severity=Severity.WARNING,
                    kind="import",
                    message=words,
                    at=self._now,
                )
                runs.add_issue(store, issue)
            runs.finish(store, run_id, self._now, ok=not counts["refused"], counts=counts)
        return self.outcome

    def rehearse(self, store: Store | None) -> Outcome:
        """Say what `store` would do, and write nothing. None: there is no database yet."""
        seen: set[tuple[str, str]] = set()
        for batch in self._batches():
            fates = []
            for post in (item.post for item in batch):
                again = (post.source, post.key) in seen
                seen.add((post.source, post.key))
                fates.append("known" if again else imports.judge(store, post) if store else "new")
            self._count(imports.count(fates))
        return self.outcome

    def _count(self, added: imports.Added) -> None:
        self.outcome.counts.update(asdict(added))
        self._progress(self._data.position())

    def _batches(self) -> Iterator[list[Admitted]]:
        good = self._admitted()
        while batch := list(islice(good, BATCH)):
            yield batch

    def _admitted(self) -> Iterator[Admitted]:
        rows = csv_rows(self._data) if self._form == "csv" else json_rows(self._data)
        for row in rows:
            self.outcome.counts["read"] += 1
            found = admitted(row, self._now, self._config.zone) if isinstance(row, Row) else row
            if isinstance(found, Fault):
                self._refuse(found)
                continue
            for kind in found.notes:
                self.outcome.noted(kind, found.number)
            if found.post.source not in self._known:
                self.outcome.sources[found.post.source] = self.outcome.sources.get(found.post.source, 0) + 1
            yield found

    def _refuse(self, fault: Fault) -> None:
        self.outcome.counts["refused"] += 1
        if self.outcome.counts["refused"] <= MOST_FAULTS:
            reason = self._say(f"imports.fault.{fault.reason}", **fault.values)
            self._tell(self._say("imports.line", line=fault.number, reason=reason))

    def _list(self, names: list[str]) -> str:
        return self._say("imports.list_separator").join(names)
