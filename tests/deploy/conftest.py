"""A real installation into a scratch folder: a real wheel in an environment of its own, started as users start it.

Only the third-party packages are not installed anew: the environment sees those of the one that runs the tests.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from deploy.install import Plan, install

ROOT = Path(__file__).resolve().parents[2]


def build_with_our_packages(release: Path, source: Path, extras: str) -> None:
    """As `deploy.install.build`, but third-party packages are shared with the environment that runs this."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", release], check=True)
    packages = Path(sysconfig.get_path("purelib", vars={"base": str(release), "platbase": str(release)}))
    (packages / "shared.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", release / "bin" / "python"]
    command = [*pip, "install", "--quiet", "--no-index", "--no-deps", "--no-build-isolation", source]
    subprocess.run(command, check=True, cwd=release)


def checkout(folder: Path) -> Path:
    """A copy of everything that an installation is made from."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    parts = [*project["tool"]["hatch"]["build"]["only-include"], "deploy", "pyproject.toml", "requirements.lock"]
    parts.append("requirements-javascript.lock")
    folder.mkdir()
    for part in [*parts, "config.yaml", "README.md", "LICENSE", ".gitignore"]:
        if (ROOT / part).is_dir():
            ignore = shutil.ignore_patterns("__pycache__", "var")
            shutil.copytree(ROOT / part, folder / part, ignore=ignore)
        else:
            shutil.copy(ROOT / part, folder / part)
    return folder


@dataclass(frozen=True, kw_only=True)
class Home:
    """One installation, and how to use it."""

    prefix: Path
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def data(self) -> Path:
        return self.prefix / "town"

    @property
    def database(self) -> Path:
        return self.data / "data" / "var" / "huisheng.db"

    @property
    def log(self) -> Path:
        return self.data / "data" / "var" / "log" / "huisheng.log"

    def install(self, source: Path = ROOT) -> int:
        wanted = Plan(prefix=self.prefix, data=self.data, account=None)
        return install(wanted, source, build_with_our_packages)

    def run(self, *arguments: str, program: str = "huisheng") -> subprocess.CompletedProcess[str]:
        """From a folder that has nothing to do with it, with the bare environment that cron gives."""
        command = [str(self.prefix / "bin" / program), *arguments]
        bare = {"PATH": "/usr/bin:/bin", "HOME": str(self.prefix), "SHELL": "/bin/sh", **self.environment}
        return subprocess.run(command, capture_output=True, text=True, cwd="/", env=bare, check=False, timeout=120)

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        command = [str(self.prefix / "bin" / "huisheng"), *arguments]
        bare = {"PATH": "/usr/bin:/bin", "HOME": str(self.prefix)}
        return subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd="/", env=bare
        )


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Installed once for the tests of a file."""
    before = os.umask(0o022)
    found = Home(prefix=tmp_path_factory.mktemp("opt") / "huisheng")
    assert found.install() == 0
    os.umask(before)
    return found
