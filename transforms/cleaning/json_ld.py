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
PAGES = frozenset({"webpage", "itempage", "medicalwebpage", "aboutpage", "faqpage"})
"""Types of nodes that tell when a page, not an article on it, was published."""
LISTS = frozenset({"collectionpage", "searchresultspage", "profilepage"})
LONGEST = 3_000_000
"""Characters of the longest script that is read: a live blog's can hold hundreds of entries, each an article."""
SCRIPTS = 50
NODES = 500
"""Scripts and nodes of a page that are looked at, the first ones."""
NAMES = 40
"""Names taken from one node."""

_TAG = re.compile(r"<[^<>]{0,500}>")
_BLOCK = re.compile(r"<(?:/(?:p|div|li|ul|ol|h[1-6]|blockquote|section|tr)|br\s*/?)\s*>(?=[^\n])", re.IGNORECASE)
"""The end of an element that stands on lines of its own."""
_OPENING = re.compile(r"\A(?:\s|/\*|\*/|//|<!--|<!\[CDATA\[|;)++", re.IGNORECASE)
_CLOSING = re.compile(r"(?:\s|/\*|\*/|//|-->|\]\]>|;)++\Z")
"""What hides JSON from old browsers: comments of JavaScript and HTML around CDATA."""
_END = 100
"""Characters at the end of a script among which such a comment is looked for."""
_STRING = re.compile(r'"((?:[^"\\]|\\.|"(?!\s{0,50}(?:[}\]:]|,\s{0,50}["{\[\dtfn-]|\Z)))*+)(?:"|\Z)', re.DOTALL)
"""A text of JSON, of which a quotation mark within that nobody escaped is a part."""
_COMMA = re.compile(r",(?=\s{0,50}[}\]])")
_DEEPEST = 10
"""Lists within lists that are opened."""

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


def pages(found: list[Node], addresses: tuple[str, ...]) -> list[Node]:
    """The nodes that are the page with one of these addresses itself: one that names it, or that names none."""
    own = {address.rstrip("/") for address in addresses}
    every = [node for node in found if types(node) & PAGES]
    return [node for node in every if not (named := _addresses(node)) or named & own]


def types(node: Node) -> set[str]:
    """The names of a node's types in lower case, without their namespace."""
    return {str(name).rsplit("/", 1)[-1].lower() for name in _listed(node.get("@type"))[:NAMES]}


def text_of(node: Node, key: str) -> str:
    """A node's value as text without tags and character references, with a break where a block ends; empty where it is
    no text."""
    value = node.get(key)
    value = value.get("@value") if isinstance(value, dict) else value
    # unescaped twice, as outlets escape what their software escapes once more
    return _TAG.sub("", _BLOCK.sub("\n", unescape(unescape(value)))) if isinstance(value, str) else ""


def updates(node: Node) -> str:
    """The entries of a live blog one after the other, each with its headline."""
    entries = [entry for entry in _listed(node.get("liveBlogUpdate"))[:NODES] if isinstance(entry, dict)]
    told = (text_of(entry, key) for entry in entries for key in ("headline", "articleBody"))
    return "\n\n".join(filter(None, told))


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
        kinds = types(author) if isinstance(author, dict) else set()
        yield from ((unescape(name), not kinds or "person" in kinds) for name in _names(author))


def _names(author: Any, depth: int = 0) -> Iterator[str]:
    """The names in one of the shapes that an author has: a text, a node with a name or its parts, one in another."""
    if isinstance(author, str):
        yield author
    elif isinstance(author, dict) and depth < _DEEPEST:
        whole = author.get("name") or author.get("@value")
        parts = [part for key in ("givenName", "familyName") if isinstance(part := author.get(key), str)]
        for name in _listed(whole)[:NAMES] if whole else [" ".join(parts)] if parts else []:
            yield from _names(name, depth + 1)


def _followed(value: Any, known: dict[str, Node]) -> Any:
    """A value that only refers to another node of the page, as that node."""
    if isinstance(value, dict) and "name" not in value and isinstance(value.get("@id"), str):
        return known.get(value["@id"], value)
    return value


def _addresses(node: Node) -> set[str]:
    page = node.get("mainEntityOfPage")
    told = (node.get("url"), node.get("@id"), page.get("@id") if isinstance(page, dict) else page)
    return {address.split("#")[0].rstrip("/") for address in told if isinstance(address, str) and ":" in address}


def _content(text: str) -> Any:
    """What a script holds: JSON, or what was meant to be it. Empty where nothing can be read."""
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
    """The objects that stand in a text one after the other."""
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
    """A value as a list, lists within it and JSON-LD's `@list` and `@set` opened."""
    if value is None:
        return []
    if isinstance(value, dict) and (inner := value.get("@list", value.get("@set"))) is not None:
        value = inner
    if not isinstance(value, list):
        return [value]
    if depth >= _DEEPEST or not any(isinstance(each, list | dict) for each in value):
        return value
    return [each for part in value for each in (_listed(part, depth + 1) if part is not None else [])]
