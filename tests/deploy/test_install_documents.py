"""The two documents on installing name only files, units and settings that exist, and say the same commands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from deploy.install import NEED_MB, plan
from model.config import load

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [ROOT / "docs" / "install.md", ROOT / "docs" / "安装.md"]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: p.name)
def test_units_and_samples_exist(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    units = set(re.findall(r"\bhuisheng-(?:run|serve|cycle|digest|weekly)[a-z]*(?:\.service|\.timer)?", text))
    assert units >= {"huisheng-run", "huisheng-serve", "huisheng-cycle.timer", "huisheng-digest.timer"}
    for unit in units:
        name = unit if "." in unit else f"{unit}.service"
        assert (ROOT / "deploy" / "systemd" / name).is_file(), unit
    samples = set(re.findall(r"current/deploy/([a-z]+)", text))
    assert samples == {"systemd", "crontab", "logrotate"}
    assert [name for name in samples if not (ROOT / "deploy" / name).exists()] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: p.name)
def test_paths_ports_and_zone_are_those_of_the_program(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    config = load(ROOT / "config.yaml", {})
    assert f"{config.console.port}:127.0.0.1:{config.console.port}" in text
    assert f"/var/lib/huisheng/{config.database}" in text
    assert f"set-timezone {config.timezone}" in text
    whole = plan([], root=True, home=Path("/root"))
    assert f"`{whole.prefix}`" in text and f"`{whole.data}`" in text and f"`{whole.account}`" in text
    assert NEED_MB <= 3000, "the documents ask for 3 GB"


def test_both_say_the_same_commands() -> None:
    blocks = []
    for path in DOCUMENTS:
        text = path.read_text(encoding="utf-8")
        blocks.append(
            set(re.findall(r"sudo (?:cp|ln|systemctl [a-z-]+|crontab|make|tar [cx]zf|loginctl) ?[^\n`]*", text))
        )
    same = {line.split("#")[0].strip() for line in blocks[0]} & {line.split("#")[0].strip() for line in blocks[1]}
    assert len(same) >= 12
