"""XML written by strangers: nothing in it is expanded or fetched, and what is not well-formed is not guessed at."""

from __future__ import annotations

import re

from lxml import etree

_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
# A prefix that nobody declared (``<news:title>`` without xmlns:news) is careless, but its meaning is plain.
_CARELESS = frozenset((etree.ErrorTypes.NS_ERR_UNDEFINED_NAMESPACE,))


def declares_entities(text: str) -> bool:
    """True for a document that defines entities: five levels of them expand to 300,000 characters."""
    return "<!entity" in text.lower()


def without_declaration(text: str) -> str:
    """`text` without its ``<?xml …?>``: it is decoded already, and the charset named there must not be believed."""
    return _DECLARATION.sub("", text, count=1)


def tree_of(text: str) -> tuple[etree._Element | None, str]:
    """The root element of `text` and '', or None and what is wrong with it. Ask `declares_entities` first."""
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, recover=True, remove_pis=True,
        remove_comments=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(without_declaration(text).strip().encode("utf-8", "ignore"), parser)
    except etree.XMLSyntaxError as error:
        return None, str(error)[:100]
    faults = [error for error in parser.error_log if error.type not in _CARELESS]
    if faults:
        return None, f"{faults[0].message[:80]}, {faults[0].line}:{faults[0].column}"
    return (root, "") if root is not None else (None, "empty")


def name_of(node: etree._Element) -> str:
    """The name of an element without its namespace or prefix."""
    return str(node.tag).rpartition("}")[2].rpartition(":")[2]
