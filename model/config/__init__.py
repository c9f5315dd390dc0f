"""Every setting, parsed once into small models. `load` is the only way in."""

from model.config.channels import Channel
from model.config.load import load, load_topics
from model.config.places import Spot
from model.config.settings import Config
from model.config.sources import (
    DiscuzSource,
    FeedSource,
    ForumSource,
    JsonListSource,
    MyBBSource,
    PageSource,
    SitemapSource,
    Source,
    WordPressSource,
    wants_browser,
)
from model.config.topics import Topic

__all__ = [
    "Channel",
    "Config",
    "DiscuzSource",
    "FeedSource",
    "ForumSource",
    "JsonListSource",
    "MyBBSource",
    "PageSource",
    "SitemapSource",
    "Source",
    "Spot",
    "Topic",
    "WordPressSource",
    "load",
    "load_topics",
    "wants_browser",
]
