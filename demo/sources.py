"""Which sites the town has, and how config.yaml names them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

from demo.records import Town
from demo.site.board import BoardSite
from demo.site.feed import FeedSite
from demo.site.news import NewsSite
from demo.site.server import Server

PORTAL = {"city": (2, "城事杂谈"), "life": (37, "吃喝玩乐")}
NEIGHBOURS = {"south": (2, "街坊邻里"), "family": (40, "亲子教育")}


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
        portal, neighbours, blog, paper = servers = [stack.enter_context(Server()) for _ in range(4)]
        portal.serve(BoardSite(town, "晴川在线", PORTAL))
        neighbours.serve(BoardSite(town, "南岸社区", NEIGHBOURS))
        blog.serve(FeedSite(town, "晴川早知道", blog.root))
        paper.serve(NewsSite(town, "晴川新闻网"))
        outlets = [
            *_boards("晴川在线", portal.root, PORTAL),
            *_boards("南岸社区", neighbours.root, NEIGHBOURS),
            Outlet(board="blog", name="晴川早知道", settings={"kind": "feed", "url": f"{blog.root}/feed"}),
            Outlet(board="news", name="晴川新闻网", settings=_paper(paper.root)),
        ]
        yield Sites(servers=tuple(servers), outlets=tuple(outlets))


def _boards(site: str, root: str, boards: Mapping[str, tuple[int, str]]) -> Iterator[Outlet]:
    for board, (number, title) in boards.items():
        url = f"{root}/forum.php?mod=forumdisplay&fid={number}"
        yield Outlet(board=board, name=f"{site}-{title}", settings={"kind": "discuz", "url": url})


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
