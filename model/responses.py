"""What the association answers to an alert: sentences with their sources, approved by a second person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from model.facts import FactChange, FactSource, FactVerdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence of a response. Without a source it is the association's own wording and marked 自拟.

    `fact` is the key of the fact it was taken from, empty when it was taken from none.
    """

    text: str
    sources: tuple[FactSource, ...] = ()
    fact: str = ""

    @property
    def own(self) -> bool:
        """Whether nobody but the association stands behind it."""
        return not self.sources


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A claim that a response answers, as the fact stood when it was written."""

    fact: str
    claim: str
    verdict: FactVerdict
    checked_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """One version of what is answered to an alert. `id` is that of the verdict which wrote it.

    `approved_by` is empty until a second person has approved it. It counts as given once `url` is where the
    association made it public. `corrections`: facts it rests on that say something else since then, oldest first.
    """

    id: int
    alert_id: int
    sentences: tuple[Sentence, ...]
    claims: tuple[Claim, ...]
    written_by: str
    written_at: datetime
    approved_by: str = ""
    approved_at: datetime | None = None
    url: str = ""
    answered_at: datetime | None = None
    corrections: tuple[FactChange, ...] = ()

    @property
    def text(self) -> str:
        """The sentences as one text."""
        return "".join(sentence.text for sentence in self.sentences)
