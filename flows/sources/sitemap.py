"""Sitemaps and sitemap indexes, plain or gzip, news sitemaps with dates and titles too."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from flows.sources.base import Candidate, canonical, missed
from flows.sources.markup import children, day, name, parse, text, unpacked
from flows.web import Web, WebError
from transforms.schema import Reject

MOST_MAPS = 200
"""Maps read for one source: an index may name thousands."""


@dataclass(frozen=True, slots=True)
class Sitemap:
    """A sitemap, or an index of them read to the leaves."""

    source_id: str
    url: str

    def discover(self, web: Web) -> Iterator[Candidate | Reject]:
        """The pages of every map once, in order. A map that cannot be read is a Reject and the rest is read on."""
        waiting, seen = [self.url], {self.url}
        while waiting:
            url = waiting.pop(0)
            try:
                answer = web.get(url, max_bytes=web.limits.feed_bytes)
                root = parse(unpacked(answer.body, web.limits.feed_bytes))
                if not is_sitemap(root):
                    raise WebError("malformed", f"{url} is not a sitemap.")
            except WebError as error:
                yield missed(url, self.source_id, error.reason, str(error))
                continue
            fresh = [found for found in maps(root) if found not in seen][: MOST_MAPS - len(seen)]
            seen.update(fresh)
            waiting += fresh
            yield from pages(root, self.source_id)


def is_sitemap(root: etree._Element) -> bool:
    return name(root) in ("urlset", "sitemapindex")


def maps(root: etree._Element) -> list[str]:
    """The maps that an index names, each once."""
    if name(root) != "sitemapindex":
        return []
    found = (canonical(text(entry, "loc") or "") for entry in children(root, "sitemap"))
    return list(dict.fromkeys(url for url in found if url))


def pages(root: etree._Element, source_id: str) -> Iterator[Candidate]:
    """The pages of a map. Only a news entry gives a day of publication: `lastmod` is the day of the last change."""
    for entry in children(root, "url"):
        url = canonical(text(entry, "loc") or "")
        if url:
            news = next(children(entry, "news"), None)
            title, announced = (None, None) if news is None else (text(news, "title"), text(news, "publication_date"))
            yield Candidate(url, source_id, title, day(announced))
