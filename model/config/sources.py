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
    Query,
    Selector,
    Settings,
    Zone,
    ordered,
)
from model.config.grouping import QuietHours


class Healthy(Settings):
    """The healthy range a source declares; outside it, the run records an issue."""

    posts_per_day: Annotated[tuple[float, float], AfterValidator(ordered)] = (0, 100_000)
    newest_within: PositiveDuration = timedelta(days=7)


class _Source(Settings):
    """What every kind has."""

    name: Name
    url: HttpUrl
    district: Name | None = None
    every: Duration = timedelta(minutes=30)
    every_at_most: Duration | None = None
    quiet_hours: QuietHours | None = None
    delay: Duration | None = None
    encoding: Encoding | None = None
    timezone: Zone | None = None
    allow_loopback: bool = False
    enabled: bool = True
    max_pages: int = Field(default=20, ge=1, le=500)
    max_depth: int = Field(default=100, ge=1, le=500)
    max_time: PositiveDuration = timedelta(minutes=10)
    healthy: Healthy = Healthy()


class FeedSource(_Source):
    """RSS, Atom or JSON Feed."""

    kind: Literal["feed"]


class DiscuzSource(_Source):
    """A Discuz! X board: the address of a board list (forum.php?mod=forumdisplay&fid=…)."""

    kind: Literal["discuz"]


class _ArticleSource(_Source):
    """What the kinds that read article pages have."""

    link_pattern: str = ""
    title: Selector = ""
    body: Selector = ""
    time: Selector = ""
    javascript: bool = False


class PageSource(_ArticleSource):
    """A list of articles and the article pages it links to."""

    kind: Literal["page"]
    links: Selector = "a"
    next_page: Selector = ""


class SitemapSource(_ArticleSource):
    """A sitemap (sitemaps.org; with or without Google's news tags), or an index of them, and its article pages."""

    kind: Literal["sitemap"]
    sitemap_pattern: str = ""


class WordPressSource(_Source):
    """A WordPress site: the address of its front page."""

    kind: Literal["wordpress"]
    comments: bool = True


class JsonListSource(_Source):
    """Any JSON endpoint that lists things, read by JMESPath alone."""

    kind: Literal["json_list"]
    items: Query = "[]"
    title: Query = "title"
    body: Query = ""
    link: Query = ""
    time: Query = ""
    id: Query = ""


class MyBBSource(_Source):
    """A MyBB forum: the address of a forum's list of threads (forumdisplay.php?fid=…)."""

    kind: Literal["mybb"]


class ForumSource(_Source):
    """Any forum, read by selectors alone. A selector may end in ``::attr(name)`` to read an attribute."""

    kind: Literal["forum"]
    threads: FilledSelector
    next_page: Selector = ""
    thread_next_page: Selector = ""
    title: Selector = "h1"
    post: FilledSelector
    body: FilledSelector
    time: Selector = ""
    id: FilledSelector
    drop: Selector = ""
    javascript: bool = False


Source = Annotated[
    FeedSource
    | DiscuzSource
    | PageSource
    | SitemapSource
    | WordPressSource
    | MyBBSource
    | JsonListSource
    | ForumSource,
    Field(discriminator="kind"),
]


def wants_browser(source: Source) -> bool:
    """Whether the scripts of its pages must run before there is anything to read."""
    return isinstance(source, PageSource | SitemapSource | ForumSource) and source.javascript
