"""All finders in order; what an earlier one took, a later one cannot take again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from crawlers.redaction.bylines import bylines
from crawlers.redaction.contacts import cued, mails, numbered, profiles
from crawlers.redaction.data import PLACEHOLDERS, Redacted, Span
from crawlers.redaction.homes import doors, plates
from crawlers.redaction.numbers import disguised_mobiles, id_cards, mobiles, runs
from crawlers.redaction.people import mentions, minors, named
from crawlers.redaction.shadow import folded, with_lookalikes, with_numerals


def redact(text: str) -> Redacted:
    """`text` with every personal datum that was recognised replaced by its placeholder. Pure; redacting twice
    changes nothing more. Spans are offsets into `text`."""
    shadow = folded(text)
    taken = _Taken(shadow)
    for view, finder in _FINDERS:
        taken.add(finder(view(taken.left())))
    taken.add(named(shadow, tuple(taken.spans)))
    return _replaced(text, sorted(taken.spans, key=lambda span: span.start))


Finder = Callable[[str], Iterator[Span]]


def _as_is(shadow: str) -> str:
    return shadow


_FINDERS: tuple[tuple[Callable[[str], str], Finder], ...] = (
    (_as_is, mails), (_as_is, id_cards), (_as_is, mobiles), (with_numerals, id_cards), (with_numerals, mobiles),
    (with_lookalikes, disguised_mobiles), (_as_is, profiles), (_as_is, cued), (_as_is, plates), (_as_is, doors),
    (_as_is, runs), (with_numerals, runs), (_as_is, numbered), (_as_is, mentions), (_as_is, bylines),
    (_as_is, minors),
)  # fmt: skip


class _Taken:
    """Spans accepted so far; a later span keeps only the characters that are still free."""

    def __init__(self, shadow: str) -> None:
        self._left = shadow
        self._free = bytearray(b"\x01" * len(shadow))
        self.spans: list[Span] = []

    def left(self) -> str:
        """The shadow with what was taken blanked out, so that numbers do not grow into their neighbours."""
        parts, at = [], 0
        for span in sorted(self.spans, key=lambda span: span.start):
            parts += [self._left[at : span.start], "\x00" * (span.end - span.start)]
            at = span.end
        return "".join([*parts, self._left[at:]])

    def add(self, found: Iterable[Span]) -> None:
        for span in found:
            self.spans.extend(self._pieces(span))

    def _pieces(self, span: Span) -> Iterator[Span]:
        start = self._free.find(1, span.start, span.end)
        while start >= 0:
            end = self._free.find(0, start, span.end)
            end = span.end if end < 0 else end
            self._free[start:end] = bytes(end - start)
            yield Span(start, end, span.kind)
            start = self._free.find(1, end, span.end)


def _replaced(text: str, spans: list[Span]) -> Redacted:
    parts, at = [], 0
    for span in spans:
        parts += [text[at : span.start], PLACEHOLDERS[span.kind]]
        at = span.end
    return Redacted("".join([*parts, text[at:]]), tuple(spans))
