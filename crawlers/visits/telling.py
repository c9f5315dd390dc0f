"""What a visit tells its parent about trouble, in the words of the catalogue."""

from __future__ import annotations

from collections.abc import Callable

from crawlers.processes.job import Trouble
from crawlers.visits.reply import Drawn, notes_on, storable_url
from model.catalogue import Catalogue


class Telling:
    """`tell` takes each trouble of the visit to `source`."""

    def __init__(self, source: str, catalogue: Catalogue, tell: Callable[[Trouble], None]) -> None:
        self._source, self._catalogue, self._tell = source, catalogue, tell

    def words(self, kind: str, **values: str) -> str:
        """The message of `kind`; placeholders without a value are left empty."""
        return self._catalogue.say(f"crawlers.trouble.{kind}", **{"url": "", "detail": "", "when": "", **values})

    def trouble(self, kind: str, message: str, url: str, *, fatal: bool = False) -> None:
        """Something was not read; `fatal`: the visit ends by it."""
        self._tell(Trouble(source=self._source, kind=kind, message=message, url=storable_url(url), fatal=fatal))

    def drawn(self, drawn: Drawn, url: str) -> None:
        """What people should know about how a browser drew the page at `url`."""
        for kind, values in notes_on(drawn):
            detail = self.words(drawn.fault, url=drawn.url) if drawn.fault else ""
            self.trouble(kind, self.words(kind, url=url, detail=detail, **values), url)
