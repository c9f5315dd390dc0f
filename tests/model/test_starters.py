"""The catalogue of starter sources: every block loads, says where its address was found, and is off."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from pydantic import TypeAdapter

from model.config import Source, load
from model.config.starters import Starter, starters

SOURCE: TypeAdapter[Source] = TypeAdapter(Source)
ALL = starters()


@pytest.mark.parametrize("starter", ALL.values(), ids=ALL)
def test_a_block_is_a_source_of_a_known_document(starter: Starter) -> None:
    url = f"https://rsshub.example.org{starter.source['url']}" if starter.route else starter.source["url"]
    SOURCE.validate_python({**starter.source, "name": "source", "url": url})
    document = urlsplit(starter.found_in)
    assert document.scheme == "https" and document.hostname and len(document.path) > 20
    assert starter.found_on <= date(2026, 11, 26)
    assert starter.title


def test_none_is_called_checked_and_none_is_on() -> None:
    assert not any(starter.checked_live for starter in ALL.values())
    assert load(Path(__file__).resolve().parents[2] / "config.yaml").sources == []
