"""Reads an outlet by its home page: finds its feeds and sitemaps, announced or at the usual places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin

from flows.http.client import Web, WebError
from flows.sandbox.bounded import Ended
from flows.sources.base import MOST, Candidate, Discovered, guard_source, missed_reject
from flows.sources.days import Days
from flows.sources.markup import fetch_document, parse
from flows.sources.online import feed, sitemap
from flows.sources.online.home_page import feeds_and_links
from transforms.identity.addresses import canonical, original

MOST_FEEDS = 10
"""Maximum feeds read for one site."""


@dataclass(frozen=True, slots=True)
class Site:
    """A site by the address of its home page. Trafilatura finds the links; this module requests them."""

    source_id: str
    url: str

    def discover(self, web: Web, days: Days | None = None) -> Iterator[Discovered]:
        """The documents of the site's feeds, or of its sitemaps if no feed yields any; with `days`, sitemaps first,
        since feeds cover only the last days. If neither yields any, the pages that the home page links to.
        """
        try:
            answer = web.announcement(self.url, self.source_id)
        except WebError as error:
            yield missed_reject(self.url, self.source_id, error.reason, str(error))
            return
        try:
            feeds, links = feeds_and_links(answer.body, answer.url)
        except Ended as ended:
            feeds, links = [], []
            yield missed_reject(self.url, self.source_id, ended.reason, f"{self.url} cannot be looked through: {ended}")
        ways = [lambda: self._feeds(web, feeds, days), lambda: self._maps(web, days)]
        for way in reversed(ways) if days else ways:
            items = list(guard_source(way, self.url, self.source_id))
            yield from items
            if any(isinstance(item, Candidate) for item in items):
                return
        for link in sorted(_article_urls(links, answer.url))[:MOST]:
            yield Candidate(link, self.source_id)

    def _feeds(self, web: Web, feeds: list[str], days: Days | None) -> Iterator[Discovered]:
        for url in feeds[:MOST_FEEDS]:
            yield from feed.Feed(self.source_id, url).discover(web, days)

    def _maps(self, web: Web, days: Days | None) -> Iterator[Discovered]:
        """The pages of the sitemaps in robots.txt, or else of the first sitemap found at a usual place."""
        yield from sitemap.read_sitemaps(web, maps_of(web, self.url, self.source_id), self.source_id, days)


def maps_of(web: Web, url: str, source_id: str) -> list[str]:
    """The addresses of the sitemaps of a site: those that its robots.txt names, else the first at a usual place."""
    from trafilatura.sitemaps import GUESSES  # imported late: the sources of most runs by hand are no sites

    base = urljoin(url, "/").rstrip("/")
    if maps := [link for line in _sitemaps_in_robots(web, base, source_id) if (link := original(line))]:
        return maps
    return next(([guess] for guess in (f"{base}/{name}" for name in GUESSES) if _is_map(web, guess, source_id)), [])


def _sitemaps_in_robots(web: Web, base: str, source_id: str) -> list[str]:
    from trafilatura.sitemaps import extract_robots_sitemaps
    from trafilatura.utils import decode_file

    try:
        return extract_robots_sitemaps(decode_file(web.announcement(f"{base}/robots.txt", source_id).body), base)
    except WebError:
        return []


def _is_map(web: Web, url: str, source_id: str) -> bool:
    """Whether `url` is a sitemap; a failed guess is not a Reject."""
    try:
        return sitemap.is_sitemap(parse(fetch_document(web, url, source_id)).root)
    except WebError:
        return False


def _article_urls(links: list[str], url: str) -> set[str]:
    """Article URLs among the links, without the home page itself."""
    return {link for link in map(original, links) if link and link != canonical(url)}
