"""Configuration and database: each fault is found, named with its place, and what is safe is mended."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import sqlite_utils

from checkup.finding import Finding, Grade
from store import posts
from store.database import open_store
from store.migrations import migrations
from store.versions import ours

if TYPE_CHECKING:
    from conftest import Town

SOURCE = 'sources: [{name: 论坛, kind: feed, url: "https://bbs.town.cn/rss"}]\n'


def test_a_good_configuration_is_said_to_be_one(town: Town) -> None:
    town.write(SOURCE)
    found = town.look()["configuration.usable"]
    assert found.grade is Grade.OK and "1 个来源开着，1 个关注话题，0 个渠道" in found.what


def test_every_fault_stands_with_its_line_and_the_rest_is_looked_at(town: Town) -> None:
    town.write("crawl: {delai: 3s}\n")
    found = town.look()
    fault = found["configuration.fault"]
    assert fault.where == f"{town.config}:5:9" and fault.what.startswith(
        "crawl.delai: 没有这个键，是不是想写 delay？"
    )
    assert "unknown key" not in fault.what and fault.mend
    assert found["database.none"].where == str(town.database), "its path is read although the settings are broken"
    assert "program.python" in found and "disk.room" in found


def test_a_file_that_is_no_yaml_or_not_there(town: Town) -> None:
    town.config.write_text("a: [\nlanguage: en\ndatabase: 'other.db'\n", encoding="utf-8")
    found = town.look()
    assert found["database.none"].where == str(town.folder / "other.db")
    assert "not valid YAML" in found["configuration.fault"].what and "合法" not in found["configuration.fault"].what
    town.config.unlink()
    town.config.symlink_to(town.folder / "nowhere.yaml")
    town.text = ""
    assert "--config" in town_look_without_writing(town)["configuration.fault"].what


def town_look_without_writing(town: Town) -> dict[str, Finding]:
    town.write = lambda *_, **__: None  # type: ignore[method-assign]
    return town.look()


def test_a_variable_that_is_not_set_is_told_and_the_channel_named(town: Town) -> None:
    town.write(SOURCE + "channels: [{name: 群, kind: webhook, url: '${TOWN_HOOK}'}]\n")
    found = town.look()
    assert "TOWN_HOOK" in found["configuration.fault"].what
    assert found["channels.unset"].where == "群"
    assert "sources.unknown" in found, "everything else is still looked at"
    town.environment["TOWN_HOOK"] = "https://hook.town.cn/secret-part"
    found = town.look()
    assert "configuration.fault" not in found and "channels.unset" not in found
    assert not any("secret-part" in f"{finding}" for finding in found.values())


def test_the_example_contact_is_a_hint(town: Town) -> None:
    town.write(
        "", head="association: {name: 协会, town: 永康, contact: 'mailto:a@example.org'}\ndatabase: town.db\n"
    )
    found = town.look()
    assert found["configuration.example-contact"].grade is Grade.HINT
    assert "configuration.no-topics" in found


def test_a_missing_folder_is_made(town: Town) -> None:
    town.write(
        "", head="association: {name: 协会, town: 永康, contact: 'mailto:a@xiehui.cn'}\ndatabase: deep/er/t.db\n"
    )
    assert town.look()["database.no-folder"].repair == "folders"
    done = town.repair()
    assert [item.ok for item in done] == [True] and str(town.folder / "deep" / "er") in done[0].what
    assert not (town.folder / "deep/er/t.db").exists(), "a look makes no database"
    assert "database.no-folder" not in town.look() and "disk.no-folder" not in town.look()


def test_an_empty_file_is_told(town: Town) -> None:
    town.database.touch()
    assert "database.empty" in town.look()
    assert town.database.read_bytes() == b""


def test_a_whole_database_is_left_as_it_is(town: Town) -> None:
    open_store(town.database).close()
    before = town.database.read_bytes()
    found = town.look()
    assert found["database.whole"].grade is Grade.OK and "database.refused" not in found
    assert town.database.read_bytes() == before


def test_a_file_that_is_no_database(town: Town) -> None:
    town.database.write_text("这不是数据库" * 500, encoding="utf-8")
    before = town.database.read_bytes()
    found = town.look()
    assert found["database.refused"].grade is Grade.FAULT and "备份" in found["database.refused"].what
    town.repair()
    assert town.database.read_bytes() == before
    assert sorted(path.name for path in town.folder.iterdir()) == ["config.yaml", "digests", "town.db"]


def test_a_damaged_database_is_not_repaired(town: Town) -> None:
    town.said(*map(str, range(500)), ago=timedelta(hours=1))
    with closing(sqlite3.connect(town.database)) as connection:
        connection.execute("DELETE FROM post_fts_docsize WHERE id > 10")  # asks for a repair of the index as well
        connection.commit()
        size = connection.execute("PRAGMA page_size").fetchone()[0]
        root = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'alert_state'").fetchone()[0]
    with town.database.open("r+b") as file:
        file.seek(size * (root - 1))
        file.write(b"\xa5" * size)
    before = town.database.read_bytes()
    found = town.look()
    assert found["database.damaged"].grade is Grade.FAULT and "备份" in found["database.damaged"].mend
    done = {item.name: item for item in town.repair()}
    assert not done["index"].ok and "没有动它" in done["index"].what
    assert town.database.read_bytes() == before


def test_what_a_damaged_page_stops_is_said_once(town: Town) -> None:
    town.said(*map(str, range(500)), ago=timedelta(hours=1))
    with closing(sqlite3.connect(town.database)) as connection:
        size = connection.execute("PRAGMA page_size").fetchone()[0]
        root = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'post'").fetchone()[0]
    with town.database.open("r+b") as file:
        file.seek(size * (root - 1))
        file.write(b"\xa5" * size)
    found = town.look()
    assert found["database.damaged"].grade is Grade.FAULT
    assert "备份" in found["database.refused"].what
    assert "crashed" not in found and "program.python" in found


def test_a_database_of_a_newer_release_is_not_touched(town: Town) -> None:
    open_store(town.database).close()
    with closing(sqlite3.connect(town.database)) as connection:
        connection.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('huisheng', 'm999_later', '')"
        )
        connection.commit()
    before = town.database.read_bytes()
    found = town.look()["database.newer"]
    assert found.grade is Grade.FAULT and "m999_later" in found.what and ours()[-1] in found.what
    town.repair()
    assert town.database.read_bytes() == before


def test_an_older_one_is_brought_up_to_date_on_request(town: Town) -> None:
    names = ours()
    of_an_older_release(town, names[3])
    found = town.look()["database.older"]
    assert found.grade is Grade.HINT and names[2] in found.what
    assert [(item.name, item.ok) for item in town.repair() if item.name == "migrations"] == [("migrations", True)]
    found_after = town.look()
    assert "database.older" not in found_after and found_after["database.whole"].grade is Grade.OK


def of_an_older_release(town: Town, stop_before: str) -> None:
    """Only the first migrations."""
    with closing(sqlite_utils.Database(town.database)) as db:
        db.enable_wal()
        migrations.apply(db, stop_before=stop_before)


def test_the_search_index_is_made_anew(town: Town) -> None:
    town.said("1", "2", "3", ago=timedelta(hours=1))
    with open_store(town.database) as store, store.writing() as db:
        db.conn.execute("INSERT INTO post_fts (post_fts) VALUES ('delete-all')")
    found = town.look()["database.index"]
    assert found.grade is Grade.FAULT and "3 篇帖子，索引里有 0 篇" in found.what
    assert [item.ok for item in town.repair() if item.name == "index"] == [True]
    assert "database.index" not in town.look()
    with open_store(town.database) as store:
        assert [post.key for post in posts.search(store, "帖子2")] == ["2"]


def test_a_large_log_is_merged(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("checkup.database.LARGE_LOG", 1000)
    town.said("1", ago=timedelta(hours=1))
    with closing(sqlite3.connect(town.database)) as reader:
        reader.execute("SELECT count(*) FROM post").fetchone()  # an open database keeps its log
        town.said("2", ago=timedelta(hours=1))
        assert town.look()["database.log"].repair == "log"
        assert [item.ok for item in town.repair() if item.name == "log"] == [True]
        assert "database.log" not in town.look()
    with open_store(town.database) as store:
        assert len(posts.page(store)) == 2


def test_english_is_spoken(town: Town, languages: Callable[[str], Mapping[str, Finding]]) -> None:
    assert languages("en")["database.none"].what.startswith("there is no database yet")
    assert languages("zh")["database.none"].what.startswith("还没有数据库")
