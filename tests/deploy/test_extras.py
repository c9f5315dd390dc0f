"""`make install EXTRAS=javascript`: a release of its own, kept by later ones until it is taken out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from deploy.install import EXTRAS, install, plan, release_name
from tests.deploy.conftest import ROOT, checkout


def test_extras_are_asked_for_by_name(tmp_path: Path) -> None:
    asked = [plan(list(words), root=False, home=tmp_path).extras for words in ((), ("--extras", "none"))]
    assert asked == [None, ""]
    assert plan(["--extras", "javascript"], root=False, home=tmp_path).extras == "javascript"
    with pytest.raises(SystemExit):
        plan(["--extras", "java"], root=False, home=tmp_path)


def test_every_extra_has_its_lock() -> None:
    assert [name for name, lock in EXTRAS.items() if lock and not (ROOT / lock).is_file()] == []


def test_a_release_with_extras_is_another_one_and_changes_with_their_lock(tmp_path: Path) -> None:
    source = checkout(tmp_path / "source")
    plain, more = release_name(source), release_name(source, "javascript")
    assert plain not in {more, ""} and more.endswith("-javascript")
    with (source / EXTRAS["javascript"]).open("a", encoding="utf-8") as lock:
        lock.write("# newer\n")
    assert release_name(source) == plain and release_name(source, "javascript") != more


def test_the_next_release_keeps_them_until_they_are_taken_out(tmp_path: Path) -> None:
    built: list[str] = []

    def builder(release: Path, source: Path, extras: str) -> None:
        """An environment whose program takes every configuration."""
        built.append(extras)
        (release / "bin").mkdir(parents=True)
        for name in ("huisheng", "python"):
            (release / "bin" / name).write_text("#!/bin/sh\nexit 0\n", encoding="utf-8")
            (release / "bin" / name).chmod(0o755)

    wanted = plan([], root=False, home=tmp_path)
    source = checkout(tmp_path / "source")
    for extras in ("javascript", None, "", None):
        assert install(replace(wanted, extras=extras), source, builder) == 0
        with (source / "config.yaml").open("a", encoding="utf-8") as newer:
            newer.write("# another release\n")
    assert built == ["javascript", "javascript", "", ""]
