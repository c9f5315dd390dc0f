"""Through which disguise a watched word was recognised: what to tell people who wonder why a post was hit.

Pure; one hit at a time, and only for hits, so it costs nothing where nothing is found.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from itertools import product

from analysis.text.clean import clean, simplified

INVISIBLE, BETWEEN, LETTERS, TRADITIONAL, SIMILAR = "invisible", "between", "letters", "traditional", "similar"
DISGUISES = (INVISIBLE, BETWEEN, LETTERS, TRADITIONAL, SIMILAR)
MOST_FORMS = 256
"""A word of eight characters, each with two near-forms, has thousands of spellings; nobody needs them all."""


def disguises(shown: str, term: str) -> tuple[str, ...]:
    """What stands between `shown`, as the post wrote it, and `term`, as the topic says it; in a fixed order.

    invisible: characters nobody sees; between: spaces, marks or emoji between characters; letters: full-width,
    circled or other forms of the same letter; traditional; similar: a near-form that the topic lists.
    """
    wanted = [char for char in clean(term).text.lower() if char.isalnum()]
    found: set[str] = set()
    for char in shown:
        form = clean(char).text.lower()
        if not form:
            found.add(INVISIBLE)
        elif not any(piece.isalnum() for piece in form):
            found.add(BETWEEN)
        elif char.lower() != form:
            plain = unicodedata.normalize("NFKC", char)
            traditional = plain in simplified()
            found |= {TRADITIONAL} if traditional else {LETTERS}
            found |= {LETTERS} if plain != char else set()
    read = [char for char in clean(shown).text.lower() if char.isalnum()]
    if len(read) == len(wanted) and read != wanted:
        found.add(SIMILAR)
    if not any(char.isspace() or not char.isalnum() for char in term):
        return tuple(name for name in DISGUISES if name in found)
    return tuple(name for name in DISGUISES if name in found - {BETWEEN})


def forms(word: str, similar: Mapping[str, str]) -> tuple[str, ...]:
    """`word` and every way to write it with the near-forms in `similar` (character → those that stand for it)."""
    if not any(char in similar for char in word):
        return (word,)
    choices = [char + similar.get(char, "") for char in word]
    found = ["".join(chosen) for chosen, _ in zip(product(*choices), range(MOST_FORMS), strict=False)]
    return tuple(dict.fromkeys(found))
