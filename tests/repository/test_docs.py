"""Pages that are made from something else are current: dependencies, locks, settings. See also docs/."""

from __future__ import annotations

import importlib.util
import re
import tomllib
from importlib.metadata import requires
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def names(requirements: list[str]) -> set[str]:
    return {re.split(r"[<>=\[;]", line)[0].strip().lower() for line in requirements}


def test_every_dependency_has_its_line() -> None:
    text = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    listed = {row.lower() for row in re.findall(r"^\| ([\w.\-]+) \|", text, re.MULTILINE)} - {"package"}
    extras = [line for lines in PROJECT["project"]["optional-dependencies"].values() for line in lines]
    needed = [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["dev"], *extras]
    assert listed == names(needed)


def test_locks_carry_hashes_and_no_host() -> None:
    for path in ROOT.glob("requirements*.lock"):
        text = path.read_text(encoding="utf-8")
        assert "://" not in text and "--index-url" not in text
        assert text.count("--hash=sha256:") >= len(re.findall(r"^[a-z0-9]", text, re.MULTILINE))


def test_the_lock_of_the_browser_interface_holds_what_the_extra_asks_for() -> None:
    """And what that needs besides: nothing else is installed with it (`--no-deps`)."""
    locked = names(
        re.findall(r"^[a-z0-9].*", (ROOT / "requirements-javascript.lock").read_text(encoding="utf-8"), re.M)
    )
    asked = names(PROJECT["project"]["optional-dependencies"]["javascript"])
    needs = names([line for name in asked for line in requires(name) or () if "extra ==" not in line])
    everywhere = names(re.findall(r"^[a-z0-9].*", (ROOT / "requirements.lock").read_text(encoding="utf-8"), re.M))
    assert asked <= locked and needs <= locked | everywhere and locked <= asked | needs


def test_the_generated_pages_and_the_schema_are_current() -> None:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec is not None and spec.loader is not None
    generate = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(generate)
    assert len(generate.files()) == 3
    for path, text in generate.files().items():
        assert path.read_text(encoding="utf-8") == text, f"{path.name}: run `make docs`"
