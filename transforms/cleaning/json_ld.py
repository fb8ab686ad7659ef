"""What a page says about itself in JSON-LD (schema.org), read for articles."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import unescape
from typing import Any

from lxml.html import HtmlElement

ARTICLES = frozenset({
    "article", "newsarticle", "analysisnewsarticle", "askpublicnewsarticle", "backgroundnewsarticle",
    "opinionnewsarticle", "reportagenewsarticle", "reviewnewsarticle", "liveblogposting", "blogposting", "report",
})  # fmt: skip
LISTS = frozenset({"collectionpage", "searchresultspage", "profilepage"})
LONGEST = 200_000
"""Characters of the longest script handed on as it is: a live blog's can hold hundreds of entries, each an article."""
ENTRIES = ("liveBlogUpdate", "comment", "itemListElement", "hasPart", "review")
"""Lists in an article's node that are not about the article."""

Node = dict[str, Any]


def nodes(tree: HtmlElement) -> list[Node]:
    """The top nodes of all scripts in order, `@graph` opened. Scripts that hold many entries are shortened in place."""
    found: list[Node] = []
    for script in tree.xpath("//script[@type='application/ld+json']"):
        content = _content(script.text or "")
        if content is None:
            continue
        opened = [node for node in _opened(content) if isinstance(node, dict)]
        found += opened
        if len(script.text) > LONGEST or any(entries in node for node in opened for entries in ENTRIES):
            script.text = json.dumps([{k: v for k, v in node.items() if k not in ENTRIES} for node in opened])[:LONGEST]
    return found


def articles(found: list[Node]) -> list[Node]:
    """The nodes that are an article."""
    return [node for node in found if types(node) & ARTICLES]


def types(node: Node) -> set[str]:
    """The names of a node's types in lower case, without their namespace."""
    return {str(name).rsplit("/", 1)[-1].lower() for name in _listed(node.get("@type"))}


def people(node: Node) -> Iterator[str]:
    """Names of the authors that are persons or of no stated type."""
    for author in _listed(node.get("author")):
        if isinstance(author, str):
            yield unescape(author)
        elif isinstance(author, dict) and types(author) <= {"person"}:
            yield from (unescape(name) for name in _listed(author.get("name")) if isinstance(name, str))


def publisher(node: Node) -> str | None:
    """Name of the outlet."""
    for owner in _listed(node.get("publisher")):
        if isinstance(owner, dict) and isinstance(owner.get("name"), str):
            return unescape(owner["name"])
    return None


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
