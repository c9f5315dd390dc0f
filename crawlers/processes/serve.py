"""What the child process does with its job. `child.py` wires in the kinds and the redaction; tests wire others."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import TextIO, cast

from crawlers.kinds.base import Kind
from crawlers.manners.trust import believe_somebody
from crawlers.processes.fetching import OneFetch
from crawlers.processes.job import Event, Job, Trouble, Visited, event_line
from crawlers.processes.process import CrawlProcess
from crawlers.visits.around import Around
from crawlers.visits.sink import KeptRobots, StoreSink
from crawlers.visits.spider import Errand
from crawlers.visits.visiting import Visiting
from crawlers.voices import voices_of
from model.catalogue import Catalogue
from model.config import Source
from store.database import open_store

# The last tenth of the time for a run is kept for ending in order.
_USABLE = 0.9


def serve(
    kinds: Mapping[str, Kind],
    redact: Callable[[str], str],
    make_sink: Callable[[StoreSink], StoreSink] = lambda sink: sink,
) -> None:
    """Read one `Job` from standard input, do it, report on standard output; end at once when the parent is gone."""
    line = sys.stdin.readline()
    if not line:  # the parent was gone before it could say anything
        return
    job = Job.loads(line)
    believe_somebody()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    emit = _reporter()
    start = time.monotonic()

    def clock() -> datetime:
        return job.now + timedelta(seconds=time.monotonic() - start)

    named = {source.name: source for source in job.config.sources}
    sources = [named[name] for name in job.sources]
    if job.fetch:
        process = CrawlProcess(job.config, sources)
        process.run(lambda source: OneFetch(source, job, clock, emit), lambda source, errand, fault: None)
        return
    database = job.config.path(job.config.database)
    limit = job.config.crawl.run_timeout.total_seconds() * _USABLE
    with open_store(database, busy_seconds=job.busy_seconds) as store:
        sink = make_sink(StoreSink(store, clock))
        around = Around(
            config=job.config, sink=sink, voices=voices_of(database, job.now, job.config.zone), redact=redact,
            clock=clock, out_of_time=lambda: time.monotonic() - start > limit, emit=emit, by_hand=job.by_hand,
        )  # fmt: skip
        process = CrawlProcess(job.config, sources, KeptRobots(store, clock, anew=job.by_hand))
        process.run(
            lambda source: Visiting(source, kinds[source.kind], around, sink.memory(source.name)),
            lambda source, errand, fault: _finish(source, errand, fault, around),
            lambda source, later: _put_off(source, later, around),
        )


def _finish(source: Source, errand: Errand | None, fault: str, around: Around) -> None:
    if fault:
        words = Catalogue(around.config.language).say("crawlers.trouble.crashed", detail=fault, url="", when="")
        around.emit(Trouble(source=source.name, kind="crashed", message=words, url=source.url, fatal=True))
    if errand is not None:
        cast(Visiting, errand).close(crashed=bool(fault))


def _put_off(source: Source, later: datetime, around: Around) -> None:
    """A source that was not visited, because its site asked another one for a pause; it is no failure."""
    when = f"{later.astimezone(around.config.zone):%m-%d %H:%M}"
    words = Catalogue(around.config.language).say("crawlers.trouble.site-waits", detail="", url="", when=when)
    around.emit(Trouble(source=source.name, kind="site-waits", message=words, url=source.url))
    around.emit(Visited(source=source.name, ok=True, pages=0, site_later=later.isoformat()))


def _reporter() -> Callable[[Event], None]:
    """Events go to the parent's pipe; whatever a library prints goes to standard error instead."""
    pipe: TextIO = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="ascii")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())

    def emit(event: Event) -> None:
        pipe.write(event_line(event) + "\n")
        pipe.flush()

    return emit


def _end_with_parent() -> None:
    """The parent keeps our standard input open; its end is the parent's end, however that came."""
    with suppress(OSError):
        while os.read(sys.stdin.fileno(), 4096):
            pass
    os._exit(70)
