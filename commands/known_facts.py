"""The facts at hand: what came with the program, under what the association wrote itself; and finding them."""

from __future__ import annotations

import logging
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

from alerts.facts.match import Matcher
from alerts.facts.stories import of_story
from analysis.text.segment import Segmenter
from commands.stage import write_down
from commands.words import words_folder
from model.catalogue import Catalogue
from model.config import Config
from model.config.factfile import load_facts
from model.errors import HuishengError
from model.facts import Fact, KnownFact
from model.logs import way_to
from model.records import Alert
from store import alert_facts, alerts, cursors, emergence, facts, posts, stories
from store.database import Store
from store.facts import Origin

SHIPPED = Path(__file__).resolve().parent.parent / "data" / "facts"
MOST_POSTS = 30
"""So many posts of a story, the first ones, show which rumour it is about."""
log = logging.getLogger("huisheng.facts")
_PRINT = "facts.shipped"  # the fingerprint of the files that were last taken over


def shipped() -> dict[str, Fact]:
    """The facts that come with the program."""
    return {key: fact for path in _files() for key, fact in load_facts(path).facts.items()}


def at_hand(store: Store) -> dict[str, Fact]:
    """The shipped facts, and the association's own over them, by key; those it removed are left out."""
    own = {key: kept.fact for key, kept in facts.standing(store).items() if kept.origin is Origin.OWN}
    return {key: fact for key, fact in {**shipped(), **own}.items() if fact is not None}


@contextmanager
def matcher(known: Iterable[Fact]) -> Iterator[tuple[Matcher, Segmenter]]:
    """A matcher of these facts, and what cuts a text for it."""
    with words_folder() as folder:
        segmenter = Segmenter(folder)
        yield Matcher(known, segmenter.words, segmenter.frequency), segmenter


def attach_facts(store: Store, config: Config, now: datetime) -> int:
    """Look for facts near to each open alert that changed since, and keep them with it; returns for how many."""
    take_over(store, now)
    waiting = alert_facts.unmatched(store, alerts.still_open(store))
    known = facts.current(store)
    if not waiting or not known:
        return 0
    today = now.astimezone(config.zone).date()
    with matcher(known.values()) as (finder, segmenter):
        found = [(alert, _near(store, alert, finder, segmenter, today)) for alert in waiting]
    with store.writing():
        for alert, near in found:
            alert_facts.attach(store, alert, near)
    return len(found)


def look_up(store: Store, config: Config, now: datetime) -> None:
    """`attach_facts` as a part of the alert stage. What stops it is written down and stops no alert."""
    try:
        attach_facts(store, config, now)
    except HuishengError as error:
        write_down(config, None, "facts", error.said(Catalogue(config.language)))
    except Exception as error:  # an alert without its known fact is better than no alert
        log.exception("facts failed")
        write_down(config, None, "facts", way_to(error))  # its message may quote a post


def _near(store: Store, alert: Alert, finder: Matcher, segmenter: Segmenter, today: date) -> tuple[KnownFact, ...]:
    story = stories.get(store, alert.story_id)
    ids = story.post_ids[:MOST_POSTS] if story else ()
    unread = emergence.unread_edits(store, ids)
    read = posts.by_ids(store, [post for post in ids if post not in unread])
    texts = [post.text for post in read] or [alert.title]
    return of_story([finder.match(segmenter.words(text), today) for text in texts], today)


def take_over(store: Store, now: datetime) -> None:
    """Bring the shipped facts into the store when their files changed; what the association wrote stays."""
    fingerprint = _fingerprint()
    if cursors.read(store, _PRINT) == fingerprint:
        return
    with store.writing():
        kept = facts.standing(store)
        coming = {key: fact for key, fact in shipped().items() if not _is_own(kept, key)}
        facts.put(store, coming.values(), Origin.SHIPPED, now)
        for key, one in kept.items():
            if one.origin is Origin.SHIPPED and key not in coming:
                facts.remove(store, key, Origin.SHIPPED, now)
        cursors.move(store, _PRINT, fingerprint)


def _is_own(kept: Mapping[str, facts.Kept], key: str) -> bool:
    return key in kept and kept[key].origin is Origin.OWN


def _files() -> list[Path]:
    return sorted(SHIPPED.glob("*.yaml"))


def _fingerprint() -> int:
    """Never 0, which a cursor is before it first moves."""
    found = 1
    for path in _files():
        found = zlib.crc32(path.read_bytes(), zlib.crc32(path.name.encode(), found))
    return found or 1
