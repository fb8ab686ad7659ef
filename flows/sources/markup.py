"""XML from outside, parsed without entities, external access or unbounded depth."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from email.utils import parsedate_to_datetime

from lxml import etree

from flows.web import WebError, gunzip

MOST_TAGS = 2_000_000
"""A map of 50,000 pages, the most the protocol allows, has fewer; a tree of more would fill the memory."""


def parse(body: bytes) -> etree._Element:
    """The root of an XML document. WebError malformed where there is none, too_large where it has too many tags.

    What is built to overwhelm a reader is malformed: the reading stops there, and the rest would be lost. Small errors
    are repaired as feed readers do; entities are never expanded, nothing else is loaded.
    """
    if body.count(b"<") > MOST_TAGS:
        raise WebError("too_large", f"more than {MOST_TAGS} tags.")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True, remove_comments=True
    )
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError as error:
        raise WebError("malformed", f"not XML: {error}.") from error
    if root is None:
        raise WebError("malformed", "not XML.")
    if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log):
        raise WebError("malformed", "XML that expands or nests without bound.")
    return root


def unpacked(body: bytes, limit: int) -> bytes:
    """A document that may be a gzip file, unpacked. WebError too_large beyond `limit` bytes."""
    if not body.startswith(b"\x1f\x8b"):
        return body
    found = bytearray()
    for piece in gunzip([body]):
        found += piece
        if len(found) > limit:
            raise WebError("too_large", f"unpacks to more than {limit} bytes.")
    return bytes(found)


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
    """The day of an RFC 822 or ISO 8601 date, in its own zone; None for anything else."""
    if not value:
        return None
    for read in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            return read(value.strip()).date()
        except ValueError:
            continue
    return None
