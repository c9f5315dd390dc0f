"""The data folder: made once, owned by the account, never touched by an upgrade.

As root, everything inside it is done as the account: the account could have put a link there that leads elsewhere,
and root would follow it.
"""

from __future__ import annotations

import os
import pwd
import subprocess
from collections.abc import Callable
from pathlib import Path


def system_account(name: str) -> bool:
    """Make the account unless it is there; True when it was made."""
    try:
        pwd.getpwnam(name)
    except KeyError:
        subprocess.run(  # noqa: S603
            ["/usr/sbin/useradd", "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin",
             "--home-dir", "/nonexistent", "--comment", "Huisheng", name],
            check=True,
        )  # fmt: skip
        return True
    return False


def as_account(account: str | None, folder: Path, action: Callable[[], None]) -> None:
    """Make `folder` (0700, the account's own) and call `action` with the rights of `account`; None: with ours."""
    if not folder.exists():
        os.umask(0o022)
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=0o700)
        if account is not None:
            known = pwd.getpwnam(account)
            os.chown(folder, known.pw_uid, known.pw_gid)
    if account is None:
        action()
        return
    known = pwd.getpwnam(account)
    child = os.fork()
    if child == 0:
        _act_and_end(known, action)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if status != 0:
        raise PermissionError(status, f"account {account}: {os.strerror(status)}", str(folder))


def _act_and_end(known: pwd.struct_passwd, action: Callable[[], None]) -> None:
    """In the child: only ever ends the process, with the number of the error."""
    try:
        os.setgroups([])
        os.setgid(known.pw_gid)
        os.setuid(known.pw_uid)
        action()
    except OSError as error:
        os._exit(error.errno or 1)
    finally:
        os._exit(0)


def prepare(folder: Path, config: str, secrets: str) -> None:
    """Fill `folder` with what is missing; tighten the rights of what is there, change nothing else."""
    os.umask(0o077)
    folder.chmod(0o700)
    (folder / "data" / "var" / "log").mkdir(parents=True, exist_ok=True)
    for part in (folder / "data", folder / "data" / "var", folder / "data" / "var" / "log"):
        part.chmod(0o700)
    for name, text in (("config.yaml", config), ("huisheng.env", secrets)):
        path = folder / name
        if not path.exists():
            path.write_text(text, encoding="utf-8")
    (folder / "huisheng.env").chmod(0o600)
