"""Installed from a wheel, used from elsewhere: everything is there, the data lies apart, twice is harmless."""

from __future__ import annotations

import os
import re
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.data_folder import as_account, prepare
from deploy.install import Impossible, plan, release_name
from tests.deploy.conftest import ROOT, Home, checkout

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def _umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


def modes(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): oct(stat.S_IMODE(path.lstat().st_mode))
        for path in [folder, *folder.rglob("*")]
    }


def test_the_commands_work_from_any_folder(home: Home) -> None:
    checked = home.run("config", "check")
    assert checked.returncode == 0, checked.stderr
    assert str(home.data / "config.yaml") in checked.stdout
    done = home.run("cycle")
    assert (done.returncode, done.stderr) == (0, "")
    assert home.database.is_file()
    built = home.run("digest")
    assert built.returncode == 0, built.stderr
    pages = [Path(line) for line in built.stdout.splitlines()]
    assert len(pages) in {3, 4} and all(page.is_file() and page.is_relative_to(home.data) for page in pages)


def test_everything_the_program_reads_is_in_the_wheel(home: Home) -> None:
    [packages] = (home.prefix / "current" / "lib").glob("python*/site-packages")
    for room in ("alerts", "analysis", "commands", "console", "crawlers", "demo", "model", "store", "data"):
        wanted = {
            path.relative_to(ROOT)
            for path in (ROOT / room).rglob("*")
            if path.is_file() and "__pycache__" not in path.parts and not path.is_relative_to(ROOT / "data" / "var")
        }
        assert wanted, room
        assert [path for path in wanted if not (packages / path).is_file()] == []
    assert not (packages / "data" / "var").exists() and not (packages / "tests").exists()
    assert (packages / "cli.py").is_file()


def test_only_the_account_can_read_the_data(home: Home) -> None:
    home.run("cycle")
    home.run("digest")
    home.run("cycle", program="huisheng-job")
    found = modes(home.data)
    assert found["."] == "0o700" and found["huisheng.env"] == "0o600"
    assert {name: mode for name, mode in found.items() if not mode.endswith("00")} == {}
    assert (home.prefix / "bin" / "huisheng").stat().st_mode & 0o777 == 0o755


def test_a_second_installation_changes_nothing(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    (home.data / "config.yaml").write_text(
        (home.data / "config.yaml").read_text(encoding="utf-8").replace("town: 永康", "town: 永安"),
        encoding="utf-8",
    )
    (home.data / "huisheng.env").write_text("HUISHENG_X=1\n", encoding="utf-8")
    before = {path: path.stat().st_mtime_ns for path in home.data.rglob("*")}
    release = (home.prefix / "current").resolve()
    assert home.install() == 0
    assert "installed already" in capsys.readouterr().out
    assert {path: path.stat().st_mtime_ns for path in home.data.rglob("*")} == before
    assert (home.prefix / "current").resolve() == release
    assert [path.name for path in (home.prefix / "releases").iterdir()] == [release.name]


def test_a_release_that_refuses_the_configuration_is_not_put_into_use(
    home: Home, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    source = checkout(tmp_path / "source")
    settings = source / "model" / "config" / "settings.py"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("    town: Filled", "    city: Filled"), encoding="utf-8")
    before = (home.prefix / "current").resolve()
    assert home.install(source) == 2
    assert (home.prefix / "current").resolve() == before
    told = capfd.readouterr().err
    assert "association.city" in told and "was not put into use" in told
    assert home.run("config", "check").returncode == 0


def test_an_installation_that_was_cut_short_is_made_anew(home: Home) -> None:
    release = (home.prefix / "current").resolve()
    (release / "NAME").unlink()
    (release / "bin" / "huisheng").unlink()
    assert home.run("config", "check").returncode != 0
    assert home.install() == 0
    assert home.run("config", "check").returncode == 0


def test_secrets_are_taken_as_they_are(home: Home) -> None:
    (home.data / "config.yaml").write_text(
        "association: {name: 协会, town: 永康, contact: mailto:help@xiehui.cn}\n"
        "channels: [{name: hook, kind: webhook, url: '${HOOK}'}, {name: two, kind: webhook, url: '${QUOTED}'}]\n",
        encoding="utf-8",
    )
    trap = home.data / "trap"
    lines = ["# a note", "", "HOOK=http://127.0.0.1:9/a?key=1&b=$HOME", f"BAD=$(touch {trap})", "rm -r x", "A-B=1"]
    (home.data / "huisheng.env").write_text("\n".join([*lines, "QUOTED='http://127.0.0.1:9/q'"]), encoding="utf-8")
    checked = home.run("config", "check")
    assert checked.returncode == 0, checked.stderr
    assert "A-B" in checked.stderr and not trap.exists()
    (home.data / "huisheng.env").write_text("HOOK=http://127.0.0.1:9/\r\n", encoding="utf-8")
    missing = home.run("config", "check")
    assert missing.returncode == 2 and "QUOTED" in missing.stderr


@pytest.mark.parametrize(
    "arguments",
    [["--prefix", "/opt/with space"], ["--prefix", "/opt/50%"], ["--prefix", "/opt/h", "--data", "/opt/h"],
     ["--prefix", "/opt/h", "--data", "/opt/h/releases/data"], ["--prefix", "/opt/h/../x"]],
)  # fmt: skip
def test_folders_that_would_not_work_are_refused(arguments: list[str]) -> None:
    with pytest.raises(Impossible):
        plan(arguments, root=True, home=Path("/home/volunteer"))


def test_where_things_go() -> None:
    found = plan([], root=True, home=Path("/root"))
    assert (str(found.prefix), str(found.data), found.account) == ("/opt/huisheng", "/var/lib/huisheng", "huisheng")
    found = plan([], root=False, home=Path("/home/v"))
    assert (str(found.prefix), str(found.data), found.account) == (
        "/home/v/huisheng",
        "/home/v/huisheng/town",
        None,
    )
    found = plan(["--prefix", "/srv/h", "--account", "town"], root=True, home=Path("/root"))
    assert (str(found.data), found.account) == ("/srv/h/town", "town")


def test_a_release_is_named_after_its_contents(tmp_path: Path) -> None:
    source = checkout(tmp_path / "source")
    name = release_name(source)
    assert re.fullmatch(r"\d+\.\d+\.\d+-py3\.\d+-[0-9a-f]{8}", name)
    assert name == release_name(checkout(tmp_path / "again"))
    (source / "cli.py").write_text("", encoding="utf-8")
    assert release_name(source) != name


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can act as another account")
def test_root_does_not_follow_links_of_the_account() -> None:
    with tempfile.TemporaryDirectory(prefix="huisheng-") as folder:
        place = Path(folder)
        place.chmod(0o755)
        secret = place / "of_root"
        secret.write_text("x", encoding="utf-8")
        secret.chmod(0o644)
        data = place / "data"
        as_account("nobody", data, lambda: prepare(data, "config", "secrets"))
        assert data.owner() == "nobody" and (data / "huisheng.env").owner() == "nobody"
        (data / "huisheng.env").unlink()
        (data / "huisheng.env").symlink_to(secret)
        with pytest.raises(PermissionError):
            as_account("nobody", data, lambda: prepare(data, "config", "secrets"))
        assert stat.S_IMODE(secret.stat().st_mode) == 0o644
