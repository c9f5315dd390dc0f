"""The baselines, each with the settings that are tried on the first stream; the best one is used on all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

from bench.ablation.by_words import Rule, alerts_by_words
from bench.ablation.ears import Ears
from bench.ablation.ewma import Ewma
from bench.ablation.keywords import Keywords
from bench.ablation.negative_binomial import NegativeBinomial
from bench.ablation.rare_grams import alerts_by_wording
from bench.ablation.stream import Tick
from bench.ablation.telling import Alert

MOST_NOISE = 2.0
"""A day. Four times what we allow ourselves; below it a baseline takes the setting that finds most."""
WORDING = "a rare 3-gram in 3 threads"
_STRINGS = {f"{shared} strings": shared for shared in (1, 2, 3, 4, 6)}
_RULES: Mapping[str, Mapping[str, Callable[[], Rule]]] = {
    "NB + Benjamini–Hochberg": {
        f"rate {q:g}": partial(NegativeBinomial, q) for q in (0.05, 1e-2, 1e-3, 1e-4, 1e-5)
    },
    "EARS C2": {f"{limit} sd": partial(Ears, limit) for limit in (3, 6, 8, 10, 14, 20)},
    "EWMA z-score": {
        f"weight {weight}, {limit} sd": partial(Ewma, weight, limit)
        for weight in (0.1, 0.3)
        for limit in (5, 7, 9, 12, 16)
    },
    "keyword counting": {f"{fewest} threads": partial(Keywords, fewest) for fewest in (3, 4, 5, 7, 10)},
}
Settings = Mapping[str, Sequence[str]]
EVERY: Settings = {name: tuple(rules) for name, rules in (*_RULES.items(), (WORDING, _STRINGS))}


def run(ticks: Sequence[Tick], settings: Settings) -> dict[tuple[str, str], list[dict[str, object]]]:
    """The alerts over a whole stream, as score.py reads them, by baseline and setting."""
    found: dict[tuple[str, str], list[Alert]] = {}
    found |= alerts_by_words(ticks, {(name, s): _RULES[name][s]() for name in _RULES for s in settings[name]})
    strings = alerts_by_wording(ticks, {s: _STRINGS[s] for s in settings[WORDING]})
    found |= {(WORDING, s): alerts for s, alerts in strings.items()}
    return {key: [_alert(*alert) for alert in alerts] for key, alerts in found.items()}


def better(a: Mapping[str, Any], b: Mapping[str, Any]) -> bool:
    """Whether the figures `a` are preferred to `b`: noise that can be borne, then recall, then speed."""
    return _worth(a) > _worth(b)


def _worth(figures: Mapping[str, Any]) -> tuple[float, ...]:
    if figures["noise_day"] > MOST_NOISE:
        return (0.0, -figures["noise_day"])
    return (1.0, figures["recall"], figures["in5"], -figures["noise_day"])


def _alert(at: int, posts: list[str]) -> dict[str, object]:
    return {"at": datetime.fromtimestamp(at, UTC).isoformat(), "posts": posts}
