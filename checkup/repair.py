"""What `--repair` may do. Only what is safe: nothing is deleted but drafts and caches of ours, and a database that
is damaged, newer or locked is not touched."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from analysis.text.segment import Segmenter
from checkup.amounts import size
from checkup.case import Case
from checkup.disk import folders, left_behind
from checkup.finding import Finding
from checkup.words import folder_of
from model.catalogue import Catalogue
from model.errors import HuishengError
from store import checkup
from store.database import open_store
from store.wal import wal_of

Repair = Callable[[Case], str]
_NEED_A_WHOLE_DATABASE = frozenset({"migrations", "index", "log", "outbox"})
_UNSAFE = frozenset({"database.damaged", "database.refused", "database.newer"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What became of one repair, in words."""

    ok: bool
    name: str
    what: str


def mend(case: Case, findings: list[Finding]) -> list[Done]:
    """Do every repair that `findings` ask for, once each. One that fails is told and stops no other."""
    wanted = list(dict.fromkeys(finding.repair for finding in findings if finding.repair))
    unsafe = any(finding.name in _UNSAFE for finding in findings)
    done = []
    for name in wanted:
        if unsafe and name in _NEED_A_WHOLE_DATABASE:
            done.append(Done(ok=False, name=name, what=case.say("repair.unsafe")))
            continue
        done.append(_tried(case, name))
    return done


def _tried(case: Case, name: str) -> Done:
    try:
        return Done(ok=True, name=name, what=REPAIRS[name](case))
    except HuishengError as error:
        why = error.said(Catalogue(case.language))
    except OSError as error:
        why = f"{error.filename or ''} {error.strerror or type(error).__name__}".strip()
    return Done(ok=False, name=name, what=case.say("repair.failed", what=case.say(f"repair.{name}.name"), why=why))


def _folders(case: Case) -> str:
    made = [path for path in folders(case).values() if not path.is_dir()]
    for path in made:
        path.mkdir(parents=True, exist_ok=True)
    return case.say("repair.folders.done", names=", ".join(map(str, made)))


def _migrations(case: Case) -> str:
    open_store(case.database).close()
    return case.say("repair.migrations.done")


@contextmanager
def _no_crawl(case: Case) -> Iterator[None]:
    """Waits a little for a crawl to end: it would find the database locked meanwhile."""
    lock = FileLock(case.database.with_suffix(".crawl.lock"))
    try:
        lock.acquire(timeout=5)
    except Timeout:
        raise HuishengError(case.say("repair.busy")) from None
    try:
        yield
    finally:
        lock.release()


def _index(case: Case) -> str:
    with _no_crawl(case), open_store(case.database) as store:
        return case.say("repair.index.done", posts=checkup.rebuild_index(store))


def _log(case: Case) -> str:
    with open_store(case.database) as store:
        merged = checkup.merge_log(store)
    path = wal_of(case.database)
    left = size(path.stat().st_size if path.exists() else 0)
    if not merged:
        raise HuishengError(case.say("repair.log.kept", left=left))
    return case.say("repair.log.done", left=left)


def _outbox(case: Case) -> str:
    names = [channel.name for channel in case.config.channels] if case.config is not None else []
    with open_store(case.database) as store:
        return case.say("repair.outbox.done", n=checkup.try_again(store, names, case.now))


def _words(case: Case) -> str:
    """A folder of our own is made private, and its cache made anew: somebody else may have put it there."""
    folder = folder_of(case)
    if folder.is_symlink() or folder.stat().st_uid != os.getuid():
        raise HuishengError(case.say("repair.words.foreign", folder=folder))
    folder.chmod(0o700)
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
    Segmenter(folder, fast=False)  # rjieba needs no cache, and jieba must find one when it is needed again
    return case.say("repair.words.done", folder=folder)


def _leftovers(case: Case) -> str:
    found: list[Path] = left_behind(case)
    for path in found:
        path.unlink(missing_ok=True)
    return case.say("repair.leftovers.done", n=len(found))


REPAIRS: dict[str, Repair] = {
    "folders": _folders, "migrations": _migrations, "index": _index, "log": _log, "outbox": _outbox,
    "words": _words, "leftovers": _leftovers,
}  # fmt: skip
