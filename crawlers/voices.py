"""Turns the opaque speaker of a post into `Post.voice`, a token that only serves to count independent voices.

The token is an HMAC under a key that lives in memory only: a 0600 file on tmpfs, new at 04:00 in the town's time.
Where there is no tmpfs, or the file is not ours alone, each run has its own key. A kept salt would be no
protection (names can be tried by the hundred thousand a second); a key that is gone is. Voices under different
keys cannot be compared, so each carries the id of its key: a story's voices are the largest count under one.
Swap and crash dumps are a stated limit.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import stat
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

TMPFS = Path("/dev/shm")  # noqa: S108 - checked below: owner, rights, file system
MOUNTS = Path("/proc/self/mounts")
_NEW_AT = timedelta(hours=4)
_DAY = 86_400.0  # seconds


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Voices:
    """`key_id` says nothing of anybody: a day and four random characters."""

    key_id: str
    key: bytes

    def voice(self, source: str, speaker: str) -> str | None:
        """``<key id>:<16 hex digits>``, equal for equal speakers of one source under one key; None when unknown."""
        if not speaker:
            return None
        message = f"{source}\0{speaker}".encode("utf-8", "surrogatepass")
        return f"{self.key_id}:{hmac.digest(self.key, message, 'sha256').hex()[:16]}"


def voices_of(database: Path, now: datetime, zone: ZoneInfo, folder: Path | None = None) -> Voices:
    """Today's key of this database, from `folder` (default: our own on tmpfs), else one for this run only."""
    day = (now.astimezone(zone) - _NEW_AT).strftime("%Y%m%d")
    try:
        place = folder if folder is not None else _tmpfs_folder()
        return _kept(place, key_name(database), day, now)
    except OSError:
        return _fresh(day)


def key_name(database: Path) -> str:
    """The name of the key file of `database`: two towns on one machine have two keys."""
    return hashlib.sha256(os.fsencode(database.resolve())).hexdigest()[:16]


def _fresh(day: str) -> Voices:
    return Voices(key_id=f"{day}.{secrets.token_hex(2)}", key=secrets.token_bytes(32))


def _tmpfs_folder() -> Path:
    """Our own folder on tmpfs. Raises OSError when this machine has none."""
    if not is_tmpfs(TMPFS, MOUNTS.read_text(encoding="utf-8", errors="replace")):
        raise OSError("no tmpfs here")
    return TMPFS / f"huisheng-{os.getuid()}"


def is_tmpfs(place: Path, mounts: str) -> bool:
    """Does this table of mounts (``device place type …`` a line) say that `place` is kept in memory?"""
    return any(line.split()[1:3] == [str(place), "tmpfs"] for line in mounts.splitlines())


def _kept(folder: Path, name: str, day: str, now: datetime) -> Voices:
    """The key of `day` in `folder`, made when there is none. Raises OSError when the place is not ours alone."""
    folder.mkdir(mode=0o700, exist_ok=True)
    directory = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        _ours_alone(directory)
        _drop_old(directory, now)
        found = _read(directory, name)
        if found is None or not found.key_id.startswith(f"{day}."):
            found = _fresh(day)
            _write(directory, name, found)
        return found
    finally:
        os.close(directory)


def _drop_old(directory: int, now: datetime) -> None:
    """Keys of databases that are read no more must not outlive their day either."""
    for name in os.listdir(directory):
        if now.timestamp() - os.stat(name, dir_fd=directory, follow_symlinks=False).st_mtime > _DAY:
            os.unlink(name, dir_fd=directory)


def _ours_alone(descriptor: int) -> None:
    facts = os.fstat(descriptor)
    if facts.st_uid != os.getuid() or facts.st_mode & 0o077:
        raise PermissionError("others can reach the key of the voices")


def _read(directory: int, name: str) -> Voices | None:
    try:
        descriptor = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=directory)
    except FileNotFoundError:
        return None
    with os.fdopen(descriptor, "rb") as file:
        _ours_alone(descriptor)
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise PermissionError("the key of the voices is not a plain file")
        key_id, _, key = file.read(200).decode("ascii", "replace").partition(" ")
    try:
        raw = bytes.fromhex(key)
    except ValueError:
        return None
    return Voices(key_id=key_id, key=raw) if len(raw) == 32 else None


def _write(directory: int, name: str, voices: Voices) -> None:
    """Whole or not at all: a new file takes the place of the old one."""
    draft = f"{name}.{secrets.token_hex(4)}"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    with os.fdopen(os.open(draft, flags, 0o600, dir_fd=directory), "wb") as file:
        file.write(f"{voices.key_id} {voices.key.hex()}".encode("ascii"))
    os.replace(draft, name, src_dir_fd=directory, dst_dir_fd=directory)
