"""Parses untrusted XML without entities, external access or unbounded depth."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from html.entities import html5

from lxml import etree

from flows.http.client import Web, WebError
from flows.http.decompression import gunzip
from transforms.cleaning.metadata.timestamps import moment

MOST_TAGS = 2_000_000
"""Maximum tags of a document: a sitemap of 50,000 pages, the protocol's limit, has fewer, and a larger tree would fill
the memory.
"""

_ENTRY = re.compile(rb"<(?:[\w.-]+:)?(?:item|entry|url|sitemap)[\s>]")
_ROOT = re.compile(rb"<\?xml|<!DOCTYPE|<(?:[\w.-]+:)?(?:rss|rdf|feed|urlset|sitemapindex)[\s>]", re.IGNORECASE)
_JUNK = 20_000
"""Leading bytes in which output of a broken program before the root element is skipped."""
_BARE = re.compile(
    rb"<!\[CDATA\[(?:[^\]]|\](?!\]>))*+(?:\]\]>)?|<!--(?:[^-]|-(?!->))*+(?:-->)?"
    rb"|&(?!#\d{1,7};|#[xX][0-9a-fA-F]{1,6};)(?:([a-zA-Z][a-zA-Z0-9]{1,30});)?"
)
"""Matches CDATA and comments, to be skipped, and ampersands that begin no valid XML reference."""
_XML = frozenset({b"amp", b"lt", b"gt", b"quot", b"apos"})
_TAIL = 2000
"""Trailing bytes searched for the closing root tag."""


@dataclass(frozen=True, slots=True)
class Document:
    """A fetched feed, sitemap or list; `loss` is why it is incomplete."""

    body: bytes
    loss: WebError | None = None


@dataclass(frozen=True, slots=True)
class Tree:
    """A parsed XML document; `loss` is why it is incomplete."""

    root: etree._Element
    loss: WebError | None = None


def fetch_document(web: Web, url: str, source_id: str) -> Document:
    """Fetch a feed, sitemap or list and decompress it; a partial one if it is too large or broke off. WebError if
    nothing came.
    """
    try:
        document = unpack(web.announcement(url, source_id).body, web.limits.feed_bytes)
    except WebError as error:
        body = error.response.body if error.response and error.response.truncated == "length" else b""
        if not body:
            raise
        document = Document(unpack(body, web.limits.feed_bytes).body, error)
    if document.loss and not document.body:
        raise document.loss
    return document


def parse(document: Document) -> Tree:
    """Parse an XML document. WebError `malformed` if there is no root, `too_large` for too many tags.

    Small errors are repaired, as feed readers do, and lost entries are reported in `loss`. Documents that exceed the
    parser's limits are malformed, since the rest would be lost. Entities are never expanded and nothing external is
    loaded.
    """
    body = _tidy(document.body)
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


def _tidy(body: bytes) -> bytes:
    """Drop bytes before the root, escape bare ampersands, turn HTML entities into characters.

    A document that declares its own entities is left unchanged.
    """
    start = _ROOT.search(body[:_JUNK])
    if start and start.start() and body[: start.start()].strip(b"\xef\xbb\xbf\x00\xff\xfe \r\n\t"):
        body = body[start.start() :]
    return _BARE.sub(_escape_reference, body) if b"&" in body and b"<!ENTITY" not in body else body


def _escape_reference(match: re.Match[bytes]) -> bytes:
    if not match[0].startswith(b"&") or match[1] in _XML:
        return match[0]
    if match[1] is None:
        return b"&amp;"
    characters = html5.get(f"{match[1].decode('ascii')};")
    return "".join(f"&#{ord(each)};" for each in characters).encode("ascii") if characters else match[0]


def _loss(body: bytes, root: etree._Element, is_repaired: bool) -> WebError | None:
    """The error that reports entries lost by repair, at the end of a truncated document or inside.

    In a truncated document the last entry is dropped: half an address is a different address.
    """
    last = etree.QName(root).localname.encode()
    breaks_off = is_repaired and b"/" + last not in _end(body) and b":" + last not in _end(body)
    entries = [element for element in root.iter() if name(element) in ("item", "entry", "url", "sitemap")]
    if breaks_off:
        if entries and (parent := entries[-1].getparent()) is not None:
            parent.remove(entries.pop())
        return WebError("malformed", f"it breaks off after {len(entries)} entries.")
    if is_repaired and (lost := len(_ENTRY.findall(body)) - len(entries)) > 0:
        return WebError("malformed", f"it is broken: {lost} of its {len(entries) + lost} entries cannot be read.")
    return None


def _end(body: bytes) -> bytes:
    """The last bytes of a document, NULs removed so that UTF-16 matches too."""
    return body[-_TAIL:].replace(b"\0", b"")


def unpack(body: bytes, limit: int) -> Document:
    """Decompress a document that may be gzip, as far as possible and up to `limit` bytes."""
    if not body.startswith(b"\x1f\x8b"):
        return Document(body)
    content = bytearray()
    try:
        for piece in gunzip([body]):
            content += piece
            if len(content) > limit:
                return Document(bytes(content[:limit]), WebError("too_large", f"unpacks to more than {limit} bytes."))
    except WebError as error:
        return Document(bytes(content), error)
    return Document(bytes(content))


def name(element: etree._Element) -> str:
    """An element's local name in lower case; empty for comments and processing instructions."""
    return etree.QName(element).localname.lower() if isinstance(element.tag, str) else ""


def children(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """Direct children with one of the names, ordered by `names`."""
    for wanted in names:
        yield from (child for child in element if name(child) == wanted)


def text(element: etree._Element, *names: str) -> str | None:
    """The text of the first non-empty child with one of the names."""
    values = ("".join(map(str, child.itertext())).strip() for child in children(element, *names))
    return next((value for value in values if value), None)


def day(value: str | None) -> date | None:
    """Parse a date in any form that outlets use, in its own time zone; None if it is not a date."""
    parsed = moment(value) if value and len(value) <= 100 else None
    return parsed.date() if isinstance(parsed, datetime) else parsed
