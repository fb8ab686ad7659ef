"""Reads RSS, Atom and JSON feeds."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from itertools import islice
from typing import Any
from urllib.parse import urljoin

from lxml import etree

from flows.http.client import Web, WebError
from flows.sources.base import MOST, Candidate, Discovered, SourceError, each, left_out_reject, missed_reject
from flows.sources.days import Days
from flows.sources.markup import Tree, children, day, fetch_document, name, parse, text
from transforms.identity.addresses import original

MOST_AUTHORS = 40
_MARKUP = re.compile(r"</?(?:a|b|br|em|font|i|mark|small|span|strong|sub|sup|u)\b[^<>]{0,200}>", re.IGNORECASE)
"""Inline tags in a headline."""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: RSS 0.9x, 1.0 or 2.0, Atom, or JSON Feed."""

    source_id: str
    url: str

    def discover(self, web: Web, days: Days | None = None) -> Iterator[Discovered]:
        """The entries in feed order."""
        try:
            document = fetch_document(web, self.url, self.source_id)
            if (items := in_json(document.body)) is not None:
                yield from _json_entries(items, self.source_id, self.url)
                return
            tree = parse(document)
            if not is_feed(tree.root):
                raise tree.loss or WebError("malformed", f"{self.url} is no RSS, Atom or JSON feed.")
        except WebError as error:
            yield missed_reject(self.url, self.source_id, error.reason, str(error))
            return
        yield from entries(tree, self.source_id, self.url)


def is_feed(root: etree._Element) -> bool:
    return name(root) in ("rss", "rdf", "feed")


def entries(tree: Tree, source_id: str, base: str) -> Iterator[Discovered]:
    """The entries that have an address, with title, day and authors. Stops after MOST; Rejects report the number left
    out and a truncated feed.
    """
    elements = (element for element in tree.root.iter() if name(element) in ("item", "entry"))
    yield from each(islice(elements, MOST), lambda entry: _candidate(entry, source_id, base), base, source_id)
    if left := sum(1 for _ in elements):
        yield left_out_reject(base, source_id, f"{left} more entries of {base}", MOST)
    if tree.loss:
        yield missed_reject(base, source_id, tree.loss.reason, f"{base}: {tree.loss}")


def _candidate(entry: etree._Element, source_id: str, base: str) -> Candidate | None:
    url = _address(entry, base)
    if url is None:
        raise SourceError(f"an entry of {base} has no link to a page: {text(entry, 'title') or 'without a title'}.")
    announced = day(text(entry, "pubdate", "published", "date", "issued", "updated"))
    return Candidate(url, source_id, _title(entry), announced, tuple(_authors(entry)))


def _title(entry: etree._Element) -> str | None:
    """The headline without the markup and character references that Atom and RSS may contain."""
    title = text(entry, "title")
    return unescape(_MARKUP.sub("", unescape(title))).strip() if title else None


def _address(entry: etree._Element, base: str) -> str | None:
    """The first valid link of an entry, resolved against `xml:base`."""
    links = ((link, urljoin(base, element.base or "")) for element, link in _links(entry) if link and link.strip())
    return next(filter(None, (original(link, base_url) for link, base_url in links)), None)


def in_json(body: bytes) -> list[Any] | None:
    """The items of a JSON Feed; None for any other document."""
    if not body.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{"):
        return None
    try:
        content = json.loads(body.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None
    items = content.get("items")
    return items if "jsonfeed.org/version" in str(content.get("version")) and isinstance(items, list) else None


def _json_entries(items: list[Any], source_id: str, base: str) -> Iterator[Discovered]:
    """The items of a JSON Feed 1.0 or 1.1, at most MOST."""
    yield from each(items[:MOST], lambda item: _json_candidate(item, source_id, base), base, source_id)
    if left := len(items[MOST:]):
        yield left_out_reject(base, source_id, f"{left} more entries of {base}", MOST)


def _json_candidate(item: dict[str, Any], source_id: str, base: str) -> Candidate:
    places = (item.get("url"), item.get("external_url"), item.get("id"))
    links = [(link, base if number < 2 else "") for number, link in enumerate(places) if isinstance(link, str) and link]
    url = next(filter(None, (original(link, base_url) for link, base_url in links)), None)
    if url is None:
        raise SourceError(f"an entry of {base} has no link to a page: {item.get('title') or 'without a title'}.")
    authors = [*(item.get("authors") or []), item.get("author")][:MOST_AUTHORS]
    names = tuple(each["name"] for each in authors if isinstance(each, dict) and isinstance(each.get("name"), str))
    title = item.get("title")
    return Candidate(url, source_id, title if isinstance(title, str) else None, day(item.get("date_published")), names)


def _authors(entry: etree._Element) -> Iterator[str]:
    """Authors of an entry: `dc:creator`, Atom's `author/name`, RSS's `a@b.example (Name)`."""
    for author in islice(children(entry, "creator", "author"), MOST_AUTHORS):
        if name := text(author, "name") or "".join(map(str, author.itertext())).strip():
            yield name


def _links(entry: etree._Element) -> Iterator[tuple[etree._Element, str | None]]:
    """Possible page links of an entry, most reliable first: `origlink` behind a feed service's link, RSS link text,
    Atom link rel=alternate, a guid that is an address, Atom content with `src`, an id that is an address.
    """
    for link in children(entry, "origlink", "link"):
        if link.get("href") and link.get("rel", "alternate") == "alternate":
            yield link, link.get("href")
        elif not link.get("href"):
            yield link, link.text
    for guid in children(entry, "guid"):
        is_address = (guid.text or "").strip().lower().startswith(("http://", "https://"))
        yield guid, guid.text if is_address or guid.get("isPermaLink") != "false" else None
    yield from ((content, content.get("src")) for content in children(entry, "content"))
    yield from ((each, each.text) for each in children(entry, "id") if (each.text or "").strip().startswith("http"))
