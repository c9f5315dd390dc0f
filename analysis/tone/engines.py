"""Which engine judges the tone, by its name in config.yaml."""

from __future__ import annotations

import logging
from pathlib import Path

from analysis.tone.judge import Engine
from analysis.tone.own import Own
from analysis.tone.posts import Posts
from analysis.tone.shop_reviews import Shipped
from analysis.tone.snownlp_engine import SnowNLPEngine
from model.errors import UsageError

_log = logging.getLogger(__name__)


def engine_of(name: str, own_weights: Path | None = None) -> Engine:
    """The engine `name`: posts, shipped (SnowNLP's own model, from a file), snownlp (the library), or own.

    Own weights that cannot be read are no reason to stop listening: `posts` judges instead, which a warning says
    and every score records. Raises `UsageError` for an unknown name.
    """
    if name == "own":
        return _own(own_weights)
    if name == "posts":
        return Posts()
    if name == "shipped":
        return Shipped()
    if name == "snownlp":
        return SnowNLPEngine()
    raise UsageError(f"analysis.sentiment: {name!r} is not known; write posts, shipped, snownlp or own")


def _own(path: Path | None) -> Engine:
    try:
        if path is None:
            raise ValueError("no file is named")
        return Own(path)
    except (OSError, ValueError) as error:
        _log.warning(
            "analysis.sentiment: own: %s; the tone is judged by posts. Run huisheng train, or write posts",
            error,
        )
        return Posts()
