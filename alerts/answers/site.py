"""The public pages of every published answer, and their feed, in `publish_dir`. Whole files, or none.

    publish_dir/answers/index.html   every answer, corrections first
    publish_dir/answers/7.html       one answer, with its sources and what it said before
    publish_dir/answers/feed.xml     the same as an Atom feed (RFC 4287)

The program posts nothing anywhere: these are files which the association's own web server shows.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from lxml import etree

from alerts.answers.kit import published
from alerts.answers.sentences import of_claim
from alerts.answers.share import Line, as_of, mark, named, numbered
from alerts.digest.files import replace_all
from alerts.facts.telling import correction
from model.catalogue import Catalogue
from model.config import Config
from model.errors import StoreError
from model.facts import FactSource
from model.responses import Response
from store import alerts
from store.database import Store

FOLDER = "answers"
MOST = 200
"""Answers on the page and in the feed, the newest; each keeps its own page."""
_TAGS = {"zh": "zh-Hans", "en": "en"}
_ATOM = "http://www.w3.org/2005/Atom"
_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.filters["mark"] = mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One published answer as the pages show it. `updated` is when it was last published or a correction came."""

    alert: int
    title: str
    response: Response
    lines: tuple[Line, ...]
    sources: tuple[FactSource, ...]
    corrections: tuple[str, ...]
    earlier: tuple[Response, ...]
    updated: datetime
    as_of: str

    @property
    def corrected(self) -> bool:
        """Whether it must be read first."""
        return bool(self.corrections)


def folder(config: Config) -> Path:
    """Where the pages stand."""
    return config.path(config.publish_dir or Path()) / FOLDER


def write(store: Store, config: Config, now: datetime) -> int | None:
    """Write the pages anew where they changed; how many answers there are, None without `publish_dir`.

    Raises `StoreError` when they cannot be written; then they are as they were.
    """
    if config.publish_dir is None:
        return None
    entries = _entries(store, config)
    place, contents = folder(config), _contents(entries, config)
    kept = {place / name for name in contents}
    try:
        there = set(place.glob("*.html")) if place.is_dir() else set()
        fresh = {path: text for path, text in ((place / n, t) for n, t in contents.items()) if _differs(path, text)}
        replace_all(fresh)
        for path in there - kept:  # what was taken back
            path.unlink()
    except OSError as error:
        raise StoreError("folder", place=place, why=error) from error
    return len(entries)


def _differs(path: Path, text: bytes) -> bool:
    return not path.is_file() or path.read_bytes() != text


def _contents(entries: Sequence[Entry], config: Config) -> dict[str, bytes]:
    """The files by name: the page of all answers last, so that nothing leads to a page that is not there yet."""
    catalogue = Catalogue(config.language)
    shared = {
        "say": catalogue.say, "config": config, "language": _TAGS[config.language],
        "named": lambda source: named(source, catalogue),
        "day": lambda moment: f"{moment.astimezone(config.zone):%Y-%m-%d}",
    }  # fmt: skip
    page, whole = _TEMPLATES.get_template("answer.html"), _TEMPLATES.get_template("answers.html")
    found = {f"{entry.alert}.html": page.render(entry=entry, **shared).encode() for entry in entries}
    shown = sorted(entries[:MOST], key=lambda entry: not entry.corrected)
    found["feed.xml"] = _feed(entries[:MOST], config, catalogue)
    found["index.html"] = whole.render(entries=shown, **shared).encode()
    return found


def _entries(store: Store, config: Config) -> list[Entry]:
    """Every published answer, the one that changed last first."""
    catalogue, found = Catalogue(config.language), published(store)
    titles = {alert.id: alert.title for alert in alerts.by_ids(store, list(found))}
    entries = [_entry(alert, titles[alert], each, config, catalogue) for alert, each in found.items()]
    return sorted(entries, key=lambda entry: (entry.updated, entry.alert), reverse=True)


def _entry(alert: int, title: str, each: Sequence[Response], config: Config, catalogue: Catalogue) -> Entry:
    newest = each[0]
    lines, sources = numbered(newest.sentences, catalogue)
    moments = [newest.answered_at or newest.written_at, *(change.at for change in newest.corrections)]
    claim = newest.claims[0] if newest.claims else None
    return Entry(
        alert=alert, title=of_claim(claim.claim, claim.verdict, catalogue) if claim else title, response=newest,
        lines=tuple(lines), sources=tuple(sources), earlier=tuple(each[1:]), updated=max(moments),
        corrections=tuple(correction(change, catalogue) for change in newest.corrections),
        as_of=catalogue.say("answers.as_of", day=as_of(newest, config)),
    )  # fmt: skip


def _feed(entries: Sequence[Entry], config: Config, catalogue: Catalogue) -> bytes:
    about = config.association
    # The default namespace is written by parsing it once: etree's types know no name for it.
    feed = etree.fromstring(f'<feed xmlns="{_ATOM}"/>'.encode())
    feed.set("{http://www.w3.org/XML/1998/namespace}lang", _TAGS[config.language])
    _text(feed, "id", _urn(about.contact, "answers"))
    _text(feed, "title", catalogue.say("answers.page.title", association=about.name))
    newest = max((entry.updated for entry in entries), default=None)
    _text(feed, "updated", newest.isoformat(timespec="seconds") if newest else "1970-01-01T00:00:00+00:00")
    _text(etree.SubElement(feed, f"{{{_ATOM}}}author"), "name", about.name)
    for entry in entries:
        item = etree.SubElement(feed, f"{{{_ATOM}}}entry")
        _text(item, "id", _urn(about.contact, f"answer {entry.alert}"))
        mark_ = catalogue.say("answers.page.corrections") + " " if entry.corrected else ""
        _text(item, "title", mark_ + entry.title)
        _text(item, "updated", entry.updated.isoformat(timespec="seconds"))
        etree.SubElement(item, f"{{{_ATOM}}}link", href=entry.response.url, rel="alternate")
        _text(item, "content", _plain(entry, catalogue))
    return etree.tostring(feed, xml_declaration=True, encoding="utf-8", pretty_print=True)


def _plain(entry: Entry, catalogue: Catalogue) -> str:
    """Corrections first, then the answer and its sources."""
    told = "".join(
        line.text + (catalogue.say("answers.own") if line.own else "") + "".join(map(mark, line.numbers))
        for line in entry.lines
    )
    listed = [
        mark(number) + " " + " ".join(filter(None, [named(source, catalogue), source.url]))
        for number, source in enumerate(entry.sources, start=1)
    ]
    head = [catalogue.say("answers.page.corrected"), *entry.corrections] if entry.corrected else []
    return "\n".join([*head, told, *listed, entry.as_of])


def _text(parent: etree._Element, name: str, text: str) -> None:
    found = etree.SubElement(parent, f"{{{_ATOM}}}{name}")
    found.text = "".join(c for c in text if c >= " " or c in "\t\n")


def _urn(contact: str, name: str) -> str:
    """An id that stays the same whatever the address of the pages is (RFC 4122, version 5)."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{contact} {name}").urn
