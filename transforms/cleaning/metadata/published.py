"""Determines a page's publication date from all places that state one, most reliable first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any, cast

from lxml import etree
from lxml.html import HtmlElement

from transforms.cleaning.draft import StatedDate, Unclean
from transforms.cleaning.metadata.meta import Metas
from transforms.cleaning.metadata.timestamps import CHANGED, ISSUED, Order, as_date, day_in, moment, order_in
from transforms.tables.schema import FETCHED

EARLIEST = date(1990, 1, 1)
"""Earliest plausible date of a news page."""

ORDER = ("given", "header", "json-ld", "meta", "time", "url", "feed", "text", "changed")
"""Origins of dates, most reliable first: the caller's line, the header of plain text, JSON-LD, meta elements, `<time>`,
the address, the source's entry, a date line in the text; as last resort the last change. The fetch date is not among
them.
"""

META = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "publication_date",
    "parsely-pub-date", "sailthru.date", "pubdate", "publishdate", "publish-date", "dc.date.issued", "dcterms.created",
    "dc.date", "date",
)  # fmt: skip
"""Meta names, properties and itemprops of the publication time, most reliable first."""

_PUBLISHED = re.compile(r"publish\w*[-_.:]?(?:date|time|on|at)\b|date[-_.:]?(?:of[-_.:]?)?publi")
"""Pattern of outlets' own meta names for it."""
_URL_DAY = re.compile(r"/((?:19|20)\d{2})[/-]?(\d{2}|[a-z]{3})[/-]?(\d{2})(?=[/_-]|\b)")
CHANGES = ("article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "last-modified", "revised")
"""Meta names of the time of the last change."""

_ELSEWHERE = frozenset({
    "nav", "footer", "blockquote", "script", "style", "template", "noscript", "figure", "iframe",
})  # fmt: skip
_OTHERS = _ELSEWHERE | {"aside", "li"}
"""Elements of other stories, foreign posts or the site; below, the same by class name."""
_FOREIGN = re.compile("related|comment|card|teaser|tweet|twitter|quoted")
_DATED = "contains(@class, 'date') or contains(@class, 'publish') or contains(@class, 'posted') or contains(@class, 'byline')"  # noqa: E501
_STAMP = 120
"""Maximum characters of a date line; longer lines are sentences."""
_SENTENCE = 90
"""Characters from which a line is prose, so that a label before it no longer applies."""
_BEFORE, _AFTER = 30, 60
"""Elements before and after the headline that are searched for the date line."""
_PIECES = 4_000
"""Maximum text pieces searched for the order of day and month."""
_TIMES = 100
"""Maximum `<time>` elements inspected."""
_ZONES = (timedelta(hours=-12), timedelta(hours=14))
"""Range of the world's offsets from UTC."""


@dataclass(frozen=True, slots=True)
class Published:
    """The day in the outlet's zone, the moment and offset if hour and zone are known, and the origin."""

    day: date
    at: datetime | None
    source: str
    offset: str | None = None


def choose(dates: Iterable[StatedDate], latest: date, fetched: date | None = None) -> Published:
    """The first plausible date. Unclean if there is none, or only dates before 1990 or after `latest`.

    Without any date, an article gets the day `fetched`. A moment in UTC is moved to the outlet's local day if the page
    shows it.
    """
    refused = None
    dates = iter(dates)
    for source, value in dates:
        read = moment(value)
        if read is None:
            continue
        day = read.date() if isinstance(read, datetime) else read
        if EARLIEST <= day <= latest:
            if isinstance(read, datetime) and read.utcoffset() == timedelta(0):
                return _local(Published(day, _instant(read), source, _offset(read)), dates)
            return Published(day, _instant(read), source, _offset(read))
        refused = refused or f"{source} says {day}, which is before {EARLIEST} or after {latest}."
    if refused:
        raise Unclean("bad_date", refused)
    if fetched:
        return Published(fetched, None, FETCHED)
    raise Unclean(
        "no_date",
        "nothing on the page or in its source says when it was published; a text file may begin with date 2024-12-05.",
    )


def _local(found: Published, dates: Iterable[StatedDate]) -> Published:
    """A moment in UTC, with the zone in which the page repeats it, or on the day in the address or date line if that is
    the local day somewhere then.
    """
    instant = found.at
    if instant is None:
        return found
    possible = {(instant + ahead).date() for ahead in _ZONES}
    days: list[date] = []
    for source, value in dates:
        read = moment(value) if source in ("meta", "time", "url", "text") else None
        if isinstance(read, datetime):
            if read.tzinfo and read.utcoffset() and abs(read - instant) < timedelta(minutes=1):
                return Published(read.date(), instant, found.source, _offset(read))
        elif read and source in ("time", "url", "text"):
            days.append(read)
    if days and found.day not in days and days[0] in possible:
        return Published(days[0], instant, found.source)
    return found


def _instant(read: date) -> datetime | None:
    """The moment in UTC if hour and zone are given, else None."""
    return read.astimezone(UTC) if isinstance(read, datetime) and read.tzinfo is not None else None


def _offset(read: date) -> str | None:
    """The offset from UTC as written, such as +03:00, else None."""
    return read.isoformat(timespec="minutes")[16:] if isinstance(read, datetime) and read.tzinfo is not None else None


def in_json_ld(nodes: Iterable[dict[str, Any]], order: Order | None = None) -> Iterator[StatedDate]:
    """Publication dates of JSON-LD nodes, then creation dates."""
    for node in nodes:
        for key in ("datePublished", "dateCreated"):
            yield "json-ld", moment(node.get(key), order)


def tells_change(node: dict[str, Any]) -> bool:
    """Whether a node's publication day is not before its change day, both without hour: some systems write the change
    date into both.
    """
    issued, changed = moment(node.get("datePublished")), moment(node.get("dateModified"))
    if issued is None or changed is None or isinstance(issued, datetime) or isinstance(changed, datetime):
        return False
    return changed <= issued


def in_meta(found: Metas, order: Order | None = None) -> Iterator[StatedDate]:
    named = [name for name in found if _PUBLISHED.search(name) and name not in META]
    yield from (("meta", moment(found[name][0], order)) for name in (*META, *named) if found.get(name))


def in_url(url: str) -> Iterator[StatedDate]:
    """The day in a web address; not in a file path, which may hold the day it was saved."""
    match = _URL_DAY.search(url.lower()) if url.startswith(("http://", "https://")) else None
    if match:
        yield "url", as_date(match[1], match[2], match[3])


def order_on(tree: HtmlElement) -> Order | None:
    """The order of day and month on a page, decided by its unambiguous dates with slashes."""
    return order_in(
        str(piece)
        for piece in islice(tree.itertext(), _PIECES)
        if 8 <= len(piece) <= _STAMP and not {"/", "-"}.isdisjoint(piece)
    )


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date line: its date, kind (issued, changed or unlabelled) and origin."""

    read: date
    kind: str
    source: str


def stamps(tree: HtmlElement, order: Order | None = None) -> list[Stamp]:
    """The date lines of a page, most reliable first: marked as publication, near the headline, then elements with date
    class names if they agree. Other stories, comments, quoted posts and sentences are excluded.
    """
    marked = [stamp for element in _found(_MARKED, tree)[:_TIMES] for stamp in _stamps([element], order)]
    near = [stamp for part in _near(tree) for stamp in _stamps(part, order)]
    found = [stamp for stamp in marked if stamp.kind != "changed"] + sorted(
        near, key=lambda stamp: stamp.kind != "issued"
    )
    if any(stamp.kind != "changed" for stamp in found):
        return found
    named = _here(_found(_NAMED, tree)[:_TIMES])
    far = [stamp for element in named for stamp in _stamps([element], order, _label(element))]
    unchanged = [stamp for stamp in far if stamp.kind != "changed"]
    issued = [stamp for stamp in unchanged if stamp.kind == "issued"]
    found += issued[:1] or (unchanged[:1] if len({_day(stamp.read) for stamp in unchanged}) == 1 else [])
    return found + [stamp for stamp in (*marked, *far, *_labelled_changes(tree, order)) if stamp.kind == "changed"]


def _here(elements: Iterable[HtmlElement], foreign: frozenset[str] = _ELSEWHERE) -> list[HtmlElement]:
    """The elements that are part of the story: not inside `foreign` elements or elements with foreign class names."""
    known: dict[HtmlElement, bool] = {}

    def is_here(element: HtmlElement) -> bool:
        if element not in known:
            parent = element.getparent()
            known[element] = not _is_foreign(element, foreign) and (parent is None or is_here(parent))
        return known[element]

    return [candidate for candidate in elements if is_here(candidate)]


def _is_foreign(element: HtmlElement, foreign: frozenset[str]) -> bool:
    names = element.get("class")
    is_named = bool(names and _FOREIGN.search(names)) or "comment" in (element.get("id") or "")
    return element.tag in foreign or is_named


def _label(element: HtmlElement) -> str:
    """The text directly before an element, in its line or in the element before its parent."""
    previous, parent = element.getprevious(), element.getparent()
    before = (previous.tail if previous is not None else parent.text if parent is not None else "") or ""
    if not before.strip() and previous is None and parent is not None and (above := parent.getprevious()) is not None:
        before = above.text if isinstance(above.tag, str) and above.text else ""
    return before.strip()[-_STAMP:]


def _labelled_changes(tree: HtmlElement, order: Order | None) -> Iterator[Stamp]:
    """Lines that begin with a label of a change."""
    for element in _here(filter(_says_changed, islice(tree.iterfind(".//body//*"), _PIECES))):
        yield from _stamps([element], order)


def _says_changed(element: HtmlElement) -> bool:
    return isinstance(element.tag, str) and bool(element.text) and bool(CHANGED.match(element.text.strip()[:_STAMP]))


_MARKED = etree.XPath(
    "body/descendant::*[@itemprop='datePublished' or @property='datePublished' or @property='schema:datePublished'"
    " or (self::time and @pubdate)]"
)
_NAMED = etree.XPath(
    f"body/descendant::time | body/descendant::*[@class and ({_DATED})] | body/descendant::*[@class and ({_DATED})]/*"
)
_FOLLOWING = etree.XPath(f"following::*[position() <= {_AFTER}]")
_PRECEDING = etree.XPath(f"preceding::*[ancestor::body][position() <= {_BEFORE}]")


def _found(path: etree.XPath, element: HtmlElement) -> list[HtmlElement]:
    """The elements that an XPath selects from an element."""
    return cast(list[HtmlElement], path(element))


def _near(tree: HtmlElement) -> Iterator[list[HtmlElement]]:
    """The elements after the headline, then those before it, nearest first, foreign ones excluded."""
    for headline in islice(tree.iterfind(".//h1"), 1):
        yield _here(_found(_FOLLOWING, headline), _OTHERS)
        yield _here(_found(_PRECEDING, headline))


def _stamps(elements: Iterable[HtmlElement], order: Order | None, label: str = "") -> Iterator[Stamp]:
    """The dates in elements, each with the label before it; `label` applies to the first."""
    for element in elements:
        name = f"{element.get('class') or ''} {element.get('itemprop') or ''}"
        exact = element.get("datetime") or element.get("content")
        texts = [element.text or "", *(child.tail or "" for child in element)]
        for piece in map(str.strip, [exact] if exact and moment(exact, order) else texts):
            if not piece:
                continue
            read = moment(piece, order) if exact == piece else _line(piece, order)
            context = f"{name} {label} {piece if exact != piece else element.text or ''}"
            if read:
                kind = "changed" if CHANGED.search(context) else "issued" if ISSUED.search(context) else ""
                issued = "issued" if ISSUED.search(piece) and exact != piece else kind
                yield Stamp(read, issued, "time" if exact == piece else "text")
                label = ""
            elif len(piece) > _SENTENCE:
                label = ""
            else:
                label = piece if CHANGED.search(piece) or ISSUED.search(piece) else ""


def _line(piece: str, order: Order | None) -> date | None:
    """The day in a date line; None for a sentence."""
    if len(piece) > _STAMP or not any(character.isdigit() for character in piece):
        return None
    read = (
        moment(piece, order) or day_in(piece, order)
        if not CHANGED.search(piece) or ISSUED.search(piece)
        else day_in(piece, order)
    )
    words = piece.split()
    is_sentence = len(words) > 5 and piece.endswith((".", "!", "?")) and not ISSUED.search(piece)
    return None if is_sentence else _day(read) if read else None


def _day(read: date) -> date:
    return read.date() if isinstance(read, datetime) else read


def changed(
    nodes: Iterable[dict[str, Any]], found: Metas, near: Iterable[Stamp], order: Order | None
) -> Iterator[StatedDate]:
    """The date of the last change, the fallback for a missing publication date."""
    values = [*(node.get("dateModified") for node in nodes), *(found[name][0] for name in CHANGES if found.get(name))]
    yield from (("changed", moment(value, order)) for value in values)
    yield from (("changed", stamp.read) for stamp in near if stamp.kind == "changed")
