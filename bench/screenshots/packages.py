"""What the pictures are made with: Debian's browser, a Chinese font, and a program that makes PNG small."""

from __future__ import annotations

import os
import shutil

from bench.servers.processes import SetupError, must

FONT = "WenQuanYi Micro Hei"
_PROGRAMS = {"chromium": "chromium", "pngquant": "pngquant", "fc-list": "fontconfig"}
_FONT_PACKAGE = "fonts-wqy-microhei"


def debian() -> list[str]:
    """Install what is missing and return its names. Raises SetupError with the command to type when it cannot."""
    missing = sorted(package for program, package in _PROGRAMS.items() if shutil.which(program) is None)
    if "fontconfig" in missing or FONT not in must(["fc-list"]):
        missing.append(_FONT_PACKAGE)
    if not missing:
        return []
    command = f"apt-get install --no-install-recommends {' '.join(missing)}"
    if shutil.which("apt-get") is None:
        raise SetupError(f"the pictures are made with Debian's packages; please install: {' '.join(missing)}")
    if os.geteuid() != 0:
        raise SetupError(f"please run this once, as an administrator: {command}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    must(["apt-get", "update", "-q"], environment=environment)
    must([*command.split(), "-y", "-q"], environment=environment)
    return missing
