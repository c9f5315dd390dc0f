"""SnowNLP itself, in a process of its own: ``python -m analysis.tone.snownlp_worker``.

JSON Lines in ``{"text": …}``, JSON Lines out ``{"sentiment": …}`` or ``{"error": …}``, one answer a line, until the
input ends. In a process of its own because importing SnowNLP takes seconds and 420 MB.
"""

from __future__ import annotations

import json
import sys

from snownlp import SnowNLP


def main() -> None:
    """Answer until the input ends."""
    for line in sys.stdin:
        print(json.dumps(answer(str(json.loads(line)["text"]))), flush=True)  # noqa: T201 — the protocol


def answer(text: str) -> dict[str, float | str]:
    """SnowNLP's figure for `text`; it raises on texts in which it finds no word."""
    try:
        return {"sentiment": float(SnowNLP(text).sentiments)}
    except Exception as error:  # noqa: BLE001 — the boundary of the worker: one text must not end the run
        return {"error": f"{type(error).__name__}: {error}"}


if __name__ == "__main__":
    main()
