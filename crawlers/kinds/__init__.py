"""One platform a file. A kind turns a fetched page into posts and says what to fetch next; it never fetches."""

from crawlers.kinds.base import Kind
from crawlers.kinds.feed import Feed

KINDS: dict[str, Kind] = {"feed": Feed()}
