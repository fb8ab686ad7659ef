"""Finds and tries the feeds and sitemaps of an outlet, before it becomes a source."""

from __future__ import annotations

from dataclasses import dataclass

from flows.http.client import Web, WebError
from flows.sandbox.bounded import Ended
from flows.sources.base import Candidate, Discovered, guard_source
from flows.sources.online.feed import Feed
from flows.sources.online.home_page import feeds_and_links
from flows.sources.online.site import maps_of
from flows.sources.online.sitemap import Sitemap
from flows.sources.rejects import SourceError
from transforms.identity.addresses import original
from transforms.tables.schema import Reject

MOST = 10
"""Maximum feeds that are tried, and maximum sitemaps."""
NAME = "survey"


@dataclass(frozen=True, slots=True)
class Offer:
    """A feed or sitemap that was tried: what it announces, and the first error if there was one."""

    kind: str
    url: str
    announced: list[Candidate]
    wrong: str | None = None


def survey(web: Web, address: str) -> list[Offer]:
    """The feeds of an outlet, the richest first, then its sitemaps: the address itself if it is one of them, else those
    named by its page and its robots.txt or found at the usual places. SourceError if the address does not answer, or
    nothing is announced."""
    url = original(address)
    if url is None:
        raise SourceError(f"{address}: not an http or https address.")
    if own := [offer for offer in (_feed(web, url), _map(web, url)) if offer.announced]:
        return own[:1]
    try:
        page = web.announcement(url, NAME)
        feeds, _ = feeds_and_links(page.body, page.url)
    except (WebError, Ended) as error:
        raise SourceError(f"{url}: {error}") from error
    maps = maps_of(web, page.url, NAME)
    offers = [_feed(web, feed) for feed in feeds[:MOST]]
    offers.sort(key=lambda offer: -len(offer.announced))
    offers += [_map(web, sitemap) for sitemap in maps[:MOST]]
    if not any(offer.announced for offer in offers):
        why = next((f" {offer.wrong}" for offer in offers if offer.wrong), "")
        raise SourceError(f"{url}: no feed and no sitemap was found that announces anything; give its address.{why}")
    return offers


def _feed(web: Web, url: str) -> Offer:
    return _offer("feed", url, list(guard_source(lambda: Feed(NAME, url).discover(web), url, NAME)))


def _map(web: Web, url: str) -> Offer:
    return _offer("sitemap", url, list(Sitemap(NAME, url).discover(web)))


def _offer(kind: str, url: str, items: list[Discovered]) -> Offer:
    wrong = next((item.detail for item in items if isinstance(item, Reject)), None)
    return Offer(kind, url, [item for item in items if isinstance(item, Candidate)], wrong)
