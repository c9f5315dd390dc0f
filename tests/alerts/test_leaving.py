"""Promise 3: what leaves leads to a thread, never to a speaker, and quotes at most 40 characters."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.delivery.compose import alert_values
from alerts.digest.build import build
from alerts.digest.render import render_html, render_markdown, render_text
from alerts.digest.send import enqueue
from alerts.run import triage
from model.catalogue import Catalogue
from model.config import Config
from model.records import Issue, Post, Severity, Story
from store import alerts, outbox, posts, runs, stories
from store.database import Store, open_store

LONGEST = 40
# Written with characters that stand in no sentence of ours, so that whatever is found came from a post.
Names = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"
Texts = st.text(Names, min_size=1, max_size=20) | st.text(Names, min_size=LONGEST + 1, max_size=60)
Threads = st.lists(st.tuples(Texts, Texts, st.lists(Texts, max_size=3), st.booleans()), min_size=1, max_size=8)


def everything_that_leaves(store: Store, config: Config, now: datetime) -> str:
    catalogue = Catalogue("zh")
    digest = build(store, config, now, date(2026, 3, 2))
    enqueue(store, config, now, digest)
    parts = [json.dumps(dict(message.body), ensure_ascii=False) + message.subject for message in outbox.page(store)]
    parts += [render(digest, catalogue, config) for render in (render_html, render_markdown, render_text)]
    parts += [json.dumps(alert_values(a, config, catalogue), ensure_ascii=False) for a in alerts.page(store)]
    return "\n".join(parts)


@settings(max_examples=40, deadline=None)
@given(Threads)
def test_only_thread_links_and_short_excerpts(
    make_config: Callable[..., Config],
    make_post: Callable[..., Post],
    make_story: Callable[..., Story],
    now: datetime,
    threads: list[tuple[str, str, list[str], bool]],
) -> None:
    source = {"name": "论坛", "kind": "feed", "url": "https://bbs.town.cn/rss"}
    config = make_config(
        Path("/nowhere"), channels=[{"name": "app", "kind": "apprise", "url": "json://x"}], sources=[source]
    )
    said: list[Post] = []
    for number, (title, body, replies, anchored) in enumerate(threads):
        link = f"https://bbs.town.cn/thread-{number}-1-1.html"
        first = make_post(f"{number}o", str(number), title, body, url=f"{link}#pid{number}o")
        said.append(first)
        for place, text in enumerate(replies):
            key = f"{number}r{place}"
            # A site whose feed names replies: the address of the thread is that of the reply with its anchor.
            address = f"{link}#pid{key}" if anchored else link
            said.append(make_post(key, str(number), body=f"{text} {link}#pid{key}", url=f"{link}#pid{key}",
                                  thread_url=address))  # fmt: skip
    with open_store(None) as store:
        ids = posts.save(store, reversed(said))
        stories.save(store, [make_story(title=said[0].text, threads=len(threads), post_ids=tuple(ids))])
        trouble = f"网站回答 500:{said[-1].url}"
        issue = Issue(run_id=None, source="论坛", severity=Severity.ERROR, kind="http", message=trouble, at=now)
        runs.add_issue(store, issue)
        triage(store, config, now)
        left = everything_that_leaves(store, config, now + timedelta(minutes=1))
    assert "thread-0-1-1.html" in left
    assert "#pid" not in left
    for post in said:
        for text in (post.title, post.body):
            pieces = {text[start : start + LONGEST + 1] for start in range(len(text) - LONGEST)}
            assert not [piece for piece in pieces if piece in left]
