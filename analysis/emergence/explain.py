"""One sentence of figures: what was seen, and what would have been usual."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.emergence.naming import Name
from model.catalogue import Catalogue


def why(catalogue: Catalogue, leading: Sequence[Name], *, voices_known: bool, single: bool = False) -> str:
    """The reason in one sentence, made of figures only. `single`: a life topic with one voice."""
    first, *others = leading
    parts = [
        catalogue.say(
            "analysis.seen",
            term=first.text,
            sources=len({source for source, _ in first.threads}),
            threads=len(first.threads),
            expected=_figure(catalogue, first.expected),
        )
    ]
    others = [name for name in others if name.text not in first.text and first.text not in name.text]
    if others:
        separator = catalogue.say("analysis.list_separator")
        parts.append(catalogue.say("analysis.together", terms=separator.join(name.text for name in others[:3])))
    if single:
        parts.append(catalogue.say("analysis.single_source"))
    if not voices_known:
        parts.append(catalogue.say("analysis.voices_unknown"))
    return catalogue.say("analysis.clause_separator").join(parts) + catalogue.say("analysis.full_stop")


def _figure(catalogue: Catalogue, expected: float) -> str:
    if expected < 0.05:
        return catalogue.say("analysis.below")
    return catalogue.say("analysis.about", figure=f"{expected:.1f}")
