"""What every check may look at: the settings as far as they can be read, the database if it opens, the moment."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from checkup.finding import Finding, Grade
from model.catalogue import Catalogue, names
from model.config import Config, load
from model.errors import ConfigError, StoreError
from store.database import Store
from store.reading import open_as_it_is
from store.versions import applied, ours

UNSET = "http://unset.invalid/"
"""Stands for an environment variable that is not set, so that the rest of the settings can be looked at."""


@dataclass(slots=True, kw_only=True)
class Case:
    """One look. `config` is None when the settings cannot be used at all; `database` is the best guess then.

    `store` is open for reading, also when the database is of another release; `current` says whether it is of ours.
    `refusal` is why it cannot be opened.
    """

    config_path: Path
    now: datetime
    environment: Mapping[str, str]
    config: Config | None = None
    faults: list[str] = field(default_factory=list)
    language: str = "zh"
    database: Path = Path()
    store: Store | None = None
    refusal: StoreError | None = None
    versions: list[str] = field(default_factory=list)

    @property
    def current(self) -> bool:
        """Whether the database has exactly the structure of this release."""
        return self.store is not None and self.versions == ours()

    def say(self, name: str, **values: object) -> str:
        """The message ``doctor.<name>`` in the language of the settings."""
        return Catalogue(self.language).say(f"doctor.{name}", **values)

    def found(self, grade: Grade, name: str, *, where: object = "", repair: str = "", **values: object) -> Finding:
        """A finding in words; a table without ``mend`` needs no mending."""
        mend = f"{name}.mend"
        return Finding(
            grade=grade, name=name, what=self.say(f"{name}.what", **values), where=str(where), repair=repair,
            mend=self.say(mend, where=where, **values) if f"doctor.{mend}" in names() else "",
        )  # fmt: skip

    def ok(self, name: str, *, where: object = "", **values: object) -> Finding:
        """All is well here."""
        return self.found(Grade.OK, name, where=where, repair="", **values)

    def hint(self, name: str, *, where: object = "", repair: str = "", **values: object) -> Finding:
        """Worth knowing; nothing fails because of it."""
        return self.found(Grade.HINT, name, where=where, repair=repair, **values)

    def fault(self, name: str, *, where: object = "", repair: str = "", **values: object) -> Finding:
        """Something does not work, or soon will not."""
        return self.found(Grade.FAULT, name, where=where, repair=repair, **values)

    def close(self) -> None:
        """Let go of the database."""
        if self.store is not None:
            self.store.close()


def admit(config_path: Path, now: datetime, environment: Mapping[str, str]) -> Case:
    """Read the settings and open the database, as far as either is possible. Changes nothing."""
    case = Case(config_path=config_path, now=now, environment=environment)
    try:
        case.config = load(config_path, environment)
    except ConfigError as error:
        case.faults = error.faults
        case.config = _but_for_the_environment(config_path, environment)
    _guess(case)
    try:
        case.store = open_as_it_is(case.database)
        case.versions = applied(case.store.db.conn) if case.store else []
    except (StoreError, sqlite3.Error) as error:
        case.refusal = error if isinstance(error, StoreError) else StoreError("damaged", place=case.database)
    return case


class _AllSet(Mapping[str, str]):
    """An environment in which nothing is missing."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment

    def __getitem__(self, name: str) -> str:
        return self._environment.get(name) or UNSET

    def __iter__(self) -> Iterator[str]:
        return iter(self._environment)

    def __len__(self) -> int:
        return len(self._environment)


def _but_for_the_environment(path: Path, environment: Mapping[str, str]) -> Config | None:
    """The settings when nothing is wrong with them but variables that are not set."""
    try:
        return load(path, _AllSet(environment))
    except ConfigError:
        return None


def _guess(case: Case) -> None:
    """Language and database: from the settings, else from the file's own lines, else the defaults."""
    if case.config is not None:
        case.language, case.database = case.config.language, case.config.path(case.config.database)
        return
    try:
        text = case.config_path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        text = ""
    lines = dict(re.findall(r"^(language|database):[ \t]*[\"']?([^\s#\"']+)", text, re.MULTILINE))
    wanted = lines.get("language") or case.environment.get("HUISHENG_LANGUAGE")
    case.language = "en" if wanted == "en" else "zh"
    default = Config.model_fields["database"].default
    case.database = case.config_path.parent / lines.get("database", default)
