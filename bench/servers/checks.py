"""Single checks of what was stored against what was written on the sites."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

from bench.servers.content import Topic, Written
from bench.servers.crawler import Crawler
from bench.servers.report import Report
from model.records import Post, Precision


def article_posts(report: Report, stored: Sequence[Post], written: Sequence[Written]) -> None:
    """A feed: every article is there once, with its title, text and minute, each its own thread."""
    found = {post.title: post for post in stored}
    pairs = [(one, found[one.title]) for one in written if one.title in found]
    report.same("posts stored", len(written), len(stored))
    report.none("titles", [one.title for one in written if one.title not in found], len(written))
    _texts_and_times(report, pairs)
    report.none("each its own thread, and its opener", _not_openers(pairs), len(pairs))
    report.none("address of the post", [p.url for one, p in pairs if f"/{one.key}/" not in p.url], len(pairs))


def site_posts(report: Report, stored: Sequence[Post], written: Sequence[Written], said: Sequence[str]) -> None:
    """A WordPress by its interface: every article once, and every comment in its article's thread."""
    openers, replies = [p for p in stored if p.opener], [p for p in stored if not p.opener]
    article_posts(report, openers, written)
    report.same("comments, as texts", sorted(map(_plain, said)), sorted(_plain(post.body) for post in replies))
    threads = {post.thread for post in openers}
    report.none(
        "comments in an article's thread", [p.key for p in replies if p.thread not in threads], len(replies)
    )


def topic_posts(report: Report, stored: Sequence[Post], topics: Sequence[Topic]) -> None:
    """A forum: every comment is there once under the site's own id, in its thread, the opener marked."""
    found = {post.key: post for post in stored}
    written = [one for topic in topics for one in topic.comments]
    pairs = [(one, found[one.id]) for one in written if one.id in found]
    report.same("posts stored", len(written), len(stored))
    report.none("the site's own ids", [one.key for one in written if one.id not in found], len(written))
    report.none("titles, on openers only", [p.title for one, p in pairs if p.title != one.title], len(pairs))
    report.none("openers", [p.key for one, p in pairs if p.opener != bool(one.title)], len(pairs))
    report.none("comments in their topic", _wrong_threads(found, topics), len(topics))
    _texts_and_times(report, pairs)


def _wrong_threads(found: Mapping[str, Post], topics: Sequence[Topic]) -> Iterator[str]:
    seen: set[str] = set()
    for topic in topics:
        threads = {found[one.id].thread for one in topic.comments if one.id in found}
        addresses = {found[one.id].thread_url for one in topic.comments if one.id in found}
        if len(threads) != 1 or threads & seen or not all(f"/topic/{topic.id}/" in a for a in addresses):
            yield f"{topic.key}: {threads} {addresses}"
        seen |= threads


def _not_openers(pairs: Sequence[tuple[Written, Post]]) -> list[str]:
    threads = [post.thread for _, post in pairs]
    return [p.key for _, p in pairs if not p.opener or threads.count(p.thread) != 1]


def _texts_and_times(report: Report, pairs: Sequence[tuple[Written, Post]]) -> None:
    report.none("texts", [wrong for one, post in pairs if (wrong := wrong_text(one, post))], len(pairs))
    dated = [(one, post) for one, post in pairs if one.when]
    report.none(
        "published minute, in the right zone",
        [
            f"{one.key} {one.when:%d %H:%M%z} ≠ {post.published_at}"
            for one, post in dated
            if _wrong_minute(one, post)
        ],
        len(dated),
    )


def wrong_text(one: Written, post: Post) -> str:
    """'' when the stored text is what a reader sees, with nothing kept that must go; else what is wrong."""
    body = _plain(post.body)
    if one.shown == (one.text,):
        return "" if body == _plain(one.text) else f"{one.key}: {body[:60]}"
    at = -1
    for piece in map(_plain, one.shown):
        at = body.find(piece, at + 1)
        if at < 0:
            return f"{one.key} lacks {piece!r}: {body[:60]!r}"
    kept = [gone for gone in one.gone if gone in post.body]
    return f"{one.key} keeps {kept}" if kept else ""


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFC", text).split())


def _wrong_minute(one: Written, post: Post) -> bool:
    wanted = one.when and one.when.astimezone(UTC)
    got = post.published_at and post.published_at.astimezone(UTC).replace(second=0)
    return post.precision is not Precision.MINUTE or got != wanted


def no_person(report: Report, crawler: Crawler, people: Sequence[str], gone: Sequence[str]) -> None:
    """No name of either site and nothing redacted in any byte of database, log or search index."""
    there = "城东片区"  # proves that the search below can find something at all
    report.same("a word of an article is in database and index", (True, True), _found(crawler, there))
    spaced = [" ".join(word) for word in people]
    report.none("no name in database or log", crawler.traces([*people, *spaced]), len(people))
    report.none("no name in the search index", [word for word in people if crawler.finds(word)], len(people))
    report.none("nothing redacted in database or log", crawler.traces(list(gone)), len(gone))
    report.none("nothing redacted in the search index", [word for word in gone if crawler.finds(word)], len(gone))


def _found(crawler: Crawler, phrase: str) -> tuple[bool, bool]:
    return any(crawler.traces([phrase])), crawler.finds(phrase)


def manners(report: Report, asked: Sequence[str], contact: str, *, interface: bool = False) -> None:
    """robots.txt first, one honest user agent, nobody's profile, nothing but pages that exist.

    `interface`: the site is read by its REST interface, where articles and comments may be asked for and nobody.
    """
    paths = [line.split()[2] for line in asked]
    report.same("robots.txt is read first", "/robots.txt", paths[0] if paths else "(nothing asked)")
    report.none("every request names a contact", [a for a in asked if contact not in a], len(asked))
    words = ("/user", "/comment/", "/author", "/search", *(() if interface else ("wp-json",)))
    strange = [p for p in paths if any(word in p for word in words)]
    if interface:
        fields = [part for p in paths for part in re.findall(r"_fields=([^&]*)", p)]
        report.none("no name is among the fields asked for", [f for f in fields if "author" in f], len(fields))
    report.none("no profile, member or search page is asked for", strange, len(asked))
    twice = sorted({path for path in paths if paths.count(path) > 1})
    report.none("no page is asked for twice in a visit", twice, len(asked))


def untouched(report: Report, before: Sequence[Post], after: Sequence[Post]) -> None:
    """A visit that brought nothing new changed nothing that was stored."""
    report.same("posts stored", len(before), len(after))
    report.none("nothing changed", [b.key for a, b in zip(before, after, strict=False) if a != b], len(after))


def recent(post: Post, since: datetime) -> bool:
    """Whether a post written during this run carries such a time, to the minute."""
    return post.published_at is not None and post.published_at >= since.replace(second=0)
