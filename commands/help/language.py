"""Which language help is in, found out before anything is loaded."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

from model.catalogue import LANGUAGES, Catalogue

VARIABLE = "HUISHENG_LANGUAGE"
_SETTING = re.compile(rf"^language:[ \t]*[\"']?({'|'.join(LANGUAGES)})\b", re.MULTILINE)


def reader(environment: Mapping[str, str] | None = None, config: Path = Path("config.yaml")) -> Catalogue:
    """The catalogue for help: HUISHENG_LANGUAGE, else `language` of the config.yaml here, else Chinese.

    Not the locale: most servers in China run with an English one. The file is only looked at, never validated, so
    that help is there also when the configuration is broken.
    """
    wanted = (os.environ if environment is None else environment).get(VARIABLE, "")
    return Catalogue(wanted if wanted in LANGUAGES else _configured(config))


def _configured(path: Path) -> str:
    try:
        found = _SETTING.search(path.read_text(encoding="utf-8", errors="replace"))
    except OSError:
        return LANGUAGES[0]
    return found[1] if found else LANGUAGES[0]
