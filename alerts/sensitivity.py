"""How sensitive the program is, in words; and the steps by which people take a move back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from model.catalogue import Catalogue
from model.config import Config
from model.sensitivity import Move, Tally, Why
from store import audit, sensitivity
from store.database import Store

_SHOWN = 12


def take_back(store: Store, role: str, now: datetime, *, reset: bool = False) -> Move | None:
    """Undo the last move, or all of them; None when there is nothing to take back. What people decided until now is
    counted no more: else the same decisions would move it again."""
    with store.writing():
        last, before = sensitivity.last_move(store), sensitivity.last(store)
        if last is None or before is None or (reset and not before.after) or (not reset and last.why is Why.UNDONE):
            return None
        after, why = (0.0, Why.RESET) if reset else (last.before, Why.UNDONE)
        nothing = Tally(useful=0, useless=0, missed=0)
        move = Move(at=now, before=before.after, after=after, tally=nothing, why=why)
        detail = {"role": role, "before": move.before, "after": move.after}
        audit.note(store, audit.Entry(at=now, action=f"sensitivity.{why.value}", detail=detail))
        return sensitivity.add(store, move)


def told(move: Move, config: Config, catalogue: Catalogue) -> str:
    """``4.00 → 4.25``, when and why."""
    base = config.analysis.emergence.surprise
    return catalogue.say(
        "sensitivity.row", day=f"{move.at.astimezone(config.zone):%Y-%m-%d}", before=base + move.before,
        after=base + move.after, why=because(move, catalogue),
    )  # fmt: skip


def because(move: Move, catalogue: Catalogue) -> str:
    """Why it moved, or did not."""
    found = move.tally
    figures = catalogue.say("sensitivity.tally", useful=found.useful, useless=found.useless, missed=found.missed)
    return catalogue.say(f"sensitivity.why.{move.why.value}", tally=figures)


def standing(store: Store, config: Config, catalogue: Catalogue, until: datetime | None = None) -> str:
    """Where the threshold stands, in one line."""
    moves = sensitivity.newest(store, 1, until)
    base = config.analysis.emergence.surprise
    now = base + (moves[0].after if moves else 0.0)
    return catalogue.say("sensitivity.now", now=now, config=base)


def lines(store: Store, config: Config, catalogue: Catalogue) -> Iterator[str]:
    """All of it: where it stands, how it came to it, and what it never touches."""
    rules = config.analysis.emergence.sensitivity
    yield standing(store, config, catalogue)
    moves = sensitivity.newest(store, _SHOWN)
    if not rules.weekly:
        yield catalogue.say("sensitivity.off")
    elif not moves:
        yield catalogue.say("sensitivity.none", verdicts=rules.verdicts)
    yield from (told(move, config, catalogue) for move in moves)
    yield catalogue.say("sensitivity.life")
