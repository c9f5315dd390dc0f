"""A plain Scrapy crawl of the same board, for bench.crawl: python -m bench.visits.plain URL THREADS.

Scrapy's own settings, but for its log and the pages at once (one, as ours); reads the same fields of each post and
throws them away. THREADS is how many of the list it follows.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

from scrapy import Spider
from scrapy.crawler import CrawlerProcess
from scrapy.http import Request, Response


class Plain(Spider):
    """The list, then every thread on it."""

    name = "plain"
    start_urls = sys.argv[1:2]
    most = int(sys.argv[2])

    def parse(self, response: Response, **kwargs: Any) -> Iterator[Request]:
        """The threads of the list."""
        for number, row in enumerate(response.css("tbody[id^=normalthread_]")):
            tid = str(row.attrib["id"]).partition("_")[2]
            row.css("a.xst::text").get(), row.css("td.num a::text").get(), row.css("td.by em ::text").getall()
            if number < self.most:
                yield response.follow(f"/thread-{tid}-1-1.html", callback=self.thread)

    def thread(self, response: Response) -> Iterator[dict[str, object]]:
        """The posts of a thread."""
        title = response.css("#thread_subject::text").get()
        for post in response.css("#postlist div[id^=post_]"):
            yield {
                "pid": post.attrib["id"],
                "title": title,
                "floor": post.css("a[id^=postnum] em::text").get(),
                "time": post.css("em[id^=authorposton] span::attr(title)").get(),
                "body": "".join(post.css("td.t_f ::text").getall()),
            }


if __name__ == "__main__":
    process = CrawlerProcess(
        {"LOG_LEVEL": "ERROR", "CONCURRENT_REQUESTS": 1, "DOWNLOAD_DELAY": 0, "TELNETCONSOLE_ENABLED": False}
    )
    process.crawl(Plain)
    process.start()
