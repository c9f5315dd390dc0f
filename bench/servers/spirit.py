"""A django-spirit forum on loopback: its own environment, SQLite, invented topics."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bench.servers.content import Topic, Written
from bench.servers.processes import answers, free_port, must, running

HERE = Path(__file__).parent
CATEGORY = "街坊闲谈"


@dataclass(frozen=True, kw_only=True)
class Spirit:
    """A running forum."""

    host: str
    python: Path
    project: Path
    log: Path
    robots_file: Path

    @property
    def front(self) -> str:
        """Address of the list of topics, newest activity first."""
        return f"http://{self.host}/"

    def post(self, topic: Topic, users: Sequence[int]) -> Topic:
        """Open a topic with its comments; returns it with the ids the site gave."""
        orders = [_order(one, users) for one in topic.comments]
        identifier, *ids = self.act("topic", category=CATEGORY, title=topic.title, comments=orders)
        comments = tuple(one.with_id(n) for one, n in zip(topic.comments, ids, strict=True))
        return replace(topic, id=str(identifier), comments=comments)

    def reply(self, topic: Topic, written: Written, users: Sequence[int]) -> Written:
        """Answer in a topic, now."""
        return written.with_id(self.act("reply", topic=int(topic.id), **_order(written, users))[0])

    def act(self, do: str, **what: object) -> list[int]:
        """Do something on the forum through its own forms; returns the ids concerned."""
        order = json.dumps({"do": do, **what})
        said = must(
            [self.python, self.project / "spirit_act.py"],
            folder=self.project,
            environment=_environment(self.robots_file),
            given=order,
        )
        ids: list[int] = json.loads(said.splitlines()[-1])
        return ids

    def robots(self, text: str | None) -> None:
        """Put a robots.txt in place, or take it away."""
        if text is None:
            self.robots_file.unlink()
        else:
            self.robots_file.write_text(text, encoding="ascii")


@contextlib.contextmanager
def spirit(work: Path, programs: Path) -> Iterator[Spirit]:
    """Bring the forum up, empty, with the programs of its environment."""
    project, robots_file, log = work / "forum", work / "forum-robots.txt", work / "forum.log"
    must([programs / "spirit", "startproject", "forum"], folder=work, environment={"PATH": str(programs)})
    for name in ("spirit_settings.py", "spirit_urls.py", "spirit_act.py"):
        shutil.copy(HERE / name, project)
    python, environment = programs / "python", _environment(robots_file)
    must([python, "manage.py", "migrate", "--verbosity=0"], folder=project, environment=environment)
    port = free_port()
    command: list[str | Path] = [
        python,
        "-u",
        "manage.py",
        "runserver",
        "--noreload",
        "--insecure",
        f"127.0.0.1:{port}",
    ]
    with running("django-spirit", command, log, lambda: answers(port), folder=project, environment=environment):
        yield Spirit(host=f"127.0.0.1:{port}", python=python, project=project, log=log, robots_file=robots_file)


def _order(one: Written, users: Sequence[int]) -> dict[str, object]:
    when = {"when": one.when.isoformat()} if one.when else {}
    return {"user": users[one.by], "text": one.text, **when}


def _environment(robots_file: Path) -> dict[str, str]:
    return {
        "PATH": os.environ.get("PATH", ""),
        "DJANGO_SETTINGS_MODULE": "spirit_settings",
        "HUISHENG_ROBOTS": str(robots_file),
        "PYTHONIOENCODING": "utf-8",
    }
