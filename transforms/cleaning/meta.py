"""What a page says about itself in its meta elements."""

from __future__ import annotations

from html import unescape
from itertools import islice

from lxml.html import HtmlElement

from transforms.cleaning.draft import line

METAS = 300
"""Meta elements looked at, the first of a page."""
LONGEST = 2_000
"""Characters of the longest content that is read: no headline, name or date is longer."""

TITLES = (
    "og:title", "twitter:title", "headline", "parsely-title", "sailthru.title", "dc.title", "dcterms.title",
    "citation_title", "title",
)  # fmt: skip
"""Names of the elements that hold the headline, the surest first; those below likewise."""
AUTHORS = (
    "author", "authors", "article:author", "og:article:author", "og:author", "parsely-author", "sailthru.author",
    "byl", "dc.creator", "dcterms.creator", "citation_author", "creator",
)  # fmt: skip
SITES = ("og:site_name", "application-name", "publisher", "dc.publisher", "twitter:app:name:iphone", "twitter:site")

Metas = dict[str, list[str]]


def metas(tree: HtmlElement) -> Metas:
    """The contents of the meta elements by name, property and itemprop in lower case, in the order of the page."""
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
    """What a page tells of itself for cards, as `twitter:data1`, under one of these labels, as `twitter:label1`."""
    numbers = [
        name[-1] for name, held in found.items() if name.startswith("twitter:label") and held[0].lower() in labels
    ]
    return [content for number in numbers for content in found.get(f"twitter:data{number}", ())]


def told(found: Metas, names: tuple[str, ...]) -> list[str]:
    """What the elements of these names hold, the surest first."""
    return [content for name in names for content in found.get(name, ()) if content]
