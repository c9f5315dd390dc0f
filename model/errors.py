"""The errors we raise on purpose.

HuishengError
├── ConfigError      the configuration cannot be used; every fault with its place (exit status 2)
├── UsageError       an argument cannot be used (exit status 2)
├── StoreError       the database cannot be read or written (exit status 1)
│   └── StoreBusy    somebody else holds the write lock; try again later
├── EngineError      the process that scores texts died or hangs; the posts stay unscored
├── OutputError      a result could not be written to its file; nothing half-written stays (exit status 1)
├── FontMissing      no font with Chinese characters: a picture would show boxes
└── DeliveryError    a channel did not accept a message; the outbox keeps it
"""

from __future__ import annotations

from model.catalogue import Catalogue, both


class HuishengError(Exception):
    """Base of every error this program raises on purpose; its text is meant for people."""

    def said(self, catalogue: Catalogue) -> str:
        """The text in the language of `catalogue`, where it is known in more than one."""
        return str(self)


class ConfigError(HuishengError):
    """The configuration cannot be used. `faults` holds one line per fault: ``file:line:col: key: what``."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class UsageError(HuishengError):
    """A command-line argument or an input file cannot be used."""


class StoreError(HuishengError):
    """The database cannot be read or written.

    `name` is a message of data/messages/store.toml, `values` its placeholders. The text is in both languages: the
    store does not know the settings; who knows them calls `said`.
    """

    def __init__(self, name: str, **values: object) -> None:
        super().__init__(both(f"store.{name}", **values))
        self.name = name
        self.values = values

    def said(self, catalogue: Catalogue) -> str:
        """The text in one language."""
        return catalogue.say(f"store.{self.name}", **self.values)


class StoreBusy(StoreError):
    """Another process held the write lock for longer than we wait."""


class EngineError(HuishengError):
    """A scoring engine running in a process of its own failed."""


class OutputError(HuishengError):
    """A result could not be written to its file; an older file there is unchanged."""


class FontMissing(HuishengError):
    """There is no font with which a picture could be drawn."""

    def __init__(self) -> None:
        super().__init__(both("publish.no_font"))

    def said(self, catalogue: Catalogue) -> str:
        """The text in one language."""
        return catalogue.say("publish.no_font")


class DeliveryError(HuishengError):
    """A channel did not accept a message."""
