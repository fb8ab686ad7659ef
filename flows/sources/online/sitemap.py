"""Reads sitemaps and sitemap indexes (XML or text, plain or gzip, nested) and news sitemaps with dates and titles."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice

from lxml import etree

from flows.http.client import Web, WebError
from flows.sources.base import MOST, Candidate, Discovered, missed_reject
from flows.sources.days import Days, days_in_url
from flows.sources.markup import Document, Tree, children, day, fetch_document, name, parse, text
from flows.sources.online import feed
from flows.sources.rejects import refused
from transforms.identity.addresses import original
from transforms.tables.schema import Reject

MOST_ENTRIES = 50_000
"""Maximum entries read from one sitemap, the protocol's limit."""
MOST_MAPS = 200
"""Maximum sitemaps read for one source: an index may list thousands."""
DEEPEST = 4
"""Maximum levels of sitemap indexes."""
LATE = 7
"""Days after publication in which outlets still edit a page; a later lastmod says nothing about publication."""

_TEXT = re.compile(r"\.txt(?:\.gz)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sitemap:
    """A sitemap, or a sitemap index read recursively."""

    source_id: str
    url: str

    def discover(self, web: Web, days: Days | None = None) -> Iterator[Discovered]:
        """The pages of every sitemap once, in order. An unreadable sitemap becomes a Reject, the rest go on."""
        return read_sitemaps(web, [self.url], self.source_id, days)


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a sitemap: a page or another sitemap. Only news entries have `title` and `published`; `changed` is
    lastmod.
    """

    url: str
    title: str | None = None
    published: date | None = None
    changed: date | None = None

    def was_published(self, days: Days) -> bool | None:
        """Whether the page was published on one of these days; None if that is unknown."""
        known = Days(self.published, self.published) if self.published else days_in_url(self.url)
        if known:
            return known.meet(days)
        if self.changed is None or self.changed > days.later(LATE).last:
            return None
        return self.changed >= days.first


def read_sitemaps(web: Web, maps: Iterable[str], source_id: str, days: Days | None = None) -> Iterator[Discovered]:
    """The pages of these sitemaps and of the sitemaps they list, at most MOST. A damaged sitemap yields what it has,
    and a Reject.

    With `days`, sitemaps of other times are skipped, and a Reject counts pages without a known day.
    """
    waiting = deque((url, 0) for url in dict.fromkeys(maps))
    seen, left = {url for url, _ in waiting}, MOST
    while waiting:
        url, depth = waiting.popleft()
        try:
            inner, pages, losses = _fetch_entries(web, url, source_id)
        except Exception as error:  # one bad sitemap becomes a Reject, the others are read
            yield refused(url, source_id, "discover", error)
            continue
        yield from (missed_reject(url, source_id, loss.reason, f"{url}: {loss}") for loss in losses)
        unseen = [entry for entry in inner if entry.url not in seen and _may_hold(entry, days)]
        fresh = unseen[: max(0, MOST_MAPS - len(seen))] if depth < DEEPEST else []
        seen.update(entry.url for entry in fresh)
        waiting.extend((entry.url, depth + 1) for entry in fresh)
        if len(fresh) < len(unseen):
            yield missed_reject(
                url, source_id, "too_large", f"{len(unseen) - len(fresh)} more maps in {url} were not read."
            )
        wanted = [page for page in pages if days is None or page.was_published(days)]
        unknown = sum(page.was_published(days) is None for page in pages) if days else 0
        if unknown:
            yield missed_reject(url, source_id, "no_date", f"{unknown} pages in {url} do not tell their day.")
        for page in wanted[:left]:
            yield Candidate(page.url, source_id, page.title, page.published)
        if len(wanted) > left:
            yield missed_reject(url, source_id, "too_large", f"{source_id} announces more than {MOST} pages.")
            return
        left -= len(wanted)


def is_sitemap(root: etree._Element) -> bool:
    return name(root) in ("urlset", "sitemapindex")


def entries(root: etree._Element, kind: str, base: str) -> tuple[list[Entry], list[WebError]]:
    """The entries of a sitemap, `kind` being `url` or `sitemap`: each once, at most MOST_ENTRIES, and the losses."""
    by_url: dict[str, Entry] = {}
    elements = children(root, kind)
    failed: list[str] = []
    for number, element in enumerate(islice(elements, MOST_ENTRIES), 1):
        try:
            if (entry := _entry(element, base)) and entry.url not in by_url:
                by_url[entry.url] = entry
        except Exception as error:  # one bad entry is counted as lost
            failed.append(f"entry {number}, {type(error).__name__}: {' '.join(str(error).split())}")
    losses = []
    if failed:
        detail = f"{len(failed)} of its entries cannot be read, the first is {failed[0]}."
        losses.append(WebError("malformed", detail))
    if left := sum(1 for _ in elements):
        losses.append(WebError("too_large", f"{left} more entries were not read: {MOST_ENTRIES} are the most."))
    return list(by_url.values()), losses


def _entry(element: etree._Element, base: str) -> Entry | None:
    loc = text(element, "loc")
    url = original(loc, base) if loc else None
    if url is None:
        return None
    news = next(children(element, "news"), None)
    title, published = (None, None) if news is None else (text(news, "title"), text(news, "publication_date"))
    return Entry(url, title, day(published), day(text(element, "lastmod")))


def _fetch_entries(web: Web, url: str, source_id: str) -> tuple[list[Entry], list[Entry], list[WebError]]:
    """The sitemaps and pages listed in a sitemap, and the losses. WebError if `url` is not a sitemap."""
    document = fetch_document(web, url, source_id)
    if _TEXT.search(url) or not document.body.lstrip(b"\xef\xbb\xbf\x00\xff\xfe \r\n\t").startswith(b"<"):
        inner, losses = _text_pages(document)
        if not inner and not _TEXT.search(url):
            raise document.loss or WebError("malformed", f"{url} is not a sitemap.")
        return [], inner, losses
    tree = parse(document)
    if feed.is_feed(tree.root):
        return [], *_feed_pages(tree, source_id, url)
    if not is_sitemap(tree.root):
        raise tree.loss or WebError("malformed", f"{url} is not a sitemap.")
    (maps, some), (pages, more) = (entries(tree.root, kind, url) for kind in ("sitemap", "url"))
    return maps, pages, [*some, *more, *([tree.loss] if tree.loss else [])]


def _feed_pages(tree: Tree, source_id: str, url: str) -> tuple[list[Entry], list[WebError]]:
    """The pages of a feed, which the protocol allows as a sitemap, and the losses."""
    items = list(feed.entries(tree, source_id, url))
    pages = [Entry(each.url, each.title, each.published) for each in items if isinstance(each, Candidate)]
    return pages, [WebError(each.reason, each.detail) for each in items if isinstance(each, Reject)]


def _text_pages(document: Document) -> tuple[list[Entry], list[WebError]]:
    """The pages of a text sitemap; in a truncated one the last line is dropped."""
    lines = document.body.decode("utf-8-sig", errors="replace").split()
    lines = lines[:-1] if document.loss else lines
    losses = [document.loss] if document.loss else []
    if len(lines) > MOST_ENTRIES:
        losses.append(
            WebError("too_large", f"{len(lines) - MOST_ENTRIES} more lines were not read: {MOST_ENTRIES} are the most.")
        )
    urls = map(original, lines[:MOST_ENTRIES])
    return [Entry(page) for page in dict.fromkeys(urls) if page], losses


def _may_hold(entry: Entry, days: Days | None) -> bool:
    """Whether a sitemap may list pages of these days: no other date in its name, and changed since the first day."""
    if days is None:
        return True
    known = days_in_url(entry.url)
    return (known is None or known.meet(days)) and (entry.changed is None or entry.changed >= days.first)
