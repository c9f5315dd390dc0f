"""Writes data/weights/snownlp-shipped.json.gz: the counts of SnowNLP's shipped sentiment model, word by word.

SnowNLP's Bayes is a sum of per-word log odds, so the counts are the whole model: tests/analysis/tone/
test_bayes.py proves that they give the same figures. Importing SnowNLP takes seconds and 420 MB, which is why
the program reads this file instead. Run: python -m bench.export_snownlp
"""

from __future__ import annotations

import gzip
import json
from importlib.metadata import version
from pathlib import Path

from snownlp import sentiment

TARGET = Path(__file__).resolve().parents[1] / "data" / "weights" / "snownlp-shipped.json.gz"


def main() -> None:
    """Read the model, write the counts; the same model gives the same bytes."""
    model = sentiment.classifier.classifier
    positive, negative = model.d["pos"], model.d["neg"]
    words = sorted(set(positive.d) | set(negative.d))
    weights = {
        "name": "snownlp-shipped",
        "source": f"SnowNLP {version('snownlp')}, sentiment.marshal.3, MIT",
        "totals": [positive.total, negative.total],
        "all": model.total,
        "unseen": [positive.none, negative.none],
        "words": {word: [positive.get(word)[1], negative.get(word)[1]] for word in words},
    }
    text = json.dumps(weights, ensure_ascii=False, separators=(",", ":"))
    TARGET.write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))
    print(f"{TARGET.name}: {len(words)} words, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()
