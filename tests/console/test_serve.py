"""`huisheng serve` as a user starts it: its address, and what it refuses."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
import requests
from click.testing import CliRunner

from commands.serve import command
from console.server import is_loopback, listen
from model.errors import UsageError

ROOT = Path(__file__).resolve().parents[2]
CONFIG = """\
association: {name: 永安网络志愿者协会, town: 永安, contact: "mailto:help@yongan.test"}
console: {port: 0}
"""


@pytest.fixture
def huisheng(tmp_path: Path) -> list[str]:
    (tmp_path / "config.yaml").write_text(CONFIG, encoding="utf-8")
    return [sys.executable, str(ROOT / "cli.py"), "serve", "--config", str(tmp_path / "config.yaml")]


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_it_tells_its_address_answers_and_stops(huisheng: list[str], tmp_path: Path, stop: signal.Signals) -> None:
    with subprocess.Popen(huisheng, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            found = re.search(r"http://127\.0\.0\.1:\d+/", process.stdout.readline())
            assert found is not None
            page = requests.get(found[0], timeout=20)
            assert page.status_code == 200 and "huisheng cycle" in page.text
        finally:
            process.send_signal(stop)
        assert process.wait(20) == 0
        assert process.stderr is not None and "Traceback" not in process.stderr.read()
    assert [path.name for path in tmp_path.iterdir()] == ["config.yaml"]


def test_another_host_than_this_machine_is_refused(huisheng: list[str]) -> None:
    done = subprocess.run([*huisheng, "--host", "0.0.0.0"], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert "127.0.0.1" in done.stderr and "Traceback" not in done.stderr and done.stdout == ""


def test_a_port_in_use_is_told(huisheng: list[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = subprocess.run([*huisheng, "--port", port], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert f"端口 {port} 已经有程序在用" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize("port", ["-1", "65536", "web"])
def test_a_port_that_is_none_is_refused(port: str) -> None:
    done = CliRunner().invoke(command, ["--port", port])
    assert done.exit_code == 2 and "--port" in done.output


@pytest.mark.parametrize("host", ["192.168.1.5", "::", "example.org", "", "127.0.0.5", "0x7f000001"])
def test_only_this_machine_is_listened_on(host: str) -> None:
    with pytest.raises(UsageError, match=r"127\.0\.0\.1"):
        listen(host, 0)


@pytest.mark.parametrize(
    ("host", "here"),
    [("127.0.0.1", True), ("::1", True), ("[::1]", True), ("LocalHost", True), ("127.0.0.5", False), ("::", False)],
)
def test_what_counts_as_this_machine(host: str, here: bool) -> None:
    assert is_loopback(host) is here
