"""One platform a file. A kind turns a fetched page into posts and says what to fetch next; it never fetches."""

from crawlers.kinds.base import Kind
from crawlers.kinds.discuz import Discuz
from crawlers.kinds.feed import Feed
from crawlers.kinds.forum import Forum
from crawlers.kinds.page import Articles
from crawlers.kinds.sitemap import Sitemap

KINDS: dict[str, Kind] = {
    "feed": Feed(),
    "discuz": Discuz(),
    "page": Articles(),
    "sitemap": Sitemap(),
    "forum": Forum(),
}
