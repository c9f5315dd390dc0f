"""Puts a stored digest into the outbox, once per channel, and delivers what waits."""

from __future__ import annotations

import base64
from datetime import date, datetime

from alerts.delivery import pictures
from alerts.delivery.compose import alert_values
from alerts.delivery.deliver import SECONDS, Sent, deliver
from alerts.delivery.pictures import public_address
from alerts.digest import plot
from alerts.digest.fonts import chinese
from alerts.digest.hourly import chart_start
from alerts.digest.render import render_html, render_markdown, render_message
from alerts.digest.words import Words
from model.catalogue import Catalogue
from model.config import Config
from model.records import Digest
from store import digests, outbox, runs, tellings
from store.database import Store


def send(
    store: Store, config: Config, now: datetime, day: date, *, picture: bytes = b"", seconds: float = SECONDS
) -> Sent:
    """Give the digest of `day`, which must be stored, to every channel that takes digests. Twice is harmless.

    A channel gets the digest of a day once, as it was when it was first sent; and once the `picture`, as far as it
    shows pictures.
    """
    digest = digests.get(store, day)
    if digest is not None:
        enqueue(store, config, now, digest, picture=picture)
    return send_waiting(store, config, now, seconds=seconds)


def send_waiting(store: Store, config: Config, now: datetime, *, seconds: float = SECONDS) -> Sent:
    """Deliver what waits in the outbox. Records a Run "send"."""
    run_id = runs.start(store, "send", now)
    sent = deliver(store, config, now, run_id, seconds=seconds)
    counts = {"delivered": sent.delivered, "failed": sent.failed, "waiting": sent.waiting}
    runs.finish(store, run_id, now, ok=not sent.failed, counts=counts)
    return sent


def enqueue(
    store: Store, config: Config, now: datetime, digest: Digest, *, again: bool = False, picture: bytes = b""
) -> None:
    """One message per channel that takes digests, and a note up to where readers have been told.

    `again`: only where readers had been meant to get it and the message was taken back.
    """
    if again and not digests.was_sent(store, digest.day):
        return
    catalogue = Catalogue(config.language)
    words = Words(digest, catalogue, config)
    subject = words.say("message.subject", town=config.association.town, day=words.date, summary=words.summary)
    body = {
        "text": render_message(digest, catalogue, config),
        "markdown": render_markdown(digest, catalogue, config),
        **_for_mail(digest, catalogue, config),
        "association": config.association.name,
        "town": config.association.town,
        "digest": _values(digest, config, catalogue),
    }
    ref = digest.day.isoformat()
    shown_at = public_address(config, f"{ref}.png")
    with store.writing():
        for channel in config.channels:
            if channel.digest:
                message = outbox.enqueue(
                    store, channel=channel.name, kind="digest", ref=ref, subject=subject, body=body, at=now
                )
                if message is not None:
                    tellings.note(store, channel.name, message, [one.fact for one in digest.facts.values()])
                digests.sent(store, digest.day, digest.until)
        pictures.enqueue(store, config, now, ref=ref, subject=subject, picture=picture, url=shown_at)


def _for_mail(digest: Digest, catalogue: Catalogue, config: Config) -> dict[str, object]:
    """The page, and the picture that stands in it."""
    first = chart_start(digest.until, config.zone).hour
    drawn = plot.hours(plot.together(digest.hourly), first, chinese())
    page = render_html(digest, catalogue, config, picture=plot.NAME if drawn else "")
    return {"html": page, "pictures": {plot.NAME: base64.b64encode(drawn).decode()} if drawn else {}}


def _values(digest: Digest, config: Config, catalogue: Catalogue) -> dict[str, object]:
    """The digest for programs."""
    return {
        "day": digest.day.isoformat(),
        "since": digest.since.astimezone(config.zone).isoformat(timespec="seconds"),
        "until": digest.until.astimezone(config.zone).isoformat(timespec="seconds"),
        "open": [alert_values(alert, config, catalogue) for alert in digest.open],
        "closed": [alert_values(alert, config, catalogue) for alert in digest.closed],
        "sources": [
            {"source": item.source, "status": item.status, "posts": item.posts, "message": item.message}
            for item in digest.coverage
        ],
        "hidden_personal": digest.hidden_personal,
        "learning_day": digest.learning_day,
        "posts": digest.posts,
        "threads": digest.threads,
        "candidates": [
            {
                "id": one.id,
                "title": one.title,
                "threads": one.threads,
                "score": one.score,
                "bar": one.bar,
                "thread_url": next((item.thread_url for item in one.evidence if item.thread_url), ""),
            }
            for one in digest.candidates
        ],
        "notes": [*digest.notes, *digest.inward],
        "late": digest.late,
    }
