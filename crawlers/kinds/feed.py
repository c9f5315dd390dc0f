"""RSS, Atom and JSON Feed: one page, every item its own thread."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace

from crawlers.kinds.base import NOTHING, Fetch, Outcome, Page, Refusal, Visit
from crawlers.kinds.entry import Entry
from crawlers.kinds.feedpace import wish_of
from crawlers.kinds.gathering import Draft, Gathering, refuse
from crawlers.kinds.jsonfeed import read_json_feed
from crawlers.kinds.opened import no_file
from crawlers.kinds.xmlfeed import is_xml_feed, read_xml_feed
from crawlers.reading.characters import scrub
from crawlers.reading.charset import decode
from crawlers.reading.links import absolute, canonical, is_reply, whole_thread
from crawlers.reading.xmltree import declares_entities
from model.config import Source

LIMIT = 200  # items of one feed
_LONGEST_KEY = 300


class Feed:
    """The kind ``feed``."""

    def start(self, source: Source, markers: Mapping[str, str] = NOTHING) -> Fetch:
        """The feed's own address."""
        return Fetch(url=source.url, role="list")

    def parse(self, source: Source, fetch: Fetch, page: Page, visit: Visit) -> Outcome | Refusal:
        """The posts of a feed. Refuses empty feeds, HTML at a feed's address, entity bombs, unreadable charsets."""
        text = decode(page.body, declared=page.charset, configured=source.encoding)
        if text is None:
            return refuse(visit, "charset", page.url)
        text, odd = scrub(text.lstrip("\ufeff"))
        entries, fault = _entries(text, page, visit)
        if isinstance(entries, Refusal):
            return entries
        gathering = Gathering(source.name, page, visit)
        if odd or any(entry.odd for entry in entries):
            gathering.note("bad-characters", page.url)
        if fault:
            gathering.note("broken-xml", page.url, detail=fault)
        if len(entries) > LIMIT:
            gathering.note("too-many", page.url, count=f">{LIMIT}", limit=LIMIT)
        for entry in entries[:LIMIT]:
            gathering.add(_draft(entry, source, page, gathering))
        return replace(gathering.outcome(entries=min(len(entries), LIMIT)), wish=wish_of(text))


def _entries(text: str, page: Page, visit: Visit) -> tuple[list[Entry] | Refusal, str]:
    """The entries of the feed `text` (or why there are none) and what is wrong with its XML."""
    if not text.strip():
        return refuse(visit, "empty-feed", page.url), ""
    fault = ""
    if text.lstrip().startswith(("{", "[")):
        entries, kind = read_json_feed(text)
        if kind:
            return refuse(visit, kind, page.url), ""
    else:
        if declares_entities(text):
            return refuse(visit, "entities", page.url), ""
        if not is_xml_feed(text):
            return _no_feed(text, page, visit), ""
        feed = read_xml_feed(text, LIMIT)
        entries, fault = list(feed.entries), feed.fault
    if not entries:
        return refuse(visit, "broken-xml" if fault else "empty-feed", page.url, detail=fault), ""
    return entries, fault


def _no_feed(text: str, page: Page, visit: Visit) -> Refusal:
    looks_like_xml = text.lstrip().startswith("<?xml") and "<html" not in text[:2000].lower()
    return no_file(text, page, visit, "broken-xml" if looks_like_xml else "not-a-feed", detail="no feed element")


def _draft(entry: Entry, source: Source, page: Page, gathering: Gathering) -> Draft:
    link = absolute(entry.link, page.url) if entry.link else ""
    if entry.link and not link:
        gathering.note("unsafe-link", page.url)
    url = canonical(link) if link else canonical(source.url)
    reply = is_reply(url)
    key = _key(entry, url if link else "")
    return Draft(
        key=key,
        url=url,
        thread=whole_thread(url) if reply else key,
        thread_url=whole_thread(url),
        opener=not reply,
        title=entry.title,
        body=entry.body,
        dates=entry.dates,
        speaker=entry.speaker,
    )


def _key(entry: Entry, url: str) -> str:
    """The item's own id, else its address, else a digest of what it says."""
    own = entry.id.strip() or url
    if absolute(own, own):
        own = canonical(own)  # an address as id may name its writer, like any other address
    if own and len(own) <= _LONGEST_KEY:
        return own
    said = own or f"{entry.title}\n{entry.body}"
    return "sha256:" + hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:32]
