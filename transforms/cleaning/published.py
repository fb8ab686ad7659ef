"""When a page says it was published: every place that tells, the surest first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from itertools import islice
from typing import Any

from htmldate import find_date
from lxml.html import HtmlElement

from transforms.cleaning.draft import Told, Unclean
from transforms.cleaning.meta import Metas

EARLIEST = date(1990, 1, 1)
"""No news page is older than the web."""

ORDER = ("given", "header", "json-ld", "meta", "time", "url", "feed", "text")
"""What tells a date, the surest first: the caller's own line, the header of plain text, JSON-LD, the meta elements,
`<time>`, the page's address, the source's entry, a date line in the text. The day of the fetch is none of them."""

META = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "publication_date",
    "parsely-pub-date", "sailthru.date", "pubdate", "publishdate", "publish-date", "dc.date.issued", "dcterms.created",
    "dc.date", "date",
)  # fmt: skip
"""Meta names, properties and itemprops for the moment of publication, the surest first."""

_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_MONTH = "|".join(f"{month}|{month[:3]}|{month[:4]}" for month in _MONTHS)
_DAY_FIRST = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?({_MONTH})\.?,?\s+(\d{{4}})\b", re.IGNORECASE)
_MONTH_FIRST = re.compile(rf"\b({_MONTH})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})\b", re.IGNORECASE)
_ISO_DAY = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_URL_DAY = re.compile(r"/((?:19|20)\d{2})[/-]?(\d{2}|[a-z]{3})[/-]?(\d{2})(?=[/_-]|\b)")
_CHANGED = re.compile(r"\b(?:updated|modified|copyright|reviewed)\b|©", re.IGNORECASE)
_ELSEWHERE = (
    "self::aside or self::nav or self::footer or self::li or "
    "contains(@class, 'related') or contains(@class, 'comment') or contains(@id, 'comment')"
)
"""XPath condition: an element that belongs to other stories, to readers or to the site."""
_STAMP = 120
"""Characters of the longest line that is a date line and not a sentence."""
_NEAR = 40
"""Elements after the headline among which the date line stands."""
_TIMES = 100
"""Elements `<time>` looked at, the first of a page."""
_LONGEST = 200
"""Characters of the longest value that can be a date."""


@dataclass(frozen=True, slots=True)
class Published:
    """A day in the outlet's own zone, the moment and its zone where hour and zone are given, and what gave them."""

    day: date
    at: datetime | None
    source: str
    offset: str | None = None


def choose(told: Iterable[Told], latest: date) -> Published:
    """The first date told that can be one. Unclean where none is told, or only ones before 1990 or after `latest`."""
    refused = None
    for source, value in told:
        read = moment(value) if isinstance(value, str) else value
        if read is None:
            continue
        day = read.date() if isinstance(read, datetime) else read
        if EARLIEST <= day <= latest:
            return Published(day, _instant(read), source, _offset(read))
        refused = refused or f"{source} says {day}, which is before {EARLIEST} or after {latest}."
    if refused:
        raise Unclean("bad_date", refused)
    raise Unclean("no_date", "nothing on the page or in its source says when it was published.")


def _instant(read: date) -> datetime | None:
    """The moment in UTC where an hour and a zone are given."""
    return read.astimezone(UTC) if isinstance(read, datetime) and read.tzinfo is not None else None


def _offset(read: date) -> str | None:
    """The zone in which a moment is written, as its distance from UTC: +03:00."""
    return read.isoformat(timespec="minutes")[16:] if isinstance(read, datetime) and read.tzinfo is not None else None


def moment(value: str) -> datetime | date | None:
    """A moment or day from an ISO 8601 or RFC 822 date, or from English words. None for anything else."""
    value = value[:_LONGEST].strip()
    try:
        return date.fromisoformat(value) if len(value) <= 10 else datetime.fromisoformat(value)
    except ValueError:
        pass
    try:
        return parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return day_in(value)


def day_in(text: str) -> date | None:
    """The first full date written in a text: 30 November 2024, Nov. 30, 2024 or 2024-11-30. Never 11/12/2024."""
    for pattern, year, month, day in ((_DAY_FIRST, 3, 2, 1), (_MONTH_FIRST, 3, 1, 2), (_ISO_DAY, 1, 2, 3)):
        match = pattern.search(text)
        if match:
            return _date(match[year], match[month], match[day])
    return None


def in_json_ld(nodes: Iterable[dict[str, Any]]) -> Iterator[Told]:
    for node in nodes:
        for key in ("datePublished", "dateCreated"):
            if isinstance(node.get(key), str):
                yield "json-ld", node[key]


def in_meta(found: Metas) -> Iterator[Told]:
    yield from (("meta", found[name][0]) for name in META if found.get(name))


def in_time(tree: HtmlElement) -> Iterator[Told]:
    """The `<time>` marked as publication, else the first after the headline that does not belong to another story."""
    times = list(islice(tree.xpath("//time[@datetime]"), _TIMES))
    marked = [time for time in times if time.get("pubdate") is not None or "datePublished" in time.get("itemprop", "")]
    following = set(islice(tree.xpath("(//h1)[1]/following::time[@datetime]"), _TIMES))
    after = [time for time in times if time in following and not time.xpath(f"ancestor::*[{_ELSEWHERE}]")][:1]
    yield from (("time", element.get("datetime")) for element in [*marked, *after] if not _is_change(element))


def in_url(url: str) -> Iterator[Told]:
    """The day in a web address; never one in the path of a file, which may be the day it was saved."""
    match = _URL_DAY.search(url.lower()) if url.startswith(("http://", "https://")) else None
    if match:
        yield "url", _date(match[1], match[2], match[3])


def in_text(tree: HtmlElement, latest: date) -> Iterator[Told]:
    """A date line near the headline, else what htmldate finds; other stories, comments and scripts left out."""
    tree = deepcopy(tree)
    for element in tree.xpath(f"//script | //style | //template | //body//*[{_ELSEWHERE}]"):
        element.drop_tree()
    for headline in islice(tree.iterfind(".//h1"), 1):
        parent = headline.getparent()
        beside = [*headline.itersiblings(), *(parent.itersiblings() if parent is not None else ())]
        for element in beside[:_NEAR]:
            yield from _stamps(element)
    yield "text", find_date(tree, extensive_search=False, original_date=True, max_date=latest.isoformat())


def _stamps(element: HtmlElement) -> Iterator[Told]:
    for piece in element.itertext():
        if len(piece) <= _STAMP and not _CHANGED.search(piece):
            day = day_in(piece)
            if day:
                yield "text", day


def _is_change(element: HtmlElement) -> bool:
    around = " ".join((element.get("class") or "", element.get("itemprop") or "", element.getparent().text or ""))
    return bool(_CHANGED.search(around.replace("dateModified", "modified")))


def _date(year: str, month: str, day: str) -> date | None:
    starts = [name[:3] for name in _MONTHS]
    try:
        number = int(month) if month.isdigit() else starts.index(month[:3].lower()) + 1
        return date(int(year), number, int(day))
    except ValueError:
        return None
