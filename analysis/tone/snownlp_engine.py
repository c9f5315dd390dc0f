"""The engine ``snownlp``: the library itself, behind a pipe."""

from __future__ import annotations

import json
import select
import subprocess
import sys
import weakref
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from analysis.text.clean import clean
from analysis.tone.judge import Tone
from analysis.tone.shop_reviews import judged
from model.errors import EngineError

_ROOT = Path(__file__).resolve().parents[2]
# SnowNLP's segmenter is quadratic in a run without punctuation (8,000 characters: 3 s).
_LONGEST = 1_000
_PATIENCE = 60.0


class SnowNLPEngine:
    """Starts the worker at the first text and keeps it. Raises `EngineError` when the worker dies or hangs."""

    def __init__(self, command: Sequence[str] = ("-m", "analysis.tone.snownlp_worker")) -> None:
        self.name = f"snownlp-{version('snownlp')}"
        self._command = [sys.executable, "-W", "ignore", *command]
        self._process: subprocess.Popen[bytes] | None = None

    def judge(self, texts: Sequence[str], words: Sequence[Sequence[str]]) -> list[Tone]:
        """As `Engine.judge`, by SnowNLP's own words; raises `EngineError`."""
        return [judged(self.name, self.rate(text), len(some)) for text, some in zip(texts, words, strict=True)]

    def rate(self, text: str) -> float:
        """SnowNLP's own figure for the first 1,000 characters of `text`; 0.5 where it finds no word."""
        reply = self._ask({"text": clean(text[:_LONGEST]).text})
        return float(reply.get("sentiment", 0.5))

    def close(self) -> None:
        """End the worker."""
        if self._process is not None:
            _end(self._process)
            self._process = None

    def _ask(self, question: dict[str, str]) -> dict[str, float]:
        process = self._started()
        if process.stdin is None or process.stdout is None:
            raise EngineError("SnowNLP: the worker process has no pipes")
        try:
            process.stdin.write(json.dumps(question).encode() + b"\n")
            process.stdin.flush()
        except BrokenPipeError:
            raise self._failed("ended") from None
        if not select.select([process.stdout], [], [], _PATIENCE)[0]:
            raise self._failed(f"gave no answer for {_PATIENCE:.0f} s")
        line = process.stdout.readline()
        if not line.endswith(b"\n"):
            raise self._failed("ended")
        reply: dict[str, float] = json.loads(line)
        return reply

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            self._process = subprocess.Popen(  # noqa: S603 — our own module, by our own interpreter
                self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=-1, cwd=_ROOT
            )
            weakref.finalize(self, _end, self._process)
        return self._process

    def _failed(self, how: str) -> EngineError:
        self.close()
        return EngineError(
            f"SnowNLP: the worker process {how}; no tone was written for this batch. "
            "Set analysis.sentiment to posts in config.yaml, or check the memory (SnowNLP needs 420 MB)."
        )


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.terminate()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None and not pipe.closed:
            try:
                pipe.close()
            except BrokenPipeError:
                continue  # an unsent line for a worker that is gone
