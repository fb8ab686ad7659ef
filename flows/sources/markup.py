"""XML from outside, parsed without entities, external access or unbounded depth."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from html.entities import html5

from lxml import etree

from flows.http.client import Web, WebError, gunzip
from transforms.cleaning.moments import moment

MOST_TAGS = 2_000_000
"""A map of 50,000 pages, the most the protocol allows, has fewer; a tree of more would fill the memory."""

_ENTRY = re.compile(rb"<(?:[\w.-]+:)?(?:item|entry|url|sitemap)[\s>]")
_ROOT = re.compile(rb"<\?xml|<!DOCTYPE|<(?:[\w.-]+:)?(?:rss|rdf|feed|urlset|sitemapindex)[\s>]", re.IGNORECASE)
_JUNK = 20_000
"""Bytes before the root of a document among which what a broken program printed is passed over."""
_BARE = re.compile(
    rb"<!\[CDATA\[(?:[^\]]|\](?!\]>))*+(?:\]\]>)?|<!--(?:[^-]|-(?!->))*+(?:-->)?"
    rb"|&(?!#\d{1,7};|#[xX][0-9a-fA-F]{1,6};)(?:([a-zA-Z][a-zA-Z0-9]{1,30});)?"
)
"""CDATA and comments, to be passed over, and ampersands that begin no character reference of XML."""
_XML = frozenset({b"amp", b"lt", b"gt", b"quot", b"apos"})
_TAIL = 2000
"""Bytes at the end of a document among which its last tag is looked for."""


@dataclass(frozen=True, slots=True)
class Document:
    """A feed, map or list as it came; `loss` is why that is not the whole."""

    body: bytes
    loss: WebError | None = None


@dataclass(frozen=True, slots=True)
class Tree:
    """What could be read of an XML document; `loss` is why that is not the whole."""

    root: etree._Element
    loss: WebError | None = None


def asked(web: Web, url: str, source_id: str) -> Document:
    """A feed, map or list, unpacked; of one that is too large, or breaks off, what came. WebError where nothing did."""
    try:
        found = unpacked(web.announcement(url, source_id).body, web.limits.feed_bytes)
    except WebError as error:
        body = error.response.body if error.response and error.response.truncated == "length" else b""
        if not body:
            raise
        found = Document(unpacked(body, web.limits.feed_bytes).body, error)
    if found.loss and not found.body:
        raise found.loss
    return found


def parse(document: Document) -> Tree:
    """The tree of an XML document. WebError malformed where there is none, too_large where it has too many tags.

    What is built to overwhelm a reader is malformed: the reading stops there, and the rest would be lost. Small errors
    are repaired as feed readers do, and where entries are lost by them that is told; entities are never expanded,
    nothing else is loaded.
    """
    body = _tidied(document.body)
    if body.count(b"<") > MOST_TAGS:
        raise WebError("too_large", f"more than {MOST_TAGS} tags.")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True, remove_comments=True
    )
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError as error:
        raise document.loss or WebError("malformed", f"not XML: {error}.") from error
    if root is None:
        raise document.loss or WebError("malformed", "not XML.")
    if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log):
        raise WebError("malformed", "XML that expands or nests without bound.")
    broken = _loss(body, root, is_repaired=len(parser.error_log) > 0)
    return Tree(root, document.loss or broken)


def _tidied(body: bytes) -> bytes:
    """A document without what stands before its root, bare ampersands escaped, entities of HTML as characters.

    One that declares entities of its own is left as it is.
    """
    start = _ROOT.search(body[:_JUNK])
    if start and start.start() and body[: start.start()].strip(b"\xef\xbb\xbf\x00\xff\xfe \r\n\t"):
        body = body[start.start() :]
    return _BARE.sub(_reference, body) if b"&" in body and b"<!ENTITY" not in body else body


def _reference(found: re.Match[bytes]) -> bytes:
    if not found[0].startswith(b"&") or found[1] in _XML:
        return found[0]
    if found[1] is None:
        return b"&amp;"
    known = html5.get(f"{found[1].decode('ascii')};")
    return "".join(f"&#{ord(each)};" for each in known).encode("ascii") if known else found[0]


def _loss(body: bytes, root: etree._Element, is_repaired: bool) -> WebError | None:
    """What the repair of a document lost: entries at its end, since it breaks off, or within.

    Where it breaks off, the last entry goes: half of an address is another address.
    """
    last = etree.QName(root).localname.encode()
    breaks_off = is_repaired and b"/" + last not in _end(body) and b":" + last not in _end(body)
    found = [element for element in root.iter() if name(element) in ("item", "entry", "url", "sitemap")]
    if breaks_off:
        if found and (parent := found[-1].getparent()) is not None:
            parent.remove(found.pop())
        return WebError("malformed", f"it breaks off after {len(found)} entries.")
    if is_repaired and (lost := len(_ENTRY.findall(body)) - len(found)) > 0:
        return WebError("malformed", f"it is broken: {lost} of its {len(found) + lost} entries cannot be read.")
    return None


def _end(body: bytes) -> bytes:
    """The end of a document, also of one in two bytes a character."""
    return body[-_TAIL:].replace(b"\0", b"")


def unpacked(body: bytes, limit: int) -> Document:
    """A document that may be a gzip file, unpacked: as much of it as can be, and up to `limit` bytes."""
    if not body.startswith(b"\x1f\x8b"):
        return Document(body)
    found = bytearray()
    try:
        for piece in gunzip([body]):
            found += piece
            if len(found) > limit:
                return Document(bytes(found[:limit]), WebError("too_large", f"unpacks to more than {limit} bytes."))
    except WebError as error:
        return Document(bytes(found), error)
    return Document(bytes(found))


def name(element: etree._Element) -> str:
    """An element's name without its namespace, in lower case; empty for comments and instructions."""
    return etree.QName(element).localname.lower() if isinstance(element.tag, str) else ""


def children(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """Direct children with one of the names, in the order of the names."""
    for wanted in names:
        yield from (child for child in element if name(child) == wanted)


def text(element: etree._Element, *names: str) -> str | None:
    """The text of the first such child that has any."""
    found = ("".join(map(str, child.itertext())).strip() for child in children(element, *names))
    return next((value for value in found if value), None)


def day(value: str | None) -> date | None:
    """The day of a date in any form that outlets write, in its own zone; None for anything else."""
    read = moment(value) if value and len(value) <= 100 else None
    return read.date() if isinstance(read, datetime) else read
