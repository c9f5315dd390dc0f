"""The whole of config.yaml."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import Field, model_validator

from model.config.base import Clock, Contact, Duration, Filled, PositiveDuration, Settings, Zone
from model.config.channels import Channel
from model.config.sources import Source
from model.config.topics import Topic
from model.config.words import both

EXAMPLE = r"[@./]example\.(org|com|net)\b"
"""What an address looks like that nobody can be reached at (RFC 2606)."""


class Association(Settings):
    """Who runs this, as the sites that are read and the readers of a digest see it."""

    name: Filled = Field(description="the association's name, shown on every digest")
    town: Filled = Field(description="the town it serves")
    contact: Contact = Field(
        description="mailto: or web address put into the user agent, so that a site can reach you"
    )


class Crawl(Settings):
    """Manners and limits of the crawlers."""

    delay: Duration = Field(default=timedelta(seconds=3), description="pause between requests to one host")
    timeout: PositiveDuration = Field(default=timedelta(seconds=30), description="longest wait for one reply")
    run_timeout: PositiveDuration = Field(
        default=timedelta(minutes=20), description="longest time for one crawl run"
    )
    max_bytes: int = Field(default=5_000_000, ge=1000, description="largest reply that is read, unpacked")
    backfill: PositiveDuration = Field(default=timedelta(days=30), description="how far the first visit looks back")


class Emergence(Settings):
    """When something counts as emerging."""

    tick: PositiveDuration = Field(default=timedelta(minutes=10), description="step of the detector's clock")
    learning_days: int = Field(default=21, ge=0, description="days of posts before discovered stories may alarm")
    threads: int = Field(default=3, ge=2, description="fewest threads of a discovered story")
    voices: int = Field(default=3, ge=2, description="fewest independent voices of a story")
    surprise: float = Field(
        default=4.0, gt=0, description="−log10 of the chance that must be passed; higher is quieter"
    )


class Analysis(Settings):
    """How posts are read."""

    sentiment: str = Field(
        default="weights",
        pattern="^(weights|snownlp)$",
        description="weights: fast; snownlp: the library itself",
    )
    emergence: Emergence = Field(default=Emergence(), description="the detector")


class Alerts(Settings):
    """Life of an alert."""

    fade_after: PositiveDuration = Field(
        default=timedelta(hours=72), description="quiet this long without a decision: faded"
    )


class DigestSettings(Settings):
    """The daily digest."""

    at: Clock = Field(default="07:30", description="when it is built and sent, in the town's time")
    folder: Path = Field(default=Path("data/var/digests"), description="where the files are written")


class ScheduleSettings(Settings):
    """The timetable of `huisheng run`."""

    cycle_every: PositiveDuration = Field(default=timedelta(minutes=10), description="crawl, analyse, alert")
    grace: Duration = Field(default=timedelta(hours=6), description="a job late by less than this still runs, once")


class ConsoleSettings(Settings):
    """The web pages; loopback only until sign-in exists."""

    port: int = Field(default=8321, ge=0, le=65535, description="port on 127.0.0.1; 0: any free one")


class Config(Settings):
    """Every setting. `base` is the folder of the file; relative paths are relative to it."""

    association: Association = Field(description="who runs this")
    timezone: Zone = Field(default="Asia/Shanghai", description="the town's time zone")
    language: Literal["zh", "en"] = Field(default="zh", description="language of what people read: zh or en")
    database: Path = Field(default=Path("data/var/huisheng.db"), description="the SQLite file")
    crawl: Crawl = Field(default=Crawl(), description="manners and limits of the crawlers")
    analysis: Analysis = Field(default=Analysis(), description="how posts are read")
    alerts: Alerts = Field(default=Alerts(), description="life of an alert")
    digest: DigestSettings = Field(default=DigestSettings(), description="the daily digest")
    schedule: ScheduleSettings = Field(default=ScheduleSettings(), description="the timetable")
    console: ConsoleSettings = Field(default=ConsoleSettings(), description="the web pages")
    sources: list[Source] = Field(default=[], description="what is read")
    topics: dict[str, Topic] = Field(default={}, description="what is watched by name")
    channels: list[Channel] = Field(default=[], description="where messages go")
    base: Path = Field(default=Path(), exclude=True, description="set by the loader: folder of the file")

    @model_validator(mode="after")
    def _consistent(self) -> Config:
        real = [s.name for s in self.sources if s.enabled and not s.allow_loopback]
        if real and re.search(EXAMPLE, self.association.contact):
            raise ValueError(both("config.example_contact", names=", ".join(real)))
        return self

    @property
    def zone(self) -> ZoneInfo:
        """The town's time zone."""
        return ZoneInfo(self.timezone)

    def path(self, relative: Path) -> Path:
        """`relative` seen from the folder of config.yaml; absolute paths stay."""
        return self.base / relative

    def zone_of(self, source: Source) -> ZoneInfo:
        """The zone of the times that `source` shows without naming one."""
        return ZoneInfo(source.timezone or self.timezone)

    def delay_of(self, source: Source) -> timedelta:
        """Seconds between two requests to the source's host; 0 only for a source allowed on loopback."""
        delay = source.delay if source.delay is not None else self.crawl.delay
        return delay if source.allow_loopback else max(delay, timedelta(seconds=1))
