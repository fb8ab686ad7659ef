"""The sample wire: news pages written for this project, served locally by flows/sources/online/wire_server.py."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from urllib.parse import urljoin

from flows.http.client import Web
from flows.sources.base import Discovered
from flows.sources.days import Days
from flows.sources.online.feed import Feed
from flows.sources.online.sitemap import Sitemap


@dataclass(frozen=True, slots=True)
class Wire:
    """The sample wire's feed and sitemap, which share many pages."""

    source_id: str
    url: str

    def discover(self, web: Web, days: Days | None = None) -> Iterator[Discovered]:
        return chain(
            Feed(self.source_id, urljoin(self.url, "feed.xml")).discover(web, days),
            Sitemap(self.source_id, urljoin(self.url, "sitemap.xml")).discover(web, days),
        )
