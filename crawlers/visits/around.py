"""What a visit needs from the outside: memory, a place for what it finds, voices, a clock."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from crawlers.processes.job import Event
from crawlers.voices import Voices
from model.config import Config
from store.crawling import Batch, Saved, Unfinished, Validators


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What earlier visits remembered of this source."""

    markers: Mapping[str, str]
    validators: Mapping[str, Validators]
    unfinished: Mapping[str, Unfinished]


class Sink(Protocol):
    """Where a visit puts what it found."""

    def commit(self, batch: Batch) -> Saved:
        """All of the batch or nothing. Raises `StoreError` (`StoreBusy`: locked by another program)."""

    def visited(self, source: str, *, ok: bool, not_before: datetime | None) -> None:
        """Note the end of a visit. Raises `StoreError`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What a visit needs from the outside; shared by the visits of a run.

    `by_hand`: somebody named the sources, quiet hours or not.
    """

    config: Config
    sink: Sink
    voices: Voices
    redact: Callable[[str], str]
    clock: Callable[[], datetime]
    out_of_time: Callable[[], bool]
    emit: Callable[[Event], None]
    by_hand: bool = False
