"""The watchman of a job: told of success and failure, never in the way."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from alerts.delivery.heartbeat import failure_of, visit
from commands import cycle as cycle_command
from commands.heartbeat import beating
from model.config import Config, load

PROGRAM = Path(sys.executable).with_name("huisheng")
HEAD = "association: {name: 协会, town: 永康, contact: mailto:help@xiehui.cn}\ndatabase: town.db\n"


def written(folder: Path, heartbeats: str, more: str = "") -> Path:
    path = folder / "config.yaml"
    path.write_text(f"{HEAD}schedule: {{heartbeats: {heartbeats}}}\n{more}", encoding="utf-8")
    return path


@pytest.mark.slow
def test_cycle_and_digest_tell_how_they_ended(tmp_path: Path, chat: Any) -> None:
    dead = "channels: [{name: 网, kind: webhook, url: 'http://127.0.0.1:9/x'}]\n"
    beats = f"{{cycle: '{chat.url('/c/1')}', digest: '{chat.url('/d/1?a=b')}', weekly: '{chat.url('/w/1')}'}}"
    path = written(tmp_path, beats, dead)
    weekly = ["digest", "--weekly"]
    for line, status in (
        (["cycle"], 0), (weekly, 0), ([*weekly, "--send"], 0), (["digest"], 0), (["digest", "--send"], 1)
    ):  # fmt: skip
        done = subprocess.run([PROGRAM, *line, "--config", path], cwd=tmp_path, capture_output=True)
        assert done.returncode == status, done.stderr.decode()
    told = [request.path for request in chat.got]
    assert told == ["/c/1", "/w/1", "/d/1/fail?a=b"], "only what is sent is the job"


def test_a_broken_stage_is_a_failure_and_one_failed_source_is_none(
    tmp_path: Path, chat: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = load(written(tmp_path, f"{{cycle: '{chat.url('/c')}'}}"), {})

    def told(stages: list[Any]) -> str:
        monkeypatch.setattr(cycle_command, "_STAGES", stages)
        broken: list[str] = []
        with beating(config, "cycle", config.schedule.heartbeats.cycle) as beat:
            assert not cycle_command.cycle(config, broken)
            beat.ok = not broken
        return str(chat.got[-1].path)

    def breaks(config: Config) -> tuple[bool, dict[str, int]]:
        raise RuntimeError("gone")

    crawl, analyse, alert = cycle_command._STAGES
    assert told([("crawl", lambda config: (False, {})), analyse, alert]) == "/c"
    assert told([crawl, ("analyse", breaks), alert]) == "/c/fail"


def test_a_watchman_that_hangs_or_is_gone_stops_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], make_config: Any
) -> None:
    config = make_config(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        began = time.monotonic()
        assert visit(f"http://127.0.0.1:{port}/geheim", ok=True, seconds=0.2) == "no_answer"
        assert time.monotonic() - began < 5
    with beating(config, "cycle", f"http://127.0.0.1:{port}/geheim") as beat:
        beat.ok = True
    said = capsys.readouterr().err
    assert "没能报平安" in said and "geheim" not in said


def test_a_job_that_raises_has_failed(tmp_path: Path, chat: Any, make_config: Any) -> None:
    config = make_config(tmp_path)
    with pytest.raises(RuntimeError), beating(config, "digest", chat.url("/d")) as beat:
        beat.ok = True
        raise RuntimeError
    assert chat.got[0].path == "/d/fail"


def test_the_address_of_failure() -> None:
    assert failure_of("https://hc.town.cn/ping/uuid/?a=1") == "https://hc.town.cn/ping/uuid/fail?a=1"


def test_an_address_that_nothing_can_use_is_only_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], make_config: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("http://geheim")

    monkeypatch.setattr("alerts.delivery.heartbeat.requests.get", broken)
    with beating(make_config(tmp_path), "cycle", "http://geheim/x") as beat:
        beat.ok = True
    said = capsys.readouterr().err
    assert "没能报平安" in said and "geheim" not in said and "Traceback" not in said
