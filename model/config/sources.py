"""One model per kind of source. A source on a known platform is one YAML block."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from model.config.base import (
    Duration,
    Encoding,
    FilledSelector,
    HttpUrl,
    Name,
    PositiveDuration,
    Selector,
    Settings,
    Zone,
    ordered,
)


class Healthy(Settings):
    """The healthy range a source declares; outside it, the run records an issue."""

    posts_per_day: Annotated[tuple[float, float], AfterValidator(ordered)] = Field(
        default=(0, 100_000), description="fewest and most new posts a day that look normal"
    )
    newest_within: PositiveDuration = Field(
        default=timedelta(days=7), description="longer than this without a new post is reported as silent"
    )


class _Source(Settings):
    """What every kind has."""

    name: Name = Field(description="short unique name, shown in alerts and in the digest")
    url: HttpUrl = Field(description="where to start: the feed, the board list, the article list or the sitemap")
    every: Duration = Field(default=timedelta(minutes=30), description="how often to visit, at most")
    delay: Duration | None = Field(
        default=None, description="pause between requests to this host; unset: crawl.delay"
    )
    encoding: Encoding | None = Field(default=None, description="charset to use when the site declares a wrong one")
    timezone: Zone | None = Field(
        default=None, description="zone of times that name none; unset: the town's. Some forums show UTC"
    )
    allow_loopback: bool = Field(
        default=False, description="allow this source to be on this very machine (demo and tests only)"
    )
    enabled: bool = Field(default=True, description="false: keep the block, do not visit")
    max_pages: int = Field(default=20, ge=1, le=500, description="most requests one visit may make")
    healthy: Healthy = Field(default=Healthy(), description="what is normal for this source")


class FeedSource(_Source):
    """RSS, Atom or JSON Feed."""

    kind: Literal["feed"]


class DiscuzSource(_Source):
    """A Discuz! X board: the address of a board list (forum.php?mod=forumdisplay&fid=…)."""

    kind: Literal["discuz"]


class _ArticleSource(_Source):
    """What the kinds that read article pages have."""

    link_pattern: str = Field(
        default="", description="only links containing this text are articles; plain text, not a pattern"
    )
    title: Selector = Field(default="", description="CSS selector of the title; empty: found automatically")
    body: Selector = Field(default="", description="CSS selector of the text; empty: found automatically")
    time: Selector = Field(default="", description="CSS selector of the time; empty: found automatically")


class PageSource(_ArticleSource):
    """A list of articles and the article pages it links to."""

    kind: Literal["page"]
    links: Selector = Field(default="a", description="CSS selector of the article links on the list page")
    next_page: Selector = Field(default="", description="CSS selector of the link to the next list page")


class SitemapSource(_ArticleSource):
    """A sitemap (sitemaps.org; with or without Google's news tags), or an index of them, and its article pages."""

    kind: Literal["sitemap"]
    sitemap_pattern: str = Field(
        default="", description="of an index, only sitemaps whose address contains this text are read"
    )


class ForumSource(_Source):
    """Any forum, read by selectors alone. A selector may end in ``::attr(name)`` to read an attribute."""

    kind: Literal["forum"]
    threads: FilledSelector = Field(description="CSS selector of the thread links on the list page")
    next_page: Selector = Field(default="", description="CSS selector of the link to the next list page")
    thread_next_page: Selector = Field(default="", description="CSS selector of the next page inside a thread")
    title: Selector = Field(default="h1", description="CSS selector of the thread's title")
    post: FilledSelector = Field(description="CSS selector of one post on the thread page")
    body: FilledSelector = Field(description="CSS selector of the text inside a post")
    time: Selector = Field(default="", description="CSS selector of the time inside a post; empty: undated")
    id: FilledSelector = Field(description="CSS selector or ::attr(name) of the post's own id, seen from the post")
    drop: Selector = Field(default="", description="CSS selector of parts to remove from the text, such as quotes")


Source = Annotated[
    FeedSource | DiscuzSource | PageSource | SitemapSource | ForumSource, Field(discriminator="kind")
]
