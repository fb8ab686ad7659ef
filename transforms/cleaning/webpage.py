"""Reads an HTML page: its text without boilerplate, and its metadata.

Trafilatura extracts the text; headline, authors, outlet, address and date come from JSON-LD, meta elements, `<time>`,
the address and the byline, in this order. The page is parsed once.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from html import unescape
from itertools import islice
from urllib.parse import urlsplit

import courlan
from lxml.html import HtmlElement
from trafilatura import bare_extraction
from trafilatura.metadata import extract_author, extract_sitename
from trafilatura.settings import Document

from transforms.cleaning.admission import genres, rights, walls
from transforms.cleaning.draft import Announced, Draft, StatedDate, Unclean, canonical_url, line, prose
from transforms.cleaning.metadata import json_ld, meta, published
from transforms.cleaning.metadata.bylines import authors, is_credit, linked, marked, near
from transforms.cleaning.metadata.headline import headings, headline, parts
from transforms.cleaning.metadata.json_ld import Node
from transforms.cleaning.metadata.meta import Metas
from transforms.cleaning.text import furniture, layout, scripts
from transforms.cleaning.text.bounds import MANY, has_more, parsed
from transforms.identity.addresses import site
from transforms.identity.outlet import kind, outlet

PROSE = 25
"""Fewest words in sentences of a page with an article."""
BRIEF = 15
"""Fewest words in sentences of a page whose metadata says that it is an article."""
LINKED = 0.5
"""Share of lines that are links above which an undeclared page is a list."""
FULLER = 1.5
"""How many times longer JSON-LD's articleBody must be to replace the extracted text."""
SHARED = 0.9
"""Share of the extracted text's words that it must contain."""
ADDRESSES = 20
"""Maximum canonical addresses of a page that are tried."""
LINKS = 3_000
"""Maximum links inspected."""

REPEATED = 50
"""Fewest characters of a paragraph whose repetition is dropped."""
_REFERENCE = re.compile(r"&(?:amp|quot|nbsp|lt|gt|apos|[lr][sd]quo|[mn]dash|hellip|#\d{2,5}|#x[0-9a-fA-F]{2,4});")
"""A character reference in text that was escaped twice."""

HEADLINE = 4
"""Fewest words of a link that reads like a headline."""
TEASERS = 3
"""Fewest such links that make a list."""


def read(html: str, url: str, announced: Announced) -> Draft:
    """The article on a page. Raises Unclean if there is none.

    `announced` is what its source says about it.
    """
    tree = parsed(html)
    nodes, metas = json_ld.nodes(tree), meta.metas(tree)
    own = _own_address(tree, url)
    articles, pages = json_ld.articles(nodes, (own, url)), json_ld.pages(nodes, (own, url))
    sites = _sites(nodes, articles, metas, tree)
    its_outlet = outlet(sites, own)
    titles = [*headings(tree), *_page_titles(tree, metas)]
    heads = dict.fromkeys(head for title in titles for head in (title, *parts(title)[:1]))
    if not walls.wall(heads, "", own) and not walls.shown(tree, "retracted"):
        _refuse_other_genres(nodes, articles, metas, url)
    layout.prepare(tree)
    text = _text(tree, url, articles, titles, metas)
    _refuse_walls(tree, text, heads, articles, own)
    _refuse_other_genres(nodes, articles, metas, url)
    if _is_linked(tree, text, articles, metas):
        raise _links()
    count, fewest = prose(text), BRIEF if _says_article(articles, metas) else PROSE
    if count < fewest:
        raise Unclean("no_article", f"the page has {count} words of prose, and an article has at least {fewest}.")
    title = headline(meta.contents(metas, meta.TITLES), tree, articles, its_outlet, own, line(announced.title or ""))
    names = authors(_bylines(tree, articles, metas, announced), its_outlet)
    return Draft(
        text=_without_credits(_without_headline(walls.without(text), title, tree), names),
        dates=_dates(tree, articles, pages, metas, own, announced),
        url=own,
        title=title,
        authors=names,
        site=next(iter(sites), None),
        is_article=genres.is_article(articles, metas, own, names),
        machine_use=rights.in_metas(metas),
    )


def _dates(
    tree: HtmlElement, articles: Sequence[Node], pages: Sequence[Node], metas: Metas, url: str, announced: Announced
) -> Iterator[StatedDate]:
    """Dates of an HTML page in the order of `published.ORDER`; the costly text search comes last."""
    nodes = [node for node in (*articles, *pages) if not published.tells_change(node)]
    unsure = [node for node in (*articles, *pages) if published.tells_change(node)]
    yield from published.in_json_ld(nodes)
    yield from published.in_meta(metas)
    order = published.order_on(tree)
    if order:
        yield from published.in_json_ld(nodes, order)
        yield from published.in_meta(metas, order)
    near = published.stamps(tree, order)
    if unsure:
        yield from ((stamp.source, stamp.read) for stamp in near if stamp.kind != "changed")
        yield from published.in_json_ld(unsure)
    yield from (("time", stamp.read) for stamp in near if stamp.source == "time" and stamp.kind != "changed")
    yield from published.in_url(url)
    yield "feed", announced.day
    yield from (("text", stamp.read) for stamp in near if stamp.source == "text" and stamp.kind != "changed")
    yield from published.changed([*articles, *pages], metas, near, order)


def _bylines(
    tree: HtmlElement, articles: Sequence[Node], metas: Metas, announced: Announced
) -> Iterator[Iterable[str]]:
    """Possible author names, most reliable first; the costly text search comes last."""
    yield from (list(json_ld.people(node)) for node in articles)
    yield from (list(json_ld.bodies(node)) for node in articles[:1])
    yield from (metas.get(name, []) for name in meta.AUTHORS)
    yield meta.labelled(metas, kind("by"))
    yield marked(tree)
    yield linked(tree)
    yield near(tree)
    yield announced.authors
    yield [extract_author(tree) or ""]


def _sites(nodes: Sequence[Node], articles: Sequence[Node], metas: Metas, tree: HtmlElement) -> list[str]:
    """The outlet's names, most reliable first."""
    owners = (json_ld.publisher(node) for node in [*articles, *nodes])
    site_names = (name.lstrip("@") for name in meta.contents(metas, meta.SITES) if "/" not in name)
    names = [name for name in (*owners, *site_names) if name and not name.isspace()]
    return list(dict.fromkeys(map(line, names))) or list(filter(None, [extract_sitename(tree)]))


def _page_titles(tree: HtmlElement, metas: Metas) -> list[str]:
    return list(filter(None, [line((tree.findtext(".//title") or "")[: meta.LONGEST]), *metas.get("og:title", [])[:1]]))


def _text(tree: HtmlElement, url: str, articles: Sequence[Node], titles: list[str], metas: Metas) -> str:
    """The text by Trafilatura with the lead before it; replaced by JSON-LD's articleBody or live-blog entries if those
    are much longer and contain it, or by text found only in a script.
    """
    first = layout.lead(tree, next(iter(metas.get("og:description", ())), ""))
    teasers = layout.teasers(tree, url)
    found = bare_extraction(tree, url=url, include_comments=False, fast=has_more(tree, MANY))
    text = (found.text if isinstance(found, Document) else None) or ""
    text = "\n".join(
        text_line for text_line in text.split("\n") if " ".join(text_line.lstrip("-# |").split()) not in teasers
    )
    text = furniture.without(text) if prose(text) >= PROSE else scripts.body(tree, titles) or furniture.without(text)
    bodies = (body for node in articles[:1] for body in (json_ld.text_of(node, "articleBody"), json_ld.updates(node)))
    body = next(filter(None, bodies), "")
    words, fuller = text.split(), body.split()
    if len(fuller) > max(PROSE, FULLER * len(words)):
        common = (Counter(words) & Counter(fuller)).total()
        text = furniture.without(body) if common >= SHARED * len(words) or prose(text) < PROSE else text
    if first and prose(text) >= PROSE and first not in " ".join(text.split()):
        text = f"{first}\n{text}"
    return _once(unescape(text) if _REFERENCE.search(text) else text)


def _once(text: str) -> str:
    """Drop repeated paragraphs: some pages print them for narrow and wide screens."""
    seen: set[str] = set()
    kept = []
    for paragraph in text.split("\n"):
        if len(paragraph) < REPEATED or paragraph not in seen:
            kept.append(paragraph)
        seen.add(paragraph)
    return "\n".join(kept)


def _refuse_walls(tree: HtmlElement, text: str, titles: Iterable[str], articles: Sequence[Node], url: str) -> None:
    """Raise Unclean if the page is a wall rather than an article."""
    count = prose(text)
    sign = walls.wall(titles, text, url)
    if not sign and count < PROSE and not _leads_on(tree):
        sign = walls.shown(tree)
    if sign:
        raise Unclean(sign.reason, f"the page says “{sign.phrase}” and has {count} words of prose.")
    if count < walls.LEAD and not all(map(json_ld.is_free, articles)) and walls.is_cut(text, tree):
        raise Unclean("paywall", f"the page says that it is not free, and shows {count} words of prose.")


def _refuse_other_genres(nodes: Sequence[Node], articles: Sequence[Node], metas: Metas, url: str) -> None:
    """Raise Unclean if metadata or address tell that a page is no article.

    Asked before its text is extracted, unless its headings are those of a wall, which is told as one, or it may be a
    retraction, which withdraws an article.
    """
    if _is_list(nodes, articles, url):
        raise _links()
    if genres.is_other(nodes, articles, metas, url):
        raise Unclean("no_article", "the page says that it is a forum, a shop or a list and not an article.")


def _links() -> Unclean:
    return Unclean("no_article", "the page holds links and labels but no article.")


def _is_list(nodes: Sequence[Node], articles: Sequence[Node], url: str) -> bool:
    """Whether a page is a list of articles, by type, or an outlet's front page."""
    front = url.startswith("http") and urlsplit(url).path in ("", "/") and not urlsplit(url).query
    return front or (not articles and any(json_ld.types(node) & json_ld.LISTS for node in nodes))


def _says_article(articles: Sequence[Node], metas: Metas) -> bool:
    """Whether the metadata of a page says that it is an article, or when the article was published."""
    return bool(articles) or "article" in metas.get("og:type", []) or "article:published_time" in metas


def _is_linked(tree: HtmlElement, text: str, articles: Sequence[Node], metas: Metas) -> bool:
    """Whether the lines of an undeclared page are mostly links."""
    if articles or "article" in metas.get("og:type", []):
        return False
    links = {line(link.text_content()) for link in islice(tree.iter("a"), LINKS)}
    lines = [line(text_line).lstrip("-# ") for text_line in text.split("\n") if text_line.strip()]
    return sum(text_line in links for text_line in lines) > LINKED * len(lines)


def _leads_on(tree: HtmlElement) -> bool:
    """Whether a page has links that read like headlines, which makes it a list, whatever banner it shows."""
    long = (link for link in islice(tree.iter("a"), LINKS) if len(link.text_content().split()) >= HEADLINE)
    return next(islice(long, TEASERS - 1, None), None) is not None


def _own_address(tree: HtmlElement, url: str) -> str:
    """The page's rel=canonical or og:url if on the same site, else its address without tracking parameters.

    Other sites are not accepted: a page could replace their articles.
    """
    own = canonical_url(url)
    claimed = filter(None, map(_claimed_address, tree.iter("link", "meta")))
    on_disk = not own.startswith("http")
    for address in (canonical_url(value) for value in islice(claimed, ADDRESSES) if len(value) <= meta.LONGEST):
        if _is_page(address) and (on_disk or site(address) == site(own)):
            return address
    return own


def _claimed_address(element: HtmlElement) -> str | None:
    """The address of rel=canonical or og:url."""
    if element.tag == "link":
        return element.get("href") if element.get("rel") == "canonical" else None
    return element.get("content") if element.get("property") == "og:url" else None


def _is_page(address: str) -> bool:
    """Whether a text is the address of a page within a site."""
    return courlan.validate_url(address)[0] and urlsplit(address).path not in ("", "/")


def _without_headline(text: str, title: str | None, tree: HtmlElement) -> str:
    """The text without a first line that repeats the headline."""
    first, _, rest = text.partition("\n")
    heads = {head.casefold() for head in (*headings(tree), title or "")}
    return rest if rest and line(first).lstrip("# ").casefold() in heads else text


def _without_credits(text: str, names: Sequence[str]) -> str:
    """The text without a first line that is only a byline."""
    first, *rest = text.split("\n")
    return "\n".join(rest) if rest and is_credit(first, names) else text
