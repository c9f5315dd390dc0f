"""What the servers are made of: Debian packages and an environment for the forum.

WordPress is unpacked into the work folder, not installed: its package would bring a web server of its own.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from bench.servers.processes import SetupError, must

# program that shows a package to be there → the package
PROGRAMS = {
    "php": "php-cli",
    "mariadbd": "mariadb-server-core",
    "mariadb-install-db": "mariadb-server-core",
    "my_print_defaults": "mariadb-client-core",
}
FORUM = ["django-spirit==0.14.3"]


def debian() -> list[str]:
    """Install the missing Debian packages; returns their names. They stay on the machine."""
    missing = sorted({package for program, package in PROGRAMS.items() if _which(program) is None})
    if _which("php") is None or "mysqli" not in must(["php", "-m"]):
        missing.append("php-mysql")
    if not missing:
        return []
    if os.geteuid() != 0:
        raise SetupError(f"please install, as an administrator: apt-get install {' '.join(missing)}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    must(["apt-get", "update", "-q"], environment=environment)
    must(["apt-get", "install", "-y", "-q", "--no-install-recommends", *missing], environment=environment)
    return missing


def program(name: str) -> Path:
    """Where a program of PROGRAMS lies."""
    found = _which(name)
    if found is None:
        raise SetupError(f"{name} is missing; install the package {PROGRAMS[name]}")
    return found


def _which(name: str) -> Path | None:
    found = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    return Path(found) if found else None


def wordpress(work: Path) -> Path:
    """Unpack Debian's WordPress into `work`; returns the folder that a web server serves."""
    target = work / "wordpress-package"
    site = target / "usr/share/wordpress"
    if site.exists():
        return site
    if _which("apt-get") is None:
        raise SetupError("WordPress is taken from Debian's packages; this machine has no apt-get")
    target.mkdir()
    try:
        must(["apt-get", "download", "-q", "wordpress"], folder=target)
    except SetupError:  # the lists of packages are older than the packages
        must(["apt-get", "update", "-q"])
        must(["apt-get", "download", "-q", "wordpress"], folder=target)
    archive = next(target.glob("wordpress_*.deb"))
    must(["dpkg-deb", "-x", archive, target])
    archive.unlink()
    return site


def forum(work: Path) -> Path:
    """An environment with django-spirit; returns its folder of programs."""
    environment = work / "forum-environment"
    if not (environment / "installed").exists():
        must([sys.executable, "-m", "venv", environment])
        pip: list[str | Path] = [
            environment / "bin/python",
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
        ]
        must([*pip, *FORUM])
        (environment / "installed").touch()
    return environment / "bin"
