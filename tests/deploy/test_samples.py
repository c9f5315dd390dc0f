"""Each sample is well-formed and names only commands, options, files and accounts that exist.

`systemd-analyze` and `logrotate` come from Debian; CI has them (.ci/run sets HUISHENG_CHECKERS=required).
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click
import pytest
from apscheduler.triggers.cron import CronTrigger

from alerts.weekly.build import DAYS
from cli import COMMANDS, huisheng
from deploy.samples import STARTERS, write_samples
from model.config import load

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "deploy"
UNITS = sorted([*SAMPLES.glob("systemd/*[a-z].service"), *SAMPLES.glob("systemd/*.timer")])
DROP_INS = sorted(SAMPLES.glob("systemd/*.d/*.conf"))


def checker(name: str) -> str:
    """Where `name` is; where it is missing, the test is left out, but never in CI."""
    found = shutil.which(name, path="/usr/sbin:/usr/bin:/sbin:/bin")
    if found is None:
        if os.environ.get("HUISHENG_CHECKERS") == "required":
            pytest.fail(f"{name} is missing, and here it must not be")
        pytest.skip(f"{name} is not installed (Debian: apt install {name.replace('systemd-analyze', 'systemd')})")
    return found


def check_command(line: str) -> str:
    """`line` starts one of our programs with a command and options that exist; returns the command's name."""
    program, *words = shlex.split(line)
    assert program in {f"/opt/huisheng/bin/{name}" for name in STARTERS.values()}, program
    assert words and words[0] in COMMANDS, line
    command = huisheng.get_command(click.Context(huisheng), words[0])
    assert command is not None
    command.make_context(words[0], words[1:], resilient_parsing=False)  # raises on an unknown option
    return words[0]


@pytest.mark.parametrize(
    "line",
    ["/opt/huisheng/bin/huisheng cicle", "/opt/huisheng/bin/huisheng digest --mail", "huisheng cycle",
     "/opt/huisheng/bin/huisheng cycle now", "/opt/huisheng/bin/huisheng"],
)  # fmt: skip
def test_a_wrong_command_would_be_found(line: str) -> None:
    with pytest.raises((AssertionError, click.UsageError)):
        check_command(line)


def crontab() -> Iterator[tuple[dict[str, str], CronTrigger, str]]:
    """The jobs of the sample as Debian's cron reads it: settings so far, when, command. Strict."""
    text = (SAMPLES / "crontab").read_text(encoding="utf-8")
    assert text.endswith("\n") and "\r" not in text and "%" not in text, "cron stops at % and wants a last newline"
    settings: dict[str, str] = {}
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        named = re.fullmatch(r"([A-Z_]+)=(.*)", line)
        if named is not None:
            settings[named[1]] = named[2].strip('"')
            continue
        fields = re.fullmatch(r"((?:\S+ ){4}\S+) (.+)", line)
        assert fields is not None, line
        # APScheduler counts weekdays from Monday = 0, cron from Sunday = 0: names mean the same to both.
        assert not re.search(r"\d", fields[1].split()[4]), f"write the weekday as a name: {line}"
        yield dict(settings), CronTrigger.from_crontab(fields[1], timezone="Asia/Shanghai"), fields[2]


def test_the_crontab_does_what_config_yaml_says() -> None:
    config = load(ROOT / "config.yaml", {})
    jobs = {
        "weekly" if "--weekly" in command else check_command(command): (settings, trigger)
        for settings, trigger, command in crontab()
        if check_command(command)
    }
    assert set(jobs) == {"cycle", "digest", "weekly"}
    start = datetime(2026, 3, 1, 16, 0, 1, tzinfo=UTC)
    first = jobs["cycle"][1].get_next_fire_time(None, start)
    second = jobs["cycle"][1].get_next_fire_time(first, first)
    assert second - first == config.schedule.cycle_every
    due = jobs["digest"][1].get_next_fire_time(None, start)
    assert due is not None and f"{due.astimezone(config.zone):%H:%M}" == config.digest.at
    week = jobs["weekly"][1].get_next_fire_time(None, start)
    assert week is not None and DAYS[week.weekday()] == config.digest.weekly
    assert f"{week.astimezone(config.zone):%H:%M}" == config.digest.at
    assert jobs["weekly"][0]["MAILTO"] == jobs["digest"][0]["MAILTO"]
    assert jobs["cycle"][0]["MAILTO"] == "" and "@example.org" in jobs["digest"][0]["MAILTO"]
    assert "CRON_TZ" not in jobs["cycle"][0], "Debian's cron does not know it"


def units(folder: Path, account: str | None) -> list[Path]:
    """The units as `make install` writes them, with a program that exists."""
    prefix, data = folder / "opt", folder / "data"
    (prefix / "bin").mkdir(parents=True)
    data.mkdir()
    program = prefix / "bin" / "huisheng"
    program.write_text("#!/bin/sh\n", encoding="utf-8")
    program.chmod(0o755)
    write_samples(SAMPLES, folder / "deploy", prefix, data, account)
    return [folder / "deploy" / "systemd" / path.name for path in UNITS]


def verify(paths: list[Path], *options: str) -> str:
    command = [checker("systemd-analyze"), *options, "verify", "--man=no", *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    ours = [line for line in (done.stdout + done.stderr).splitlines() if "huisheng" in line]
    return "\n".join(ours) + (f"\nstatus {done.returncode}" if done.returncode and ours else "")


@pytest.mark.parametrize("account", ["root", None])
def test_systemd_accepts_the_units(tmp_path: Path, account: str | None) -> None:
    found = units(tmp_path, account)
    assert len(found) == 8 and all(path.is_file() for path in found)
    assert verify(found, *([] if account else ["--user"])) == ""


def test_systemd_would_refuse_a_wrong_one(tmp_path: Path) -> None:
    found = units(tmp_path, "root")
    drop_in = tmp_path / "deploy" / "systemd" / "huisheng-.service.d" / "account.conf"
    drop_in.write_text(drop_in.read_text(encoding="utf-8") + "ProtectSytem=strict\n", encoding="utf-8")
    assert "ProtectSytem" in verify(found)


def test_the_services_are_locked_in(tmp_path: Path) -> None:
    """`systemd-analyze security` counts what a service could still do: 0 nothing, 10 everything."""
    command = [checker("systemd-analyze"), "security", "--offline=yes", "--threshold=25", "--no-pager"]
    for unit in units(tmp_path, "root"):
        if unit.suffix == ".service":
            # the check wants the drop-ins beside the unit, not under its prefix
            for drop_in in sorted(unit.parent.glob("huisheng-*.d/*.conf")):
                if drop_in.parent.name in {"huisheng-.service.d", f"{unit.name}.d"}:
                    unit.write_text(
                        unit.read_text(encoding="utf-8") + drop_in.read_text(encoding="utf-8").replace(
                            "User=root", "User=daemon"
                        ), encoding="utf-8",
                    )  # fmt: skip
            done = subprocess.run([*command, str(unit)], capture_output=True, text=True, check=False, timeout=60)
            assert done.returncode == 0, done.stdout[-400:] + done.stderr


def setting(path: Path, key: str) -> list[str]:
    return re.findall(rf"^{key}=(.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize("path", [p for p in UNITS if p.suffix == ".service"], ids=lambda p: p.name)
def test_a_service_starts_a_command_that_exists(path: Path) -> None:
    [line] = setting(path, "ExecStart")
    job = path.stem.removeprefix("huisheng-")
    assert check_command(line) == ("digest" if job == "weekly" else job)
    assert ("--weekly" in line) == (job == "weekly")
    assert setting(path, "MemoryMax")
    if setting(path, "Restart"):
        assert setting(path, "RestartPreventExitStatus") == ["2"]


def test_every_timer_has_its_service() -> None:
    timers = [path for path in UNITS if path.suffix == ".timer"]
    assert len(timers) == 3 and all(path.with_suffix(".service").is_file() for path in timers)


def test_the_timers_do_what_config_yaml_says() -> None:
    config = load(ROOT / "config.yaml", {})
    [digest] = setting(SAMPLES / "systemd" / "huisheng-digest.timer", "OnCalendar")
    assert digest == f"*-*-* {config.digest.at}:00 {config.timezone}"
    [week] = setting(SAMPLES / "systemd" / "huisheng-weekly.timer", "OnCalendar")
    assert week == f"{config.digest.weekly.title()} {digest}"
    [cycle] = setting(SAMPLES / "systemd" / "huisheng-cycle.timer", "OnCalendar")
    assert cycle == f"*:0/{int(config.schedule.cycle_every.total_seconds() // 60)}"
    for line in (digest, cycle, week):
        assert subprocess.run([checker("systemd-analyze"), "calendar", line], check=False).returncode == 0


def test_the_account_can_write_its_data_and_nothing_else() -> None:
    [account] = [path for path in DROP_INS if path.name == "account.conf"]
    assert setting(account, "ReadWritePaths") == ["/var/lib/huisheng"]
    assert setting(account, "ProtectSystem") == ["strict"] and setting(account, "NoNewPrivileges") == ["yes"]
    assert setting(account, "RemoveIPC") == ["no"], "the key of the voices lies below /dev/shm"


def test_logrotate_turns_the_log(tmp_path: Path) -> None:
    program = checker("logrotate")
    data = tmp_path / "data"
    logs = data / "data" / "var" / "log"
    logs.mkdir(parents=True, mode=0o700)
    write_samples(SAMPLES, tmp_path / "deploy", tmp_path / "opt", data, None)
    sample = tmp_path / "deploy" / "logrotate"
    sample.chmod(0o644)
    log = logs / "huisheng.log"
    log.write_text("one\n" * 10, encoding="utf-8")
    command = [program, "--state", str(tmp_path / "state"), str(sample)]
    tried = subprocess.run([*command, "--debug"], capture_output=True, text=True, check=False)
    assert tried.returncode == 0 and "error" not in tried.stderr.lower(), tried.stderr
    done = subprocess.run([*command, "--force"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert log.stat().st_size == 0 and log.stat().st_mode & 0o777 == 0o600
    assert len(list(logs.glob("huisheng.log.1*"))) == 1


def test_the_system_sample_of_logrotate_names_the_account() -> None:
    text = (SAMPLES / "logrotate").read_text(encoding="utf-8")
    assert "su huisheng huisheng" in text and "/var/lib/huisheng/data/var/log/*.log {" in text
