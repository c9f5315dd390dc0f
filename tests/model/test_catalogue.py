"""The catalogue of messages: complete in both languages, with the same placeholders."""

from __future__ import annotations

import string

import pytest

from model.catalogue import LANGUAGES, Catalogue, _messages, names


def test_every_message_has_both_languages_with_the_same_placeholders() -> None:
    assert names()
    for name, texts in _messages().items():
        if ".time." in name:
            continue  # a date is written with a month's number in one language and its name in the other
        fields = [{f for _, f, _, _ in string.Formatter().parse(texts[lang]) if f} for lang in LANGUAGES]
        assert fields[0] == fields[1], name


def test_an_unknown_name_is_an_error() -> None:
    with pytest.raises(KeyError):
        Catalogue("zh").say("no.such.message")


@pytest.mark.parametrize(
    ("error", "zh", "en"),
    [
        (FileNotFoundError(2, "No such file or directory"), "没有这个文件或文件夹", "no such file or folder"),
        (OSError(71, "Protocol error"), "Protocol error", "Protocol error"),
        (OSError("odd"), "OSError", "OSError"),
    ],
)
def test_what_the_system_refuses_is_said_in_the_language(error: OSError, zh: str, en: str) -> None:
    assert Catalogue("zh").say("config.unreadable", why=error) == f"读不了：{zh}"
    assert Catalogue("en").say("config.unreadable", why=error) == f"cannot be read: {en}"
