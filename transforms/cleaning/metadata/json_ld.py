"""Reads a page's JSON-LD (schema.org) for articles."""

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
PAGES = frozenset({"webpage", "itempage", "medicalwebpage", "aboutpage", "faqpage"})
"""Types of nodes whose date is the page's, not an article's."""
LISTS = frozenset({"collectionpage", "searchresultspage", "profilepage"})
LONGEST = 3_000_000
"""Maximum characters of a script: a live blog's may hold hundreds of entries."""
SCRIPTS = 50
NODES = 500
"""Maximum scripts and nodes of a page that are read."""
NAMES = 40
"""Maximum names taken from one node."""

_TAG = re.compile(r"<[^<>]{0,500}>")
_BLOCK = re.compile(r"<(?:/(?:p|div|li|ul|ol|h[1-6]|blockquote|section|tr)|br\s*/?)\s*>(?=[^\n])", re.IGNORECASE)
"""End of a block element."""
_OPENING = re.compile(r"\A(?:\s|/\*|\*/|//|<!--|<!\[CDATA\[|;)++", re.IGNORECASE)
_CLOSING = re.compile(r"(?:\s|/\*|\*/|//|-->|\]\]>|;)++\Z")
"""Wrappers that hide JSON from old browsers: JavaScript and HTML comments around CDATA."""
_END = 100
"""Trailing characters of a script in which such a wrapper is searched."""
_STRING = re.compile(r'"((?:[^"\\]|\\.|"(?!\s{0,50}(?:[}\]:]|,\s{0,50}["{\[\dtfn-]|\Z)))*+)(?:"|\Z)', re.DOTALL)
"""A JSON string that may contain unescaped quotation marks."""
_COMMA = re.compile(r",(?=\s{0,50}[}\]])")
_DEEPEST = 10
"""Maximum levels of nested lists."""

Node = dict[str, Any]


def nodes(tree: HtmlElement) -> list[Node]:
    """The top-level nodes of all scripts in order, `@graph` expanded, references of authors and publishers resolved.
    The scripts are emptied, so that nothing reads them again.
    """
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
    """The nodes of the page's own article: the one with one of these addresses, else the first, and those with the same
    headline. Other listed articles are excluded.
    """
    own = {address.rstrip("/") for address in addresses}
    listed = sorted((node for node in found if types(node) & ARTICLES), key=lambda node: not _addresses(node) & own)
    return [node for node in listed if text_of(node, "headline") == text_of(listed[0], "headline")]


def pages(found: list[Node], addresses: tuple[str, ...]) -> list[Node]:
    """The page nodes with one of these addresses, or without any."""
    own = {address.rstrip("/") for address in addresses}
    listed = [node for node in found if types(node) & PAGES]
    return [node for node in listed if not (named := _addresses(node)) or named & own]


def types(node: Node) -> set[str]:
    """A node's types in lower case, without namespace."""
    return {str(name).rsplit("/", 1)[-1].lower() for name in _listed(node.get("@type"))[:NAMES]}


def text_of(node: Node, key: str) -> str:
    """A text value without tags and character references, with line feeds after block elements; empty if it is not
    text.
    """
    value = node.get(key)
    value = value.get("@value") if isinstance(value, dict) else value
    # unescaped twice, since some outlets escape twice
    return _TAG.sub("", _BLOCK.sub("\n", unescape(unescape(value)))) if isinstance(value, str) else ""


def updates(node: Node) -> str:
    """The entries of a live blog in order, each with its headline."""
    entries = [entry for entry in _listed(node.get("liveBlogUpdate"))[:NODES] if isinstance(entry, dict)]
    texts = (text_of(entry, key) for entry in entries for key in ("headline", "articleBody"))
    return "\n\n".join(filter(None, texts))


def people(node: Node) -> Iterator[str]:
    """Author names that are persons or of unknown type."""
    yield from (name for name, is_person in _makers(node) if is_person)


def bodies(node: Node) -> Iterator[str]:
    """Author names that are organisations."""
    yield from (name for name, is_person in _makers(node) if not is_person)


def publisher(node: Node) -> str | None:
    """The outlet's name."""
    for owner in _listed(node.get("publisher")):
        if isinstance(owner, dict) and isinstance(owner.get("name"), str):
            return unescape(owner["name"])
    return None


def is_free(node: Node) -> bool:
    """Whether a node does not declare itself for subscribers only."""
    return str(node.get("isAccessibleForFree")).strip().lower() not in ("false", "no", "http://schema.org/false")


def _makers(node: Node) -> Iterator[tuple[str, bool]]:
    for author in _listed(node.get("author") or node.get("creator")):
        kinds = types(author) if isinstance(author, dict) else set()
        yield from ((unescape(name), not kinds or "person" in kinds) for name in _names(author))


def _names(author: Any, depth: int = 0) -> Iterator[str]:
    """Names in any form of an author value: a string, a node with name or name parts, nested nodes."""
    if isinstance(author, str):
        yield author
    elif isinstance(author, dict) and depth < _DEEPEST:
        whole = author.get("name") or author.get("@value")
        parts = [part for key in ("givenName", "familyName") if isinstance(part := author.get(key), str)]
        for name in _listed(whole)[:NAMES] if whole else [" ".join(parts)] if parts else []:
            yield from _names(name, depth + 1)


def _followed(value: Any, known: dict[str, Node]) -> Any:
    """Resolve a value that is only a reference to another node."""
    if isinstance(value, dict) and "name" not in value and isinstance(value.get("@id"), str):
        return known.get(value["@id"], value)
    return value


def _addresses(node: Node) -> set[str]:
    page = node.get("mainEntityOfPage")
    values = (node.get("url"), node.get("@id"), page.get("@id") if isinstance(page, dict) else page)
    return {address.split("#")[0].rstrip("/") for address in values if isinstance(address, str) and ":" in address}


def _content(text: str) -> Any:
    """The JSON content of a script, with repairs of common errors; empty if unreadable."""
    text = _OPENING.sub("", text)
    text = text[:-_END] + _CLOSING.sub("", text[-_END:])
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        pass
    text = unescape(text) if text.lstrip("[{ \n\t").startswith("&quot;") else text
    found = _objects(text) or _objects(_COMMA.sub("", text))
    return found or _objects(_STRING.sub(_escaped, _COMMA.sub("", text)))


def _objects(text: str) -> list[Any]:
    """The consecutive JSON values in a text."""
    decoder, start = json.JSONDecoder(strict=False), 0
    found: list[Any] = []
    while start < len(text) and len(found) < NODES:
        try:
            value, end = decoder.raw_decode(text, start)
        except (ValueError, RecursionError):
            break
        found.append(value)
        start = end + len(text[end : end + 50]) - len(text[end : end + 50].lstrip(" \r\n\t,;"))
    return found


def _escaped(found: re.Match[str]) -> str:
    return '"' + re.sub(r'(?<!\\)"', r"\"", found[1]) + '"'


def _opened(content: Any) -> Iterator[Any]:
    for node in _listed(content):
        if isinstance(node, dict) and "@graph" in node:
            yield from _listed(node["@graph"])
        elif isinstance(node, dict):
            yield node
            yield from (part for part in _listed(node.get("mainEntity")) if isinstance(part, dict))


def _listed(value: Any, depth: int = 0) -> list[Any]:
    """A value as a flat list, nested lists and JSON-LD's `@list` and `@set` expanded."""
    if value is None:
        return []
    if isinstance(value, dict) and (inner := value.get("@list", value.get("@set"))) is not None:
        value = inner
    if not isinstance(value, list):
        return [value]
    if depth >= _DEEPEST or not any(isinstance(item, list | dict) for item in value):
        return value
    return [item for part in value for item in (_listed(part, depth + 1) if part is not None else [])]
