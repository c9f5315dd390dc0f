"""One platform a file. A kind turns a fetched page into posts and says what to fetch next; it never fetches."""

from crawlers.kinds.base import Kind
from crawlers.kinds.discuz import Discuz
from crawlers.kinds.feed import Feed
from crawlers.kinds.forum import Forum
from crawlers.kinds.jsonlist import JsonList
from crawlers.kinds.mybb import MyBB
from crawlers.kinds.page import Articles
from crawlers.kinds.sitemap import Sitemap
from crawlers.kinds.wordpress import WordPress

KINDS: dict[str, Kind] = {
    "feed": Feed(),
    "discuz": Discuz(),
    "page": Articles(),
    "sitemap": Sitemap(),
    "wordpress": WordPress(),
    "mybb": MyBB(),
    "json_list": JsonList(),
    "forum": Forum(),
}
