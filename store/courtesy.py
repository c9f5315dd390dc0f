"""What our visits cost the sites that we read: figures a day, for the report that a site's owner may ask for."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from datetime import date

from store.database import Store

KEPT_DAYS = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Sums over some days of one source.

    `bytes`: of the pages as unpacked. `seconds`: how long the visits took. `crawl_delay`: the longest pause that
    robots.txt asked for, in seconds. `told_to_wait`: visits that ended because the site wanted a pause or kept
    programs out.
    """

    source: str
    visits: int
    requests: int
    not_modified: int
    bytes: int
    seconds: float
    posts_new: int
    crawl_delay: float
    told_to_wait: int

    @property
    def per_post(self) -> float | None:
        """Requests for each new post; None without a new post."""
        return self.requests / self.posts_new if self.posts_new else None

    @property
    def pause(self) -> float | None:
        """Seconds from one request to the next, on average; None where no visit made a second request."""
        pauses = self.requests - self.visits
        return self.seconds / pauses if pauses > 0 else None


def add(store: Store, day: date, cost: Cost) -> None:
    """Add one visit to the sums of its day."""
    with store.writing() as db:
        db.conn.execute(
            """INSERT INTO courtesy (source, visits, requests, not_modified, bytes, seconds, posts_new, crawl_delay,
                                     told_to_wait, day) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
               ON CONFLICT DO UPDATE SET visits = visits + excluded.visits, requests = requests + excluded.requests,
                   not_modified = not_modified + excluded.not_modified, bytes = bytes + excluded.bytes,
                   seconds = seconds + excluded.seconds, posts_new = posts_new + excluded.posts_new,
                   crawl_delay = max(crawl_delay, excluded.crawl_delay),
                   told_to_wait = told_to_wait + excluded.told_to_wait""",
            (*astuple(cost), day.isoformat()),
        )
        db.conn.execute("DELETE FROM courtesy WHERE day < date(?, ?)", (day.isoformat(), f"-{KEPT_DAYS} days"))


def since(store: Store, day: date) -> list[Cost]:
    """The sums from `day` on, by source."""
    rows = store.rows(
        """SELECT source, sum(visits) AS visits, sum(requests) AS requests, sum(not_modified) AS not_modified,
                  sum(bytes) AS bytes, sum(seconds) AS seconds, sum(posts_new) AS posts_new,
                  max(crawl_delay) AS crawl_delay, sum(told_to_wait) AS told_to_wait
           FROM courtesy WHERE day >= ? GROUP BY source ORDER BY source""",
        (day.isoformat(),),
    )
    return [Cost(**dict(row)) for row in rows]
