"""What a channel's yes or no means for the outbox, and the words for it."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b

from alerts.delivery.parcel import PICTURE, Refused
from alerts.delivery.pictures import USEFUL
from model.catalogue import Catalogue
from model.config import Channel, Config
from model.records import Issue, Message, Severity
from store import runs, sending
from store.database import Store

_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=6)
_JITTER = 0.25
# What concerns the channel, not the message: once anything arrives again, everything may be tried again.
_OF_THE_CHANNEL = frozenset({"key", "stopped", "ip", "keyword", "sign", "security"})
log = logging.getLogger("huisheng.alerts")


def pause(attempts: int, short_id: str) -> timedelta:
    """How long to leave a message alone after `attempts` refusals: 1, 2, 4 … minutes, at most six hours.

    Up to a quarter longer, by what the id and the count say: messages refused together do not come back together,
    and the same message waits the same time in every rehearsal.
    """
    doubled = min(_FIRST_PAUSE * 2 ** min(attempts - 1, 20), _LONGEST_PAUSE)
    chance = int.from_bytes(blake2b(f"{short_id} {attempts}".encode(), digest_size=4).digest(), "big") / 2**32
    return timedelta(seconds=round(doubled.total_seconds() * (1 + _JITTER * chance)))


def in_words(refusal: Refused, catalogue: Catalogue) -> tuple[str, str]:
    """Why a channel refused, in one clause, and what to do about it, a sentence or nothing."""
    why = catalogue.say(f"delivery.reason.{refusal.reason}", status=refusal.status)
    return why, catalogue.say(f"delivery.mend.{refusal.reason}")


@dataclass(frozen=True, slots=True)
class Ledger:
    """Writes down what one channel said in one run."""

    store: Store
    config: Config
    channel: Channel
    now: datetime
    run_id: int

    def accepted(self, message: Message) -> None:
        """It arrived; so will what was given up for a fault of the channel."""
        sending.delivered(self.store, message.id, self.now)
        sending.revive(self.store, self.channel.name, self.now, _OF_THE_CHANNEL)

    def refused(self, message: Message, refusal: Refused) -> None:
        """It did not: when is the next try, and what does a person read?"""
        catalogue = Catalogue(self.config.language)
        why, mend = in_words(refusal, catalogue)
        wait = max(pause(message.attempts, message.short_id), refusal.rest or timedelta(0))
        outcome = "failed" if not refusal.final else "gave_up" if refusal.reason in _OF_THE_CHANNEL else "kept"
        if message.kind == PICTURE and (outcome == "kept" or self.now - message.created_at >= USEFUL):
            outcome = "dropped"
        values = {"later": span(catalogue, wait)} if outcome == "failed" else {}
        words = catalogue.say(
            f"delivery.{outcome}", channel=self.channel.name, id=message.short_id, why=why, mend=mend, **values
        )
        log.warning("%s", words)
        issue = Issue(
            run_id=self.run_id, source=None, severity=Severity.ERROR, kind="delivery", message=words, at=self.now
        )
        with self.store.writing():
            if outcome == "dropped":
                sending.drop(self.store, message.id)
            elif refusal.final:
                sending.gave_up(self.store, message.id, reason=refusal.reason, error=words)
            else:
                sending.failed(self.store, message.id, next_attempt_at=self.now + wait, error=words)
            if refusal.rest is not None:
                sending.rest(self.store, self.channel.name, self.now + refusal.rest)
            runs.add_issue(self.store, issue)


def span(catalogue: Catalogue, wait: timedelta) -> str:
    """`wait` as people say it: minutes, or whole hours."""
    minutes = max(1, round(wait / timedelta(minutes=1)))
    if minutes % 60:
        return catalogue.say("alerts.delivery.minutes", n=minutes)
    return catalogue.say("alerts.delivery.hours", n=minutes // 60)
