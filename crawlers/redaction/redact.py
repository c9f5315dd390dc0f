"""All finders in order; what an earlier one took, a later one cannot take again."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from crawlers.redaction.bylines import MAYBE_BYLINE, bylines
from crawlers.redaction.contacts import (
    MAYBE_HANDLE,
    MAYBE_MAIL,
    MAYBE_NUMBERED,
    MAYBE_PROFILE,
    cued,
    mails,
    numbered,
    profiles,
)
from crawlers.redaction.data import PLACEHOLDERS, Redacted, Span
from crawlers.redaction.homes import MAYBE_DOOR, doors, plates
from crawlers.redaction.numbers import MAYBE_DISGUISED, MAYBE_RUN, disguised_mobiles, id_cards, mobiles, runs
from crawlers.redaction.people import MAYBE_MENTION, MAYBE_MINOR, mentions, minors, named
from crawlers.redaction.shadow import folded, with_lookalikes, with_numerals


def redact(text: str) -> Redacted:
    """`text` with every personal datum that was recognised replaced by its placeholder. Pure; redacting twice
    changes nothing more. Spans are offsets into `text`."""
    shadow = folded(text)
    taken = _Taken(shadow)
    in_vain: dict[Finder, str] = {}
    for needs, steps in _FINDERS:
        if needs.search(shadow) is not None:
            for view, finder in steps:
                seen = view(taken.left)
                if in_vain.get(finder) != seen and not taken.add(finder(seen)):
                    in_vain[finder] = seen  # most texts look the same in both views
    taken.add(named(shadow, tuple(taken.spans)))
    spans = sorted(taken.spans, key=lambda span: span.start)
    return Redacted(_replaced(text, spans, lambda span: PLACEHOLDERS[span.kind]), tuple(spans))


Finder = Callable[[str], Iterator[Span]]
Step = tuple[Callable[[str], str], Finder]


def _as_is(shadow: str) -> str:
    return shadow


ALWAYS = re.compile("")
# In the order in which they take. Before each group what a text must hold for any of them to find something: most
# texts hold nothing of the kind, and to see that costs a tenth of looking.
_FINDERS: tuple[tuple[re.Pattern[str], tuple[Step, ...]], ...] = (
    (MAYBE_MAIL, ((_as_is, mails),)),
    (MAYBE_RUN, ((_as_is, id_cards), (_as_is, mobiles), (with_numerals, id_cards), (with_numerals, mobiles))),
    (MAYBE_DISGUISED, ((with_lookalikes, disguised_mobiles),)),
    (MAYBE_PROFILE, ((_as_is, profiles),)),
    (MAYBE_HANDLE, ((_as_is, cued),)),
    (ALWAYS, ((_as_is, plates),)),
    (MAYBE_DOOR, ((_as_is, doors),)),
    (MAYBE_RUN, ((_as_is, runs), (with_numerals, runs))),
    (MAYBE_NUMBERED, ((_as_is, numbered),)),
    (MAYBE_MENTION, ((_as_is, mentions),)),
    (MAYBE_BYLINE, ((_as_is, bylines),)),
    (MAYBE_MINOR, ((_as_is, minors),)),
)


class _Taken:
    """Spans accepted so far; a later span keeps only the characters that are still free.

    `left` is the shadow with what was taken blanked out, so that numbers do not grow into their neighbours.
    """

    def __init__(self, shadow: str) -> None:
        self._free = bytearray(b"\x01" * len(shadow))
        self.left = shadow
        self.spans: list[Span] = []

    def add(self, found: Iterable[Span]) -> bool:
        """Take what is free of the spans `found`; whether that was anything."""
        known = len(self.spans)
        for span in found:
            self.spans.extend(self._pieces(span))
        new = sorted(self.spans[known:], key=lambda span: span.start)
        if new:
            self.left = _replaced(self.left, new, lambda span: "\x00" * (span.end - span.start))
        return bool(new)

    def _pieces(self, span: Span) -> Iterator[Span]:
        start = self._free.find(1, span.start, span.end)
        while start >= 0:
            end = self._free.find(0, start, span.end)
            end = span.end if end < 0 else end
            self._free[start:end] = bytes(end - start)
            yield Span(start, end, span.kind)
            start = self._free.find(1, end, span.end)


def _replaced(text: str, spans: list[Span], by: Callable[[Span], str]) -> str:
    parts, at = [], 0
    for span in spans:
        parts += [text[at : span.start], by(span)]
        at = span.end
    return "".join([*parts, text[at:]])
