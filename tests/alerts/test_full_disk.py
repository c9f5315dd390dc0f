"""A database that may not grow while alerts are opened, told and written into a digest."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from alerts.digest.send import send
from alerts.digest.write import write
from alerts.run import alert
from model.config import Config
from model.errors import StoreError
from model.records import Story
from store import digests, runs
from store.database import Store, open_store

MakeConfig = Callable[..., Config]
Tell = Callable[..., Story]
DAY = date(2026, 3, 2)


def allow(store: Store, pages: int) -> None:
    count = store.rows("PRAGMA page_count")[0][0]
    store.db.conn.execute(f"PRAGMA max_page_count = {count + pages}")


def kept(store: Store) -> list[tuple[object, ...]]:
    asked = (
        "SELECT story_id, state, snapshot FROM alert ORDER BY id",
        "SELECT what, detail FROM alert_event ORDER BY id",
        "SELECT short_id, kind, ref, delivered_at IS NULL FROM message ORDER BY short_id",
    )
    return [tuple(row) for sql in asked for row in store.rows(sql)]


def test_an_alert_is_opened_with_whom_to_tell_or_not_at_all(
    tmp_path: Path, receiver: Any, make_config: MakeConfig, tell: Tell, now: datetime
) -> None:
    channels = [{"name": "群", "kind": "webhook", "url": receiver.url()}]
    config = make_config(tmp_path, channels=channels)
    with open_store(None) as calm:
        for n in range(8):
            tell(calm, f"s{n}")
        alert(calm, config, now)
        whole = kept(calm)
    refused = 0
    for pages in range(0, 24):
        receiver.got.clear()
        with open_store(None) as store:
            for n in range(8):
                tell(store, f"s{n}")
            allow(store, pages)
            try:
                alert(store, config, now)
            except StoreError as error:
                assert error.name == "full"
                refused += 1
                opened, noted = (store.rows(f"SELECT count(*) FROM {table}")[0][0] for table in ("alert", "notice"))
                assert bool(opened) == bool(noted), "alerts that nobody will be told of, or the other way round"
                allow(store, 10_000)
                alert(store, config, now)
            assert kept(store) == whole
        # A repeat is allowed only under the same id.
        assert {item["id"] for item in receiver.got} == {row[0] for row in whole if len(row) == 4}
    assert 1 < refused < 24


def test_a_digest_that_cannot_be_kept_comes_with_the_next_run(
    tmp_path: Path, receiver: Any, make_config: MakeConfig, tell: Tell, now: datetime
) -> None:
    channels = [{"name": "群", "kind": "webhook", "url": receiver.url()}]
    config = make_config(tmp_path, channels=channels)
    refused = 0
    for pages in range(0, 90, 4):
        receiver.got.clear()
        out = tmp_path / str(pages)
        with open_store(None) as store:
            for n in range(8):
                tell(store, f"s{n}")
            alert(store, config, now)
            receiver.got.clear()
            allow(store, pages)
            try:
                write(store, config, now, DAY, out)
                send(store, config, now, DAY)
            except StoreError as error:
                assert error.name == "full"
                refused += 1
                allow(store, 10_000)
                write(store, config, now, DAY, out)
                send(store, config, now, DAY)
            assert digests.get(store, DAY) is not None
        assert len({item["id"] for item in receiver.got}) == 1 and len(receiver.got) <= 2
        assert sorted(path.name for path in out.iterdir()) == [f"2026-03-02.{end}" for end in ("html", "md", "txt")]
    assert 1 < refused < 23


def test_a_digest_whose_files_cannot_be_written_leaves_the_old_ones(
    tmp_path: Path,
    store: Store,
    make_config: MakeConfig,
    tell: Tell,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    config, out = make_config(tmp_path), tmp_path / "digests"
    write(store, config, now, DAY, out)
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    tell(store)
    alert(store, config, now)
    written = 0

    def full(path: Path, *args: Any, **kwargs: Any) -> Any:
        nonlocal written
        written += 1
        if written == 2:
            raise OSError(28, "No space left on device", str(path))
        return opened(path, *args, **kwargs)

    opened = Path.open
    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(StoreError) as caught:
        write(store, config, now, DAY, out)
    monkeypatch.undo()
    assert caught.value.name == "folder" and str(out) in str(caught.value)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before, "not even the first file is new"
    assert [run.ok for run in runs.latest(store, 1)] == [False]
    write(store, config, now, DAY, out)
    assert {path.name: path.read_bytes() for path in out.iterdir()} != before
