"""A page of HTML: its text without the furniture around it, and what it says about itself.

Trafilatura finds text and metadata; headline, authors, outlet, address and date are mended from JSON-LD, the meta
elements, `<time>`, the address and the source's own entry, in this order. The page is parsed once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from html import unescape
from urllib.parse import urlsplit

import courlan
from lxml.html import HtmlElement
from trafilatura import bare_extraction
from trafilatura.metadata import examine_meta, extract_author, extract_sitename, extract_title
from trafilatura.settings import Document
from trafilatura.utils import load_html

from transforms.addresses import site
from transforms.cleaning import json_ld, published
from transforms.cleaning.draft import Draft, Told, Unclean, canonical_url, line
from transforms.cleaning.json_ld import Node

PROSE = 25
"""Words in sentences below which a page holds no article but links and labels."""

_TORN = re.compile(r"<[/!a-zA-Z][^<>]*\Z")
_SENTENCE = re.compile(r"[.!?…][\"'”’»)\]]*$")
_SUFFIX = re.compile(r"\s+[|–—·•»:-]\s+")
_QUOTES = str.maketrans("‘’“”", "''\"\"")
_BYLINE = re.compile(r"^\s*(?:written\s+|reported\s+)?by[:\s]+", re.IGNORECASE)
_NOT_A_NAME = re.compile(r"https?:|www\.|@|\d|[/_]|\.(?:com|org|net|co)\b", re.IGNORECASE)


def read(html: str, url: str, announced: date | None, latest: date) -> Draft:
    """The article on a page. Unclean where there is none.

    `announced` is the day its source gives, `latest` the last day it can be of.
    """
    tree = _tree(html)
    nodes = json_ld.nodes(tree)
    articles = json_ld.articles(nodes)
    found = bare_extraction(tree, url=url, include_comments=False)
    text = found.text if isinstance(found, Document) else None
    if not text or _prose(text) < PROSE or _is_list(nodes, articles, url):
        raise Unclean("no_article", "the page holds links and labels but no article.")
    meta = examine_meta(tree)
    site = next(filter(None, map(json_ld.publisher, articles)), None) or meta.sitename or extract_sitename(tree)
    title = _headline(meta.title, tree, articles, site)
    return Draft(
        text=_without_headline(text, title, tree),
        told=_told(tree, articles, url, announced, latest),
        url=_own_address(tree, url),
        title=title,
        authors=_authors(tree, articles, meta.author, site),
        site=site,
    )


def _told(tree: HtmlElement, articles: list[Node], url: str, announced: date | None, latest: date) -> Iterator[Told]:
    """The dates of a page of HTML, the surest first; the costly search of the text last."""
    yield from published.in_json_ld(articles)
    yield from published.in_meta(tree)
    yield from published.in_time(tree)
    yield from published.in_url(url)
    yield "feed", announced
    yield from published.in_text(tree, latest)


def _tree(html: str) -> HtmlElement:
    """The page parsed, once. Unclean where it is no HTML or ends in the middle of a tag."""
    if _TORN.search(html[-2000:].rstrip()):
        raise Unclean("malformed", "the page ends in the middle of a tag.")
    tree = load_html(html)
    if tree is None:
        raise Unclean("not_html", "the body is not a page of HTML.")
    return tree


def _prose(text: str) -> int:
    """Words in the lines that end as sentences do."""
    return sum(len(line.split()) for line in text.split("\n") if _SENTENCE.search(line.strip()))


def _is_list(nodes: list[Node], articles: list[Node], url: str) -> bool:
    """Whether a page says it is a list of articles, or is an outlet's front page."""
    front = url.startswith("http") and urlsplit(url).path in ("", "/") and not urlsplit(url).query
    return front or (not articles and any(json_ld.types(node) & json_ld.LISTS for node in nodes))


def _own_address(tree: HtmlElement, url: str) -> str:
    """The page's rel=canonical or og:url where it is a page of the same site, else its address without tracking.

    A page of another site is not believed: it could take the place of that site's article.
    """
    own = canonical_url(url)
    told = tree.xpath("//link[@rel='canonical']/@href | //meta[@property='og:url']/@content")
    on_disk = not own.startswith("http")
    for address in (canonical_url(str(value)) for value in told):
        if _is_page(address) and (on_disk or site(address) == site(own)):
            return address
    return own


def _is_page(address: str) -> bool:
    """Whether a text is the address of a page within a site."""
    return courlan.validate_url(address)[0] and urlsplit(address).path not in ("", "/")


def _headline(told: str | None, tree: HtmlElement, articles: list[Node], site: str | None) -> str | None:
    """The JSON-LD headline where the page's h1 or title says the same, else that of the meta elements or of the page,
    shortened to the headline it contains and without the outlet's name."""
    headline = next(
        (line(unescape(node["headline"])) for node in articles if isinstance(node.get("headline"), str)), ""
    )
    heads = [line(head.text_content()) for head in tree.iterfind(".//h1")]
    head = heads[0] if len(heads) == 1 else ""
    if headline and _plain(headline) in (_plain(head), *_parts(line(tree.findtext(".//title") or ""))):
        return headline
    title = line(told or headline or extract_title(tree) or "")
    for shorter in filter(None, (headline, head)):
        at = _plain(title).find(_plain(shorter))
        if at >= 0 and len(shorter) > len(title) / 3:
            return title[at : at + len(shorter)]
    return _without_site(title, site) or None


def _parts(title: str) -> Iterator[str]:
    """The title of a page for comparison, whole and without the names of section and outlet that follow it."""
    ends = [match.start() for match in _SUFFIX.finditer(title)]
    yield from (_plain(title[:end]) for end in (len(title), *ends))


def _plain(text: str) -> str:
    """Text for comparison, of the same length: outlets set quotation marks and case one way here, another there."""
    return text.translate(_QUOTES).lower() if len(text.lower()) == len(text) else text.translate(_QUOTES)


def _without_site(title: str, site: str | None) -> str:
    """A title without the outlet's name before or after it."""
    parts = list(_SUFFIX.finditer(title))
    name = (site or "").casefold()
    if name and parts and title[parts[-1].end() :].casefold() == name:
        return title[: parts[-1].start()]
    if name and parts and title[: parts[0].start()].casefold() == name:
        return title[parts[0].end() :]
    return title


def _without_headline(text: str, title: str | None, tree: HtmlElement) -> str:
    """The text without a first line that repeats the headline: it is no sentence of the story."""
    first, _, rest = text.partition("\n")
    heads = {line(head.text_content()).casefold() for head in tree.iterfind(".//h1")} | {(title or "").casefold()}
    return rest if rest and line(first).lstrip("# ").casefold() in heads else text


def _authors(tree: HtmlElement, articles: list[Node], told: str | None, site: str | None) -> list[str]:
    """Names of people: JSON-LD's, else the meta elements' or the byline's, without `By`, addresses and the outlet."""
    names = [name for node in articles[:1] for name in json_ld.people(node)]
    if not names:
        told = told if told and " " in told else extract_author(tree)
        names = (told or "").split(";")
    lines = (_BYLINE.sub("", line(name)) for name in names)
    outlet = line(site or "").casefold()
    own = (name for name in lines if name and not (outlet and outlet in name.casefold()))
    people = (name for name in own if not _NOT_A_NAME.search(name))
    # the slug of a name beside the name: Nadia Karam, Nadia-Karam
    return list({name.replace("-", " ").casefold(): name for name in reversed(list(people))}.values())[::-1]
