"""Everything about answering one alert, for the console and the command line. Reads the store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from alerts.answers import kit
from alerts.answers.draft import Draft, draft
from alerts.answers.sentences import as_written
from alerts.answers.share import share
from alerts.answers.volume import DAYS, Volume, volume
from model.catalogue import Catalogue
from model.config import Config
from model.facts import KnownFact
from model.records import Alert
from model.responses import Response
from store import stories, verdicts
from store.database import Store

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """`draft`: what to start from. `copy`: for chat groups, empty until a second person has approved."""

    draft: Draft
    text: str  # what a writer goes on from
    response: Response | None
    copy: str
    volume: Volume | None

    @property
    def stage(self) -> str:
        """written, approved, published, or nothing."""
        found = self.response
        if found is None:
            return ""
        return "published" if found.url else "approved" if found.approved_by else "written"


def about(store: Store, alert: Alert, known: Sequence[KnownFact], config: Config, now: datetime) -> About:
    """What there is to say about the answer to `alert`; `known`: the facts near to it."""
    catalogue = Catalogue(config.language)
    response = kit.current(store, alert.id)
    start = draft(alert, known, now.astimezone(config.zone).date(), config, catalogue)
    at = kit.answered_at(verdicts.of_alert(store, alert.id))
    said = stories.moments(store, alert.story_id, at - DAYS * _DAY, at + DAYS * _DAY) if at else []
    return About(
        draft=start, text=as_written(response.sentences, catalogue) if response else start.text, response=response,
        copy=share(response, config, catalogue) if response and response.approved_by else "",
        volume=volume(said, at, now) if at else None,
    )  # fmt: skip
