"""A WordPress of Debian's on loopback: a private database on a socket, PHP's own web server, invented posts."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bench.servers import packages
from bench.servers.content import Written
from bench.servers.processes import answers, free_port, must, running

HERE = Path(__file__).parent
CONFIG = """<?php
defined('ABSPATH') || define('ABSPATH', __DIR__ . '/');
define('DB_NAME', 'wordpress');
define('DB_USER', 'root');
define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:{socket}');
define('DB_CHARSET', 'utf8mb4');
define('WP_CONTENT_DIR', ABSPATH . 'wp-content');
define('WP_HOME', 'http://{host}');
define('WP_SITEURL', 'http://{host}');
define('WP_HTTP_BLOCK_EXTERNAL', true);
define('DISABLE_WP_CRON', true);
$table_prefix = 'wp_';
require_once ABSPATH . 'wp-settings.php';
"""


@dataclass(frozen=True, kw_only=True)
class WordPress:
    """A running site."""

    host: str
    folder: Path
    log: Path

    @property
    def feed(self) -> str:
        """Address of the main feed."""
        return f"http://{self.host}/feed/"

    @property
    def front(self) -> str:
        """Address of the front page."""
        return f"http://{self.host}/"

    def publish(self, posts: Sequence[Written], users: Sequence[int]) -> list[Written]:
        """Publish these; returns them with the ids the site gave."""
        orders = [
            {
                "title": one.title, "text": one.text, "key": one.key, "category": one.category,
                "user": users[one.by], "when": f"{(one.when or datetime.now(UTC)).astimezone(UTC):%F %T}",
            }
            for one in posts
        ]  # fmt: skip
        ids = self.act("publish", posts=orders)
        return [one.with_id(identifier) for one, identifier in zip(posts, ids, strict=True)]

    def act(self, do: str, **what: object) -> list[int]:
        """Do something on the site as its own pages would; returns the ids concerned."""
        order = json.dumps({"do": do, "host": self.host, **what})
        answer = json.loads(must([*_php(), HERE / "wordpress_act.php", self.folder], given=order))
        return answer if isinstance(answer, list) else [answer]

    def robots(self, text: str | None) -> None:
        """Put a robots.txt in place of WordPress's own, or take it away."""
        file = self.folder / "robots.txt"
        if text is None:
            file.unlink()
        else:
            file.write_text(text, encoding="ascii")


@contextlib.contextmanager
def wordpress(work: Path, folder: Path) -> Iterator[WordPress]:
    """Serve the unpacked WordPress in `folder`; it is installed by its own `act("install", …)`."""
    host = f"127.0.0.1:{free_port()}"
    with _database(work) as socket:
        (folder / "wp-config.php").write_text(CONFIG.format(socket=socket, host=host), encoding="utf-8")
        log = work / "wordpress.log"
        site = WordPress(host=host, folder=folder, log=log)
        command: list[str | Path] = [*_php(), "-S", host, "-t", folder, HERE / "wordpress_router.php"]
        with running("WordPress", command, log, lambda: answers(int(host.rpartition(":")[2]))):
            yield site


@contextlib.contextmanager
def _database(work: Path) -> Iterator[Path]:
    data, socket = work / "mariadb", work / "mariadb.sock"
    as_root = ["--user=root"] if os.geteuid() == 0 else []
    common = ["--no-defaults", f"--datadir={data}", *as_root]
    must(
        [
            packages.program("mariadb-install-db"),
            *common,
            "--auth-root-authentication-method=normal",
            "--skip-test-db",
        ]
    )
    command: list[str | Path] = [
        packages.program("mariadbd"), *common, f"--socket={socket}", f"--pid-file={work / 'mariadb.pid'}",
        "--skip-networking", "--innodb-buffer-pool-size=32M", "--performance-schema=OFF",
        "--character-set-server=utf8mb4",
    ]  # fmt: skip
    with running("MariaDB", command, work / "mariadb.log", socket.exists):
        create = f"mysqli_query(mysqli_connect('localhost','root','','',0,'{socket}'),'CREATE DATABASE wordpress');"
        must([*_php(), "-r", create])
        yield socket


def _php() -> list[str | Path]:
    # Debian's WordPress 6.1 is older than PHP's newest deprecations; they are not what is looked at here.
    return [packages.program("php"), "-d", "error_reporting=E_ERROR", "-d", "display_errors=stderr"]
