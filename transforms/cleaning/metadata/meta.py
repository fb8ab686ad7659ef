"""Reads a page's meta elements."""

from __future__ import annotations

from html import unescape
from itertools import islice

from lxml.html import HtmlElement

from transforms.cleaning.draft import line

METAS = 300
"""Maximum meta elements inspected."""
LONGEST = 2_000
"""Maximum characters of a content; no headline, name or date is longer."""

TITLES = (
    "og:title", "twitter:title", "headline", "parsely-title", "sailthru.title", "dc.title", "dcterms.title",
    "citation_title", "title",
)  # fmt: skip
"""Names for the headline, most reliable first; likewise below."""
AUTHORS = (
    "author", "authors", "article:author", "og:article:author", "og:author", "parsely-author", "sailthru.author",
    "byl", "dc.creator", "dcterms.creator", "citation_author", "creator",
)  # fmt: skip
SITES = ("og:site_name", "application-name", "publisher", "dc.publisher", "twitter:app:name:iphone", "twitter:site")

Metas = dict[str, list[str]]


def metas(tree: HtmlElement) -> Metas:
    """Contents by lower-case name, property or itemprop, in page order."""
    found: Metas = {}
    for element in islice(tree.iter("meta"), METAS):
        content = element.get("content") or ""
        if not 0 < len(content) <= LONGEST:
            continue
        for name in {element.get(attribute, "").lower() for attribute in ("property", "name", "itemprop")}:
            if name:
                found.setdefault(name, []).append(line(unescape(content)))
    return found


def labelled(found: Metas, labels: frozenset[str]) -> list[str]:
    """Values of `twitter:data1` and the like whose `twitter:label1` is one of these labels."""
    numbers = [
        name[-1] for name, held in found.items() if name.startswith("twitter:label") and held[0].lower() in labels
    ]
    return [content for number in numbers for content in found.get(f"twitter:data{number}", ())]


def contents(found: Metas, names: tuple[str, ...]) -> list[str]:
    """Contents of the elements with these names, most reliable first."""
    return [content for name in names for content in found.get(name, ()) if content]
