"""The jobs: does something call them, is one running, did the last ones end well?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from filelock import FileLock, Timeout

from checkup.amounts import at, span
from checkup.case import Case
from checkup.finding import Finding
from console.pages.status import is_overdue
from store import checkup, runs
from store import console as queries

LOCKED = ("cycle", "crawl", "analyse", "alert", "digest", "weekly", "run", "delivery")
_LONG = timedelta(hours=2)
_LATELY = timedelta(days=7)
_OFTEN = 3
_WEEK = timedelta(days=8)  # a day's patience


def is_held(case: Case, job: str) -> bool:
    """Whether a living process holds the lock of `job`; a file that nobody holds means nothing."""
    path = case.database.with_suffix(f".{job}.lock")
    if not path.exists():
        return False
    lock = FileLock(path)
    try:
        lock.acquire(blocking=False)
    except Timeout:
        return True
    except OSError:  # it may not even be opened: nobody of ours holds it
        return False
    lock.release()
    return False


def locks(case: Case) -> Iterator[Finding]:
    """What is running now, and whether it should have ended long ago."""
    held = [job for job in LOCKED if is_held(case, job)]
    begun = dict(reversed(checkup.unfinished(case.store))) if case.store is not None and case.current else {}
    limit = max(_LONG, 2 * case.config.crawl.run_timeout) if case.config is not None else _LONG
    for job in held:
        since = begun.get(job)
        if job not in {"run", "delivery"} and since is not None and case.now - since > limit:
            yield case.fault("jobs.hangs", where=job, since=span(case, case.now - since))
        else:
            yield case.ok("jobs.running", where=job)


def cut_short(case: Case) -> Iterator[Finding]:
    """Runs that never ended although nobody holds their lock: killed, or the machine went down."""
    if case.store is None or not case.current:
        return
    dead = [job for job, at in checkup.unfinished(case.store) if case.now - at < _LATELY and not is_held(case, job)]
    if len(dead) >= _OFTEN:
        yield case.hint("jobs.cut-short", n=len(dead), names=", ".join(sorted(set(dead))))


def on_time(case: Case) -> Iterator[Finding]:
    """Is anything calling us: cron, a timer, or `huisheng run`?"""
    if case.config is None or case.store is None or not case.current:
        return
    last = queries.last_runs(case.store, ("crawl", "cycle", "digest"))
    good = runs.last_success(case.store, "cycle") or runs.last_success(case.store, "crawl")
    if "crawl" not in last:
        yield case.hint("jobs.never")
    elif is_overdue(case.config, last["crawl"], case.now):
        since = case.now - (last["crawl"].finished_at or last["crawl"].started_at)
        yield case.fault(
            "jobs.overdue", since=span(case, since), every=span(case, case.config.schedule.cycle_every)
        )
    else:
        yield case.ok("jobs.on-time", last=at(case, good.started_at) if good else case.say("never"))


def digest(case: Case) -> Iterator[Finding]:
    """A day without a digest is a day on which nobody was told anything."""
    if case.config is None or case.store is None or not case.current:
        return
    first = queries.last_runs(case.store, ("crawl",)).get("crawl")
    good = runs.last_success(case.store, "digest")
    if first is None:
        return
    if good is None:
        yield case.hint("jobs.no-digest", at=case.config.digest.at)
    elif case.now - good.started_at > timedelta(hours=26):
        yield case.fault("jobs.late-digest", since=span(case, case.now - good.started_at), at=case.config.digest.at)


def weekly(case: Case) -> Iterator[Finding]:
    """The digest of the week has a line of its own in crontab, which an older one lacks."""
    if case.config is None or case.store is None or not case.current or case.config.digest.weekly == "never":
        return
    began, good = runs.first(case.store), runs.last_success(case.store, "weekly")
    if began is None or case.now - began < _WEEK:
        return
    if good is None or case.now - good.started_at > _WEEK:
        yield case.hint("jobs.no-weekly", at=case.config.digest.at, day=case.config.digest.weekly)


CHECKS = (locks, cut_short, on_time, digest, weekly)
