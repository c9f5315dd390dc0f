"""What is photographed: the demo town on a Thursday morning, as `huisheng` itself shows it."""

from __future__ import annotations

import contextlib
import os
import re
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from html import escape
from pathlib import Path

from alerts.delivery.compose import alert_subject, alert_text
from alerts.facts.telling import current, in_message
from bench.screenshots import terminal
from bench.screenshots.album import Shot
from bench.screenshots.browser import Screen
from bench.servers.processes import answers, free_port, running
from model.catalogue import Catalogue
from model.config import Config, load
from model.records import Alert
from store import alert_facts, alerts
from store.database import open_store

MOMENT = datetime.fromisoformat("2026-10-15T07:30:01+08:00")
LATER = MOMENT + timedelta(minutes=10)
_ROOT = Path(__file__).parents[2]
_HUISHENG = (sys.executable, "-m", "bench.screenshots.frozen")
_COLUMNS = 92
_CONSOLE = "控制台"  # the last thing that the demo says
_ONE_SCREEN = 844
_PHONE, _DESK = Screen(width=390), Screen(width=1180, height=800, scale=1)
_DESKTOP = Screen(width=900, scale=1)
_TERMINAL = Screen(width=844, scale=1.5)
_CHAT = """<!DOCTYPE html><html lang="zh-Hans"><meta charset="utf-8"><title>消息</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>
body {{ margin: 0; padding: 16px 14px; background: #ececec; font: 17px/1.45 "WenQuanYi Micro Hei", sans-serif; }}
p {{ margin: 0 40px 0 0; padding: 10px 12px; border-radius: 6px; background: #fff; color: #191919;
  white-space: pre-wrap; overflow-wrap: anywhere; }}
</style><p>{text}</p></html>
"""


class Scene:
    """One run of the demo in `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        self._folder.mkdir(parents=True, exist_ok=True)
        self._home = self._folder / "data" / "var" / "demo"

    @contextlib.contextmanager
    def console(self) -> Iterator[list[Shot]]:
        """Run the demo, serve its console, and yield the pictures to take while it is served."""
        shots = [self._terminal(), self._message()]
        port = free_port()
        command = [
            *_HUISHENG,
            LATER.isoformat(),
            "serve",
            "--config",
            self._home / "config.yaml",
            "--port",
            str(port),
        ]
        root = f"http://127.0.0.1:{port}"
        log = self._folder / "console.log"
        with running("console", command, log, lambda: answers(port), folder=_ROOT):
            yield [*shots, *self._digest(), *_pages(root, self._alert().id)]

    def _terminal(self) -> Shot:
        """`huisheng demo` on a terminal, from the first bar to the address of the console."""
        command = [*_HUISHENG, MOMENT.isoformat(), "--running", "demo"]
        environment = {**os.environ, "PYTHONPATH": str(_ROOT)}
        said = terminal.run(command, self._folder, environment, _COLUMNS, until=_CONSOLE)
        lines = [line.replace(str(self._folder), "~/huisheng") for line in terminal.screen(said)]
        return self._page(
            "terminal", terminal.page("~/huisheng", ".venv/bin/huisheng demo", lines, _COLUMNS), _TERMINAL
        )

    def _alert(self) -> Alert:
        """The alert that is shown: the first by title, because their numbers depend on which page came first."""
        with open_store(self._config.path(self._config.database)) as store:
            return min(alerts.still_open(store), key=lambda alert: alert.title)

    def _message(self) -> Shot:
        """The alert as a chat group gets it; the town's ports on this machine, other ones each time, get a name."""
        config, alert = self._config, self._alert()
        catalogue, today = Catalogue(config.language), alert.opened_at.astimezone(config.zone).date()
        with open_store(config.path(config.database)) as store:
            fact = current(alert_facts.of_alerts(store, [alert.id]).get(alert.id, ()), today)
        known = in_message(fact.fact, today, catalogue) if fact else []
        text = f"{alert_subject(alert, catalogue, config)}\n{alert_text(alert, catalogue, config, known=known)}"
        text = re.sub(r"http://127\.0\.0\.1:\d+", "https://bbs.example.org", text)
        return self._page("message", _CHAT.format(text=escape(text)), _PHONE)

    @property
    def _config(self) -> Config:
        return load(self._home / "config.yaml")

    def _digest(self) -> Iterator[Shot]:
        url = next((self._home / "digests").glob("*.html")).as_uri()
        yield Shot(name="digest-phone", url=url, screen=_PHONE, tallest=_ONE_SCREEN)
        yield Shot(name="digest-desk", url=url, screen=_DESKTOP, tallest=1000)

    def _page(self, name: str, content: str, screen: Screen) -> Shot:
        path = self._folder / f"{name}.html"
        path.write_text(content, encoding="utf-8")
        return Shot(name=name, url=path.as_uri(), screen=screen)


def _pages(root: str, alert: int) -> Iterator[Shot]:
    yield Shot(name="console-alerts", url=f"{root}/", screen=_DESK, tallest=900)
    yield Shot(name="console-alert", url=f"{root}/alerts/{alert}", screen=_DESK)
    yield Shot(name="console-alert-phone", url=f"{root}/alerts/{alert}", screen=_PHONE, tallest=_ONE_SCREEN)
    yield Shot(name="console-sources", url=f"{root}/sources", screen=_DESK, tallest=1000)
