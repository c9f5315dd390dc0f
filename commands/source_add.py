"""`huisheng source add`: a site's address in, a tried block of config.yaml out."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urljoin

import click
from pydantic import TypeAdapter, ValidationError

from commands.files import whole_file
from commands.options import now
from commands.source_report import cadence, rows_of
from commands.source_trial import Trial
from crawlers.fetch import fetch_once
from crawlers.kinds.base import Page, Refusal
from crawlers.kinds.look import Proposal, look, name_from
from model.catalogue import Catalogue
from model.config import Config, Source, load
from model.config.edit import with_source
from model.config.starters import starters
from model.errors import ConfigError, UsageError

_SHOWN = 3  # posts of a page that are printed
_SOURCE: TypeAdapter[Source] = TypeAdapter(Source)


class Adding:
    """One site on its way into `path`, the file that `config` was read from."""

    def __init__(
        self, config: Config, path: Path, *, yes: bool = False, allow_loopback: bool = False, rsshub: str = ""
    ) -> None:
        self._config, self._path, self._yes, self._rsshub = config, path, yes, rsshub
        self._more: dict[str, object] = {"allow_loopback": True} if allow_loopback else {}
        self._catalogue = Catalogue(config.language)
        self._trial = Trial(config, self._catalogue, most=_SHOWN)

    def add(self, url: str, kind: str | None, name: str | None) -> bool:
        """Look, propose, try, and write on a yes; False when nothing could be read or written."""
        proposals = self._looked_at(url, kind) if _is_address(url) else [self._from_catalogue(url)]
        if not proposals:
            return False
        chosen = self._chosen(proposals)
        known = next((one for one in self._config.sources if one.url == chosen.url), None)
        if known is not None:
            self._tell("known", name=known.name, url=known.url)
            return True
        source = self._source(chosen.kind, chosen.url, self._free(name or chosen.name), chosen.settings)
        self._tell("trying", kind=chosen.kind, url=chosen.url)
        self._trial.read(source)
        if not self._trial.posts:
            self._tell("nothing", url=chosen.url)
            return False
        return self._offer(source, rows_of(source, cadence(self._trial.posts, now()), chosen.settings))

    def _looked_at(self, url: str, kind: str | None) -> list[Proposal]:
        source = self._source(kind or "page", url, "try", {})
        self._trial.contact(source)
        self._tell("looking", url=url)
        page = fetch_once(self._config, source, url, now())
        if isinstance(page, Refusal):
            self._tell("refused", message=page.message)
            return []
        proposals = [one for one in look(page, self._robots(source)) if kind in {None, one.kind}]
        if not proposals and kind:
            proposals = [Proposal(kind=kind, url=url, name="source", why="asked")]
        if not proposals:
            self._tell("unknown", url=url)
        return proposals

    def _from_catalogue(self, key: str) -> Proposal:
        """The block that data/sources/ has under `key`. Raises `UsageError` for a key it does not have."""
        known = starters()
        starter = known.get(key)
        if starter is None:
            names = self._catalogue.say("alerts.list_separator").join(known)
            raise UsageError(self._catalogue.say("reading.add.no_key", key=key, names=names))
        if starter.route and not self._rsshub:
            raise UsageError(self._catalogue.say("reading.add.needs_rsshub", key=key))
        found_on = starter.found_on.isoformat()
        self._tell("found_in", title=starter.title, document=starter.found_in, day=found_on)
        if starter.note:
            click.echo(starter.note, err=True)
        url = f"{self._rsshub.rstrip('/')}{starter.source['url']}" if starter.route else starter.source["url"]
        more = {name: value for name, value in starter.source.items() if name not in {"kind", "url"}}
        return Proposal(
            kind=starter.source["kind"], url=url, name=name_from(starter.title), why="catalogue", settings=more
        )

    def _robots(self, source: Source) -> str:
        """What robots.txt says about sitemaps; what it says about reading is obeyed by the crawler itself."""
        time.sleep(self._config.delay_of(source).total_seconds())
        page = fetch_once(self._config, source, urljoin(source.url, "/robots.txt"), now())
        return page.body.decode("utf-8", "replace") if isinstance(page, Page) else ""

    def _chosen(self, proposals: Sequence[Proposal]) -> Proposal:
        for number, one in enumerate(proposals, 1):
            why = self._catalogue.say(f"reading.add.why.{one.why}")
            self._tell("proposal", number=number, kind=one.kind, name=one.name, url=one.url, why=why)
        if len(proposals) == 1 or self._yes or not _person():
            return proposals[0]
        question = self._catalogue.say("reading.add.which")
        number = click.prompt(question, type=click.IntRange(1, len(proposals)), default=1, err=True)
        return proposals[number - 1]

    def _offer(self, source: Source, rows: list[str]) -> bool:
        click.echo("\n".join([f"  - {rows[0]}", *(f"    {row}" for row in rows[1:])]))
        if not self._yes and not _person():
            self._tell("not_written", path=self._path)
            return True
        question = self._catalogue.say("reading.add.write", path=self._path)
        if not self._yes and not click.confirm(question, default=False, err=True):
            self._tell("left")
            return True
        return self._write(source, rows)

    def _write(self, source: Source, rows: list[str]) -> bool:
        path = self._path.resolve()  # the file itself, where config.yaml is a link
        with path.open(encoding="utf-8", newline="") as file:
            text = with_source(file.read(), rows)
        if text is None:
            self._tell("no_place", path=self._path)
            return False
        trial = path.with_name(f".{path.name}.trial")
        try:
            with whole_file(trial) as file_out:
                file_out.write(text.encode())
            load(trial)
            shutil.copymode(path, trial)
            trial.replace(path)
        except ConfigError as error:
            self._tell("not_loading", path=self._path, detail=error.said(self._catalogue))
            return False
        finally:
            trial.unlink(missing_ok=True)
        self._tell("written", path=self._path, name=source.name)
        return True

    def _source(self, kind: str, url: str, name: str, more: object) -> Source:
        block = {"name": name, "kind": kind, "url": url, **self._more, **dict(more or {})}  # type: ignore[call-overload]
        try:
            return _SOURCE.validate_python(block)
        except ValidationError as error:
            detail = error.errors()[0]["msg"].removeprefix("Value error, ")
            raise UsageError(self._catalogue.say("reading.try.bad-url", detail=f"{url}: {detail}")) from None

    def _free(self, name: str) -> str:
        """`name`, or with a number where a source of that name exists."""
        taken = {source.name for source in self._config.sources}
        names = [name or "source", *(f"{name or 'source'}-{n}" for n in range(2, len(taken) + 3))]
        return next(one for one in names if one not in taken)

    def _tell(self, message: str, /, **values: object) -> None:
        click.echo(self._catalogue.say(f"reading.add.{message}", **values), err=True)


def _is_address(text: str) -> bool:
    return "://" in text or "/" in text or "." in text


def _person() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()
