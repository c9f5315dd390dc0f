"""Which sites the town has, and how config.yaml names them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

from demo.records import BLOG, KITCHEN, NEWS, NOTICES, RADIO, Town
from demo.site.board import BoardSite
from demo.site.broadcaster import BroadcasterSite
from demo.site.feed import ATOM, RSS, WORDPRESS, Dialect, FeedSite
from demo.site.news import NewsSite
from demo.site.server import Server

PORTAL = {"city": (2, "城事杂谈"), "life": (37, "吃喝玩乐")}
NEIGHBOURS = {"south": (2, "街坊邻里"), "family": (40, "亲子教育")}

FEEDS: dict[str, tuple[str, Dialect]] = {
    BLOG: ("晴川早知道", RSS), KITCHEN: ("晴川味道", WORDPRESS), NOTICES: ("南岸街道公告", ATOM)
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """One source: what the town calls it, its name in config.yaml and the settings of its kind."""

    board: str
    name: str
    settings: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sites:
    """The town's sites while they are served."""

    servers: tuple[Server, ...]
    outlets: tuple[Outlet, ...]

    @property
    def trespasses(self) -> list[str]:
        """What was fetched although robots.txt closed it."""
        return [target for server in self.servers for target in server.trespasses]


@contextmanager
def served(town: Town) -> Iterator[Sites]:
    """Serve every site of the town on loopback, each on a port of its own."""
    with ExitStack() as stack:
        servers = [stack.enter_context(Server()) for _ in range(4 + len(FEEDS))]
        portal, neighbours, paper, radio, *others = servers
        portal.serve(BoardSite(town, "晴川在线", PORTAL))
        neighbours.serve(BoardSite(town, "南岸社区", NEIGHBOURS))
        paper.serve(NewsSite(town, "晴川新闻网"))
        radio.serve(BroadcasterSite(town, "晴川广电", radio.root))
        for server, (board, (name, dialect)) in zip(others, FEEDS.items(), strict=True):
            server.serve(FeedSite(town, board, name, server.root, dialect))
        outlets = [
            *_boards("晴川在线", portal.root, PORTAL),
            *_boards("南岸社区", neighbours.root, NEIGHBOURS),
            *(_feed(board, server.root) for server, board in zip(others, FEEDS, strict=True)),
            Outlet(board=NEWS, name="晴川新闻网", settings=_paper(paper.root)),
            Outlet(board=RADIO, name="晴川广电", settings=_radio(radio.root)),
        ]
        yield Sites(servers=tuple(servers), outlets=tuple(outlets))


def _boards(site: str, root: str, boards: Mapping[str, tuple[int, str]]) -> Iterator[Outlet]:
    for board, (number, title) in boards.items():
        url = f"{root}/forum.php?mod=forumdisplay&fid={number}"
        yield Outlet(board=board, name=f"{site}-{title}", settings={"kind": "discuz", "url": url})


def _feed(board: str, root: str) -> Outlet:
    name, dialect = FEEDS[board]
    return Outlet(board=board, name=name, settings={"kind": "feed", "url": root + dialect.path})


def _radio(root: str) -> dict[str, Any]:
    return {
        "kind": "sitemap",
        "url": f"{root}/sitemap.xml",
        "link_pattern": "/xinwen/",
        "body": "div.article-body",
        "time": "p.byline time::attr(datetime)",
    }


def _paper(root: str) -> dict[str, Any]:
    return {
        "kind": "page",
        "url": f"{root}/news/index.html",
        "links": "ul.news a",
        "next_page": "div.pager a.next",
        "title": "h1",
        "body": "div.content",
        "time": "div.info time",
    }
