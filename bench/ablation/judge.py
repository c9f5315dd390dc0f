"""The streams' own judge, score.py beside them, asked from within: it reads a stream once for all methods."""

from __future__ import annotations

import importlib.util
import json
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any


class Judge:
    """Judges alerts over the stream `folder`; `module` is what `judge_module` loaded."""

    def __init__(self, module: ModuleType, folder: Path) -> None:
        self._module = module
        self._stream = module.Stream(folder)

    def judged(self, alerts: Iterable[Mapping[str, object]]) -> dict[str, Any]:
        """The figures of score.py, through the file it reads, so that it refuses what it would refuse there."""
        with tempfile.TemporaryDirectory() as scratch:
            file = Path(scratch) / "alerts.jsonl"
            file.write_text("".join(json.dumps(alert) + "\n" for alert in alerts), encoding="utf-8")
            return self.of_file(file)

    def of_file(self, alerts: Path) -> dict[str, Any]:
        """The figures of score.py for a file of alerts."""
        return self._scored(self._module.read_alerts(self._stream, alerts))

    def ceiling(self) -> dict[str, Any]:
        """What knowing the truth and waiting for three threads would reach."""
        return self._scored(self._module.perfect(self._stream))

    def _scored(self, alerts: object) -> dict[str, Any]:
        found: dict[str, Any] = self._module.score(self._stream, alerts)
        return found


def judge_module(streams: Path) -> ModuleType:
    """score.py of the folder of streams; leaves no byte code there."""
    spec = importlib.util.spec_from_file_location("score", streams / "score.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(streams / "score.py")
    module = importlib.util.module_from_spec(spec)
    kept, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        spec.loader.exec_module(module)
    finally:
        sys.dont_write_bytecode = kept
    return module
