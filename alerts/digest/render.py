"""The digest as HTML, Markdown and plain text. Pure: the same digest gives the same bytes."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from alerts.digest.chart import HEIGHT, draw
from alerts.digest.outline import MOST_LINKS, Markdown, Plain, outline
from alerts.digest.plot import together
from alerts.digest.screen import message
from alerts.digest.words import Words
from model.catalogue import Catalogue
from model.config import Config
from model.records import Digest

_TAGS = {"zh": "zh-Hans", "en": "en"}
_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def render_html(
    digest: Digest, catalogue: Catalogue, config: Config, *, picture: str = "", public: bool = False
) -> str:
    """One self-contained page for phones and mail clients: no script, nothing loaded from anywhere.

    `picture`: the name under which a mail carries the chart of all hours; a page has none. `public`: for
    `publish_dir`, where anybody may read it.
    """
    words = Words(digest, catalogue, config, public=public)
    charts = {alert.id: draw(digest.hourly.get(alert.id, ()), words, digest.until) for alert in words.first}
    return _TEMPLATES.get_template("digest.html").render(
        words=words, digest=digest, charts=charts, config=config, language=_TAGS[catalogue.language],
        most_links=MOST_LINKS, chart_height=HEIGHT, picture=picture,
        hours=draw(together(digest.hourly), words, digest.until) if picture else None,
    )  # fmt: skip


def page(template: str, catalogue: Catalogue, config: Config, **values: object) -> str:
    """A page of `publish_dir` that is no digest, in the same looks."""
    return _TEMPLATES.get_template(template).render(
        say=catalogue.say, config=config, language=_TAGS[catalogue.language], **values
    )


def render_markdown(digest: Digest, catalogue: Catalogue, config: Config) -> str:
    """CommonMark, with everything that came from posts escaped."""
    return outline(Words(digest, catalogue, config), Markdown())


def render_text(digest: Digest, catalogue: Catalogue, config: Config) -> str:
    """Plain lines; three of them when there is nothing new."""
    return outline(Words(digest, catalogue, config), Plain())


def render_message(digest: Digest, catalogue: Catalogue, config: Config) -> str:
    """The first screen as plain lines; the subject above them already names the day and sums it up."""
    return message(Words(digest, catalogue, config))
