"""Is a source in the healthy range that its block in config.yaml declares? Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from model.config import Source

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """`kind` is a message of data/messages/crawlers.toml (``trouble.<kind>``), `values` its placeholders."""

    kind: str
    values: dict[str, str]


def judge(
    source: Source, now: datetime, *, first_at: datetime, posts: int, newest: datetime | None
) -> list[Finding]:
    """What is unusual about a source that was just visited without failure.

    `posts` were said in the last 24 h, `newest` is when the newest was said (None: none was ever read), `first_at`
    is the first visit: a source known for less than a day is not judged by its count.
    """
    healthy = source.healthy
    if newest is None:
        return [Finding(kind="never-heard", values={})] if now - first_at >= healthy.newest_within else []
    findings = []
    fewest, most = healthy.posts_per_day
    if now - first_at >= DAY and posts < fewest:
        findings.append(Finding(kind="few-posts", values={"posts": str(posts), "usual": f"{fewest:g}"}))
    if now - first_at >= DAY and posts > most:
        findings.append(Finding(kind="many-posts", values={"posts": str(posts), "usual": f"{most:g}"}))
    if now - newest > healthy.newest_within:
        findings.append(
            Finding(kind="silent", values={"hours": hours(now - newest), "usual": hours(healthy.newest_within)})
        )
    return findings


def hours(span: timedelta) -> str:
    """`span` in whole hours."""
    return f"{span / timedelta(hours=1):.0f}"
