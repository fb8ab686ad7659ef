"""What a page says about itself in JSON-LD (schema.org), read for articles."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from itertools import islice
from typing import Any

from lxml.html import HtmlElement

ARTICLES = frozenset({
    "article", "newsarticle", "analysisnewsarticle", "askpublicnewsarticle", "backgroundnewsarticle",
    "opinionnewsarticle", "reportagenewsarticle", "reviewnewsarticle", "liveblogposting", "blogposting", "report",
})  # fmt: skip
LISTS = frozenset({"collectionpage", "searchresultspage", "profilepage"})
LONGEST = 3_000_000
"""Characters of the longest script that is read: a live blog's can hold hundreds of entries, each an article."""
SCRIPTS = 50
NODES = 500
"""Scripts and nodes of a page that are looked at, the first ones."""
NAMES = 40
"""Names taken from one node."""

_TAG = re.compile(r"<[^<>]{0,500}>")

Node = dict[str, Any]


def nodes(tree: HtmlElement) -> list[Node]:
    """The top nodes of all scripts in order, `@graph` opened, authors and publishers that are references to other nodes
    followed. The scripts are emptied: nothing need read them again."""
    found: list[Node] = []
    for number, script in enumerate(tree.xpath("//script[contains(@type, 'ld+json')]")):
        if number < SCRIPTS and script.text and len(script.text) <= LONGEST:
            opened = (node for node in _opened(_content(script.text)) if isinstance(node, dict))
            found += islice(opened, NODES - len(found))
        script.text = None
    known = {node["@id"]: node for node in found if isinstance(node.get("@id"), str)}
    for node in found:
        for key in ("author", "creator", "publisher"):
            if key in node:
                node[key] = [_followed(value, known) for value in _listed(node[key])[:NAMES]]
    return found


def articles(found: list[Node], addresses: tuple[str, ...] = ()) -> list[Node]:
    """The nodes that are the article of a page with these addresses: the one that names an address as its own, else the
    first, and those with the same headline. Other articles that the page lists are left out."""
    own = {address.rstrip("/") for address in addresses}
    every = sorted((node for node in found if types(node) & ARTICLES), key=lambda node: not _addresses(node) & own)
    return [node for node in every if text_of(node, "headline") == text_of(every[0], "headline")]


def types(node: Node) -> set[str]:
    """The names of a node's types in lower case, without their namespace."""
    return {str(name).rsplit("/", 1)[-1].lower() for name in _listed(node.get("@type"))[:NAMES]}


def text_of(node: Node, key: str) -> str:
    """A node's value as text without tags and character references; empty where it is no text."""
    value = node.get(key)
    return _TAG.sub("", unescape(value)) if isinstance(value, str) else ""


def people(node: Node) -> Iterator[str]:
    """Names of the authors that are persons or of no stated type."""
    yield from (name for name, is_person in _makers(node) if is_person)


def bodies(node: Node) -> Iterator[str]:
    """Names of the authors that are organisations."""
    yield from (name for name, is_person in _makers(node) if not is_person)


def publisher(node: Node) -> str | None:
    """Name of the outlet."""
    for owner in _listed(node.get("publisher")):
        if isinstance(owner, dict) and isinstance(owner.get("name"), str):
            return unescape(owner["name"])
    return None


def is_free(node: Node) -> bool:
    """Whether a node does not say that only subscribers may read it all."""
    return str(node.get("isAccessibleForFree")).strip().lower() not in ("false", "no", "http://schema.org/false")


def _makers(node: Node) -> Iterator[tuple[str, bool]]:
    for author in _listed(node.get("author") or node.get("creator")):
        if isinstance(author, str):
            yield unescape(author), True
        elif isinstance(author, dict):
            kinds = types(author)
            for name in _listed(author.get("name"))[:NAMES]:
                if isinstance(name, str):
                    yield unescape(name), not kinds or "person" in kinds


def _followed(value: Any, known: dict[str, Node]) -> Any:
    """A value that only refers to another node of the page, as that node."""
    if isinstance(value, dict) and "name" not in value and isinstance(value.get("@id"), str):
        return known.get(value["@id"], value)
    return value


def _addresses(node: Node) -> set[str]:
    page = node.get("mainEntityOfPage")
    told = (node.get("url"), node.get("@id"), page.get("@id") if isinstance(page, dict) else page)
    return {address.split("#")[0].rstrip("/") for address in told if isinstance(address, str)}


def _content(text: str) -> Any:
    text = text.strip().removeprefix("<!--").removesuffix("-->").strip().removesuffix(";")
    text = text.removeprefix("//<![CDATA[").removeprefix("<![CDATA[").removesuffix("]]>").removesuffix("//")
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _opened(content: Any) -> Iterator[Any]:
    for node in _listed(content):
        if isinstance(node, dict) and "@graph" in node:
            yield from _listed(node["@graph"])
        elif isinstance(node, dict):
            yield node
            yield from (part for part in _listed(node.get("mainEntity")) if isinstance(part, dict))


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
