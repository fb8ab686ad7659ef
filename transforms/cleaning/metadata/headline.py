"""Chooses a page's headline: from JSON-LD if the page shows it, else from meta elements or headings, shortened to the
headline it contains and without outlet and section.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from lxml.html import HtmlElement
from trafilatura.metadata import extract_title

from transforms.cleaning.draft import line
from transforms.cleaning.metadata import json_ld
from transforms.cleaning.metadata.json_ld import Node
from transforms.identity.outlet import Outlet, words

HEADS = 10
"""Maximum h1 elements inspected."""
MOST_HEADS = 3
"""Maximum h1 elements tried as the headline within a longer title."""
ALIKE = 0.6
"""Share of common words from which two headlines count as versions of one."""
LONGEST = 500
"""Maximum characters of a headline."""

_BREAK = re.compile(r"\s+[|–—·•»«:⁄-]\s+|\s*[|»«]\s*|\s+::\s+")
_BYLINE = re.compile(r"by\s+\S+(?:\s+\S+){1,4}", re.IGNORECASE)
_QUOTES = str.maketrans("‘’“”", "''\"\"")
_SECTION_WORDS = 3


def headline(
    titles: Sequence[str], tree: HtmlElement, articles: Sequence[Node], outlet: Outlet, url: str, announced: str = ""
) -> str | None:
    """The headline of a page; `titles` are its meta titles, most reliable first, `announced` is the source's."""
    given = next(filter(None, (line(json_ld.text_of(node, "headline")) for node in articles)), "")
    given = "" if outlet.is_called(given) else given
    heads = [head for head in headings(tree) if not outlet.is_called(head)]
    head = heads[0] if len(heads) == 1 else ""
    page_title = line((tree.findtext(".//title") or "")[:LONGEST])
    title = next((text for text in titles if not outlet.is_called(text)), "")
    if given and (exact := next((shown for shown in heads if plain(shown) == plain(given)), "")):
        return _without_site(exact, outlet, url)
    shown_alike = any(_are_alike(given, shown) for shown in (head, *_beginnings(page_title)))
    if given and shown_alike and not _is_for_engines(given, title, page_title, head):
        return _without_site(_whole(given, page_title), outlet, url)
    shown = next((text for text in heads if plain(text) in _beginnings(page_title)), "")
    if title and len(words(head)) > _SECTION_WORDS and not _are_alike(head, title):
        title = head
    title = title or shown or given
    title = title or line(extract_title(tree) or "") or announced
    for shorter in filter(None, (given, *heads[:MOST_HEADS], announced)):
        if contained := _contained(shorter, title):
            return contained
    return _without_site(title[:LONGEST], outlet, url) or None


def _is_for_engines(given: str, title: str, page_title: str, head: str) -> bool:
    """Whether JSON-LD, meta elements and title repeat one search-engine text while the visible headline differs."""
    is_one = plain(given) == plain(title) == plain(page_title)
    return is_one and len(words(head)) > _SECTION_WORDS and not _are_alike(given, head)


def _whole(given: str, page_title: str) -> str:
    """A truncated headline, completed from the page title."""
    missing = page_title[len(given) :]
    is_cut = plain(page_title).startswith(plain(given)) and missing and not _BREAK.match(missing)
    return page_title if is_cut else given


def _are_alike(left: str, right: str) -> bool:
    """Whether two headlines share most of their words."""
    first, second = set(words(left)), set(words(right))
    return len(first & second) >= ALIKE * len(first | second) > 0


def headings(tree: HtmlElement) -> list[str]:
    """Texts of the non-empty h1 elements."""
    texts = ("".join(islice(head.itertext(), LONGEST))[:LONGEST] for head in islice(tree.iterfind(".//h1"), HEADS))
    return [text for text in map(line, texts) if text]


def plain(text: str) -> str:
    """Text for comparison, of the same length, with uniform quotation marks and case."""
    return text.translate(_QUOTES).lower() if len(text.lower()) == len(text) else text.translate(_QUOTES)


def parts(title: str) -> list[str]:
    """The parts of a title between separators: headline, section, outlet."""
    return [part for part in _BREAK.split(title) if part]


def _beginnings(title: str) -> Iterator[str]:
    """A title for comparison, whole and cut at each separator."""
    ends = [match.start() for match in _BREAK.finditer(title)]
    yield from (plain(title[:end]) for end in (len(title), *ends))


def _contained(shorter: str, title: str) -> str:
    """The headline inside a longer title, as spelled there; empty if it is truncated or a small part."""
    start = plain(title).find(plain(shorter))
    if start < 0 or len(shorter) <= len(title) / 3:
        return ""
    rest = title[start + len(shorter) :]
    return title[start : start + len(shorter)] if not rest or _BREAK.match(rest) else ""


def _without_site(title: str, outlet: Outlet, url: str) -> str:
    """A title without the outlet's name at either end, and without author and section beside it."""
    breaks = list(_BREAK.finditer(title))
    named = False
    while breaks and (outlet.is_called(end := title[breaks[-1].end() :]) or _is_byline(end, breaks[-1].group())):
        named = named or outlet.is_called(end)
        title = title[: breaks.pop().start()]
    while named and breaks and _is_section(title[breaks[-1].end() :], breaks[-1].group(), url):
        title = title[: breaks.pop().start()]
    if breaks and outlet.is_called(title[: breaks[0].start()]):
        title = title[breaks[0].end() :]
    return title.strip()


def _is_byline(text: str, mark: str) -> bool:
    return "|" in mark and bool(_BYLINE.fullmatch(text))


def _is_section(text: str, mark: str, url: str) -> bool:
    """Whether the part of a title after a bar is the section in the address: `World news` in /world/."""
    section_words = words(text)
    return "|" in mark and 0 < len(section_words) <= _SECTION_WORDS and section_words[0] in words(url)
