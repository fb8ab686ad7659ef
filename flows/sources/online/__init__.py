"""Sources that a site offers: feeds, sitemaps, home pages, lists. An address comes in; candidates go out."""

from flows.sources.online.feed import Feed
from flows.sources.online.listing import Address, UrlList
from flows.sources.online.site import Site
from flows.sources.online.sitemap import Sitemap
from flows.sources.online.wire import Wire

__all__ = ["Address", "Feed", "Site", "Sitemap", "UrlList", "Wire"]
