"""Who is nobody in the configured town, and where posts of a story name somebody."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set

from analysis.signs.people import People, spans
from analysis.signs.places import Places
from model.config import Config, Topic
from model.records import Post

_ENDINGS = ("村", "镇", "乡", "社区", "街道")
Spans = Sequence[tuple[int, int]]


def people_of(config: Config, topics: Mapping[str, Topic] | None = None) -> People:
    """Tells people from the town's places and from the words of `topics` (those of `config` unless given)."""
    watched = (config.topics if topics is None else topics).values()
    return People([*place_words(config), *(word for topic in watched for word in topic.words)])


def place_words(config: Config) -> list[str]:
    """The town's places as they are written, also without the ending that people leave out: 胡库 for 胡库村."""
    written = Places(config.association.town, config.places).words
    return [
        *written,
        *(name.removesuffix(ending) for name in written for ending in _ENDINGS if _ends(name, ending)),
    ]


def _ends(name: str, ending: str) -> bool:
    return name.endswith(ending) and len(name) - len(ending) > 1


def where_named(
    named: Callable[[Sequence[str]], Set[str]], posts: Sequence[Post]
) -> dict[int, tuple[Spans, Spans]]:
    """By post id, where its title and its body name somebody; `posts` are about one thing (`named`: of People)."""
    people = named([f"{post.title}\n{post.body}" for post in posts])
    return {post.id or 0: (spans(post.title, people), spans(post.body, people)) for post in posts}
