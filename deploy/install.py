"""Installs Huisheng for use: `make install [PREFIX=FOLDER] [DATA=FOLDER] [ACCOUNT=NAME] [EXTRAS=javascript]`.

    PREFIX/releases/NAME/   one release each: an environment with locked packages; never changed afterwards
    PREFIX/current          a link to the release in use, PREFIX/previous to the one before
    PREFIX/bin/huisheng     starts the release in use with its configuration and secrets
    DATA/                   config.yaml, huisheng.env (0600), data/var (database, digests, logs): never upgraded

As root: PREFIX is /opt/huisheng, DATA is /var/lib/huisheng, and a system account owns DATA but not the program. As
anybody else: ~/huisheng and ~/huisheng/town. Only the standard library is used. Safe to run again: what is there is
kept. Exit status: 0 done, 1 something failed and the release in use was left alone, 2 it cannot be done like this.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import os
import platform
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # a checkout that is not installed yet

from deploy.data_folder import as_account, prepare, system_account  # noqa: E402
from deploy.samples import write_samples, write_starters  # noqa: E402
from model.catalogue import LANGUAGES, Catalogue  # noqa: E402

NEED_MB = 700
EXTRAS_MB = 200
EXTRAS = {"javascript": "requirements-javascript.lock", "none": ""}
"""What may be installed besides, with its lock: packages whose own needs are met by requirements.lock."""
_PLAIN_PATH = re.compile(r"/[A-Za-z0-9._/-]+")


class Impossible(Exception):
    """It cannot be done like this (exit status 2); the text is for people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Where everything goes. `account` owns the data; None: whoever runs this.

    `extras`: a name of `EXTRAS`, '' for none, None for what the release in use has.
    """

    prefix: Path
    data: Path
    account: str | None
    extras: str | None = None

    @property
    def current(self) -> Path:
        """The link to the release in use."""
        return self.prefix / "current"


def say(message: str, /, **values: object) -> str:
    """The message in both languages."""
    return " / ".join(Catalogue(language).say(f"install.{message}", **values) for language in LANGUAGES)


def plan(arguments: list[str], *, root: bool, home: Path) -> Plan:
    """The plan for these arguments. Raises `Impossible` for folders that would not work."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--prefix", type=Path, help="the program's folder")
    parser.add_argument("--data", type=Path, help="the folder of configuration and database")
    parser.add_argument("--account", help="system account that owns the data; only as root (default: huisheng)")
    parser.add_argument("--extras", choices=EXTRAS, help="what to install besides; kept by later releases")
    given = parser.parse_args(arguments)
    prefix = (given.prefix or (Path("/opt/huisheng") if root else home / "huisheng")).absolute()
    whole_machine = root and given.prefix is None
    data = (given.data or (Path("/var/lib/huisheng") if whole_machine else prefix / "town")).absolute()
    for place in (prefix, data):
        if not _PLAIN_PATH.fullmatch(str(place)) or ".." in place.parts:
            raise Impossible(say("spaces", place=place))
    for place in (prefix / "releases", prefix / "bin"):
        if data == prefix or place in (data, *data.parents):
            raise Impossible(say("inside", data=data, place=place))
    extras = "" if given.extras == "none" else given.extras
    return Plan(prefix=prefix, data=data, account=(given.account or "huisheng") if root else None, extras=extras)


def release_name(source: Path, extras: str = "") -> str:
    """Version, Python, extras and a digest of everything that is installed: equal for equal contents."""
    project = tomllib.loads((source / "pyproject.toml").read_text(encoding="utf-8"))
    parts = [
        *project["tool"]["hatch"]["build"]["only-include"],
        "pyproject.toml",
        "requirements.lock",
        "config.yaml",
        *([EXTRAS[extras]] if extras else []),
    ]
    digest = hashlib.sha256()
    for part in sorted([*parts, "deploy"]):
        for path in sorted((source / part).rglob("*")) if (source / part).is_dir() else [source / part]:
            name = path.relative_to(source)
            if path.is_file() and "__pycache__" not in name.parts and name.parts[:2] != ("data", "var"):
                digest.update(f"{name}\0{path.stat().st_size}\0".encode())
                digest.update(path.read_bytes())
    python = ".".join(platform.python_version_tuple()[:2])
    more = f"-{extras}" if extras else ""
    return f"{project['project']['version']}-py{python}-{digest.hexdigest()[:8]}{more}"


def build(release: Path, source: Path, extras: str) -> None:
    """Make the environment of one release: packages by hash, then the program itself; pip is not left behind."""
    pip = [str(release / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "--no-input"]
    install = [*pip, "install", "--quiet", "--no-cache-dir"]
    _must([sys.executable, "-m", "venv", str(release)])
    _must([*install, "--require-hashes", "-r", str(source / "requirements.lock")])
    if extras:
        _must([*install, "--require-hashes", "--no-deps", "-r", str(source / EXTRAS[extras])])
    _must([*install, "--no-deps", "--no-build-isolation", str(source)])
    _must([*pip, "uninstall", "--quiet", "--yes", "editables", "hatchling", "setuptools", "pip"])


def _must(command: list[str]) -> None:
    subprocess.run(command, check=True, cwd="/")  # noqa: S603 - from a folder without modules of its own


def install(wanted: Plan, source: Path = ROOT, builder: Callable[[Path, Path, str], None] = build) -> int:
    """Install `source` as `wanted` says; returns the exit status. `builder` makes the environment, for tests."""
    if wanted.account is not None and system_account(wanted.account):
        print(say("account", account=wanted.account))
    starters = _starters(source, wanted)
    as_account(wanted.account, wanted.data, lambda: prepare(wanted.data, *starters))
    _python_for(wanted)
    extras = _extras(wanted)
    name = release_name(source, extras)
    release = wanted.prefix / "releases" / name
    os.umask(0o022)  # the account must be able to read what root installs
    if _complete(release):
        print(say("already", name=name))
    else:
        _room_for(wanted.prefix, NEED_MB + (EXTRAS_MB if extras else 0))
        print(say("building", name=name), flush=True)
        shutil.rmtree(release, ignore_errors=True)
        release.parent.mkdir(parents=True, exist_ok=True)
        builder(release, source, extras)
        (release / "EXTRAS").write_text(extras, encoding="utf-8")
        (release / "NAME").write_text(f"{name}\n", encoding="utf-8")
    write_samples(source / "deploy", release / "deploy", wanted.prefix, wanted.data, wanted.account)
    write_starters(source / "deploy", wanted.prefix, wanted.data)
    return _put_into_use(wanted, release)


def _starters(source: Path, wanted: Plan) -> tuple[str, str]:
    """The first config.yaml and huisheng.env, read here: the account may not be able to read the checkout."""
    config = (source / "config.yaml").read_text(encoding="utf-8")
    program = str(wanted.prefix / "bin" / "huisheng")
    secrets = (source / "deploy" / "huisheng.env").read_text(encoding="utf-8")
    return config.replace(".venv/bin/huisheng", program), secrets


def _extras(wanted: Plan) -> str:
    """What is asked for, else what the release in use has."""
    noted = wanted.current / "EXTRAS"
    kept = noted.read_text(encoding="utf-8") if noted.is_file() else ""
    return kept if wanted.extras is None else wanted.extras


def _complete(release: Path) -> bool:
    return (release / "NAME").is_file()  # written last


def _python_for(wanted: Plan) -> None:
    """The account must be able to start the interpreter that runs this; one in root's home would not do."""
    python = Path(sys.executable).resolve()
    try:
        as_account(wanted.account, wanted.data, lambda: python.open("rb").close())
    except PermissionError:
        raise Impossible(say("unreachable", account=wanted.account, python=python)) from None


def _room_for(prefix: Path, need: int) -> None:
    there = next(folder for folder in (prefix, *prefix.parents) if folder.exists())
    free = shutil.disk_usage(there).free // 1_000_000
    if free < need:
        raise Impossible(say("no_room", place=there, free=free, need=need))


def _put_into_use(wanted: Plan, release: Path) -> int:
    """Ask the new release whether it can use the configuration, then let the link point to it."""
    config, program = wanted.data / "config.yaml", wanted.prefix / "bin" / "huisheng"
    checked = subprocess.run(  # noqa: S603 - the program just installed
        [program, "config", "check"], check=False, env={**os.environ, "HUISHENG_RELEASE": str(release)}, cwd="/"
    )
    if checked.returncode == 2:
        print(say("refused", config=config), file=sys.stderr)
        return 2
    if checked.returncode != 0:
        print(say("failed", step=f"{release / 'bin' / 'huisheng'} config check"), file=sys.stderr)
        return 1
    before = wanted.current.resolve() if wanted.current.is_symlink() else None
    if before != release:
        if before is not None and before.is_dir():
            _link(wanted.prefix / "previous", before)
        _link(wanted.current, release)
    print(say("switched", name=release.name))
    if before not in (None, release):
        print(say("previous", name=before.name if before else "", place=before, current=wanted.current))
        print(say("restart"))
    print(say("next", config=config, secrets=wanted.data / "huisheng.env", program=program))
    return 0


def _link(link: Path, target: Path) -> None:
    """At no moment is there no link."""
    draft = link.with_name(f".{link.name}.new")
    draft.unlink(missing_ok=True)
    draft.symlink_to(target)
    draft.replace(link)


def main() -> int:
    """Entry point."""
    try:
        wanted = plan(sys.argv[1:], root=os.geteuid() == 0, home=Path.home())
        if importlib.util.find_spec("ensurepip") is None:
            raise Impossible(say("no_venv"))
        return install(wanted)
    except Impossible as error:
        print(error, file=sys.stderr)
        return 2
    except subprocess.CalledProcessError as error:
        print(say("failed", step=" ".join(map(str, error.cmd))), file=sys.stderr)
        return 1
    except OSError as error:
        print(say("no_write", place=error.filename, why=error.strerror), file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
