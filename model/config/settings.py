"""The whole of config.yaml."""

from __future__ import annotations

import re
from datetime import time, timedelta
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from model.catalogue import both
from model.config.base import (
    Clock,
    Contact,
    Duration,
    Filled,
    HttpUrl,
    PositiveDuration,
    Settings,
    Zone,
)
from model.config.channels import Channel
from model.config.contacts import Office, offices
from model.config.duty import Duty
from model.config.grouping import Grouping, QuietHours
from model.config.places import Spot
from model.config.sources import Source
from model.config.topics import Topic
from model.quiet import Quiet
from model.tips import TIPS

EXAMPLE = r"[@./]example\.(org|com|net)\b"
"""What an address looks like that nobody can be reached at (RFC 2606)."""


class Association(Settings):
    """Who runs this, as the sites that are read and the readers of a digest see it."""

    name: Filled
    town: Filled
    contact: Contact


class Crawl(Settings):
    """Manners and limits of the crawlers."""

    delay: Duration = timedelta(seconds=3)
    timeout: PositiveDuration = timedelta(seconds=30)
    run_timeout: PositiveDuration = timedelta(minutes=20)
    max_bytes: int = Field(default=5_000_000, ge=1000)
    backfill: PositiveDuration = timedelta(days=30)
    quiet_hours: QuietHours | None = None


class Sensitivity(Settings):
    """The weekly move of `surprise` by what people decided. `most`: how far from it, either way."""

    weekly: bool = True
    verdicts: int = Field(default=20, ge=20)
    step: float = Field(default=0.25, gt=0, le=1)
    most: float = Field(default=1.0, ge=0, le=2)


class Emergence(Settings):
    """When something counts as emerging."""

    tick: PositiveDuration = timedelta(minutes=10)
    learning_days: int = Field(default=21, ge=0)
    threads: int = Field(default=3, ge=2)
    voices: int = Field(default=3, ge=2)
    surprise: float = Field(default=4.0, gt=0)
    sensitivity: Sensitivity = Sensitivity()


def _renamed(engine: object) -> object:
    """The name that `weights` had before there were others."""
    return "shipped" if engine == "weights" else engine


class Analysis(Settings):
    """How posts are read."""

    sentiment: Annotated[Literal["posts", "shipped", "snownlp", "own"], BeforeValidator(_renamed)] = "posts"
    own_weights: Path = Path("data/var/tone/own.gz")
    emergence: Emergence = Emergence()


class Alerts(Settings):
    """Life of an alert."""

    fade_after: PositiveDuration = timedelta(hours=72)
    grouping: Grouping = Grouping()


class DigestSettings(Settings):
    """The digests."""

    at: Clock = "07:30"
    weekly: Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun", "never"] = "mon"
    folder: Path = Path("data/var/digests")
    picture: bool = True


class Heartbeats(Settings):
    """An address per job that is told when it ended: a watchman elsewhere notices when nothing comes."""

    cycle: HttpUrl | None = Field(default=None, repr=False)
    digest: HttpUrl | None = Field(default=None, repr=False)
    weekly: HttpUrl | None = Field(default=None, repr=False)


class ScheduleSettings(Settings):
    """The timetable of `huisheng run`."""

    cycle_every: PositiveDuration = timedelta(minutes=10)
    grace: Duration = timedelta(hours=6)
    heartbeats: Heartbeats = Heartbeats()


class ConsoleSettings(Settings):
    """The web pages; loopback only until sign-in exists."""

    port: int = Field(default=8321, ge=0, le=65535)


class Config(Settings):
    """Every setting. `base` is the folder of the file; relative paths are relative to it."""

    association: Association
    timezone: Zone = "Asia/Shanghai"
    language: Literal["zh", "en"] = "zh"
    database: Path = Path("data/var/huisheng.db")
    publish_dir: Path | None = None
    publish_url: HttpUrl | None = None
    crawl: Crawl = Crawl()
    analysis: Analysis = Analysis()
    alerts: Alerts = Alerts()
    digest: DigestSettings = DigestSettings()
    duty: Duty = Duty()
    schedule: ScheduleSettings = ScheduleSettings()
    console: ConsoleSettings = ConsoleSettings()
    sources: list[Source] = Field(default=[])
    places: list[Spot] = Field(default=[])
    topics: dict[str, Topic] = Field(default={})
    channels: list[Channel] = Field(default=[])
    contacts: list[Office] = Field(default=[])
    base: Path = Field(default=Path(), exclude=True)

    @model_validator(mode="after")
    def _consistent(self) -> Config:
        real = [s.name for s in self.sources if s.enabled and not s.allow_loopback]
        if real and re.search(EXAMPLE, self.association.contact):
            raise ValueError(both("config.example_contact", names=", ".join(real)))
        if any(source.name == TIPS for source in self.sources):
            raise PydanticCustomError("tips", "{said}", {"said": both("config.source_of_tips", name=TIPS)})
        unknown = self.duty.channels - {channel.name for channel in self.channels}
        if unknown:
            said = both("config.duty_channel", names=", ".join(sorted(unknown)))
            raise PydanticCustomError("duty", "{said}", {"said": said})
        return self

    @property
    def zone(self) -> ZoneInfo:
        """The town's time zone."""
        return ZoneInfo(self.timezone)

    @property
    def offices(self) -> list[Office]:
        """Whom to ask: the association's contacts, then the national numbers."""
        return offices(self.contacts)

    def path(self, relative: Path) -> Path:
        """`relative` seen from the folder of config.yaml; absolute paths stay."""
        return self.base / relative

    def zone_of(self, source: Source) -> ZoneInfo:
        """The zone of the times that `source` shows without naming one."""
        return ZoneInfo(source.timezone or self.timezone)

    def district_of(self, source: str) -> str:
        """The district of the source of this name; '' for the town as a whole, and for what is not in the file."""
        return next((s.district or "" for s in self.sources if s.name == source), "")

    def delay_of(self, source: Source) -> timedelta:
        """Seconds between two requests to the source's host; 0 only for a source allowed on loopback."""
        delay = source.delay if source.delay is not None else self.crawl.delay
        return delay if source.allow_loopback else max(delay, timedelta(seconds=1))

    def quiet_of(self, source: Source) -> Quiet | None:
        """The hours of the day, in the town's zone, in which `source` is left alone."""
        hours = source.quiet_hours if source.quiet_hours is not None else self.crawl.quiet_hours
        if hours is None:
            return None
        begins, ends = (time.fromisoformat(clock) for clock in hours)
        return Quiet(begins=begins, ends=ends)
