"""The samples of this folder, with the paths and the account of one installation put in."""

from __future__ import annotations

from pathlib import Path

PREFIX, DATA, ACCOUNT = "/opt/huisheng", "/var/lib/huisheng", "huisheng"
STARTERS = {"huisheng.sh": "huisheng", "huisheng-job.sh": "huisheng-job"}


def filled_in(text: str, prefix: Path, data: Path, account: str | None) -> str:
    """`text` of a sample for this installation; without an account, for `systemctl --user` and a user's cron."""
    text = text.replace(PREFIX, "\0p").replace(DATA, "\0d").replace("\0p", str(prefix)).replace("\0d", str(data))
    if account is None:
        text = text.replace("WantedBy=multi-user.target", "WantedBy=default.target")
        return "\n".join(line for line in text.split("\n") if line.strip() != f"su {ACCOUNT} {ACCOUNT}")
    return (
        text.replace(f"su {ACCOUNT} {ACCOUNT}", f"su {account} {account}")
        .replace(f"User={ACCOUNT}\n", f"User={account}\n")
        .replace(f"Group={ACCOUNT}\n", f"Group={account}\n")
    )


def _in_a_home(place: Path) -> bool:
    """Whether ProtectHome=yes would hide `place` from a service (systemd.exec)."""
    return place.parts[1:2] in {("home",), ("root",)}


def write_samples(source: Path, target: Path, prefix: Path, data: Path, account: str | None) -> None:
    """Write crontab, logrotate and units into `target`. The limits of the units need the system's manager."""
    for path in sorted([source / "crontab", source / "logrotate", *source.glob("systemd/**/*")]):
        if path.is_dir() or (account is None and path.suffix == ".conf"):
            continue
        text = filled_in(path.read_text(encoding="utf-8"), prefix, data, account)
        if path.name == "account.conf" and any(_in_a_home(place) for place in (prefix, data)):
            text = text.replace("ProtectHome=yes", "ProtectHome=read-only")
        place = target / path.relative_to(source)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")


def write_starters(source: Path, prefix: Path, data: Path) -> None:
    """Write PREFIX/bin/huisheng and PREFIX/bin/huisheng-job, each in one step."""
    (prefix / "bin").mkdir(parents=True, exist_ok=True)
    for name, program in STARTERS.items():
        text = filled_in((source / name).read_text(encoding="utf-8"), prefix, data, None)
        draft = prefix / "bin" / f".{program}.new"
        draft.write_text(text, encoding="utf-8")
        draft.chmod(0o755)
        draft.replace(prefix / "bin" / program)
