"""Finds feeds and article links on a home page, in a worker process, since a hostile page could take for ever to parse.
Imports the parsers only there.
"""

from __future__ import annotations

from collections.abc import Sequence

from flows.sandbox.bounded import PAGE, Ended, bounded, limited

Home = tuple[bytes, str]
"""Body and address of a home page."""
FeedsAndLinks = tuple[list[str], list[str]]
"""Addresses of feeds in page order, and of pages of the site that look like articles."""


def feeds_and_links(body: bytes, url: str, seconds: float = PAGE) -> FeedsAndLinks:
    """The feeds and links of a home page. Raises Ended if that takes too much CPU time or memory."""
    ((_, result),) = bounded(_feeds_and_links, [(body, url)], seconds)
    if isinstance(result, Ended):
        raise result
    return result


def _feeds_and_links(homes: Sequence[Home], seconds: float) -> FeedsAndLinks:
    import courlan
    from trafilatura.feeds import FeedParameters, determine_feed
    from trafilatura.utils import decode_file

    ((body, url),) = homes
    with limited(seconds):
        home = decode_file(body)
        feeds = determine_feed(home, FeedParameters(url, courlan.get_hostinfo(url)[0] or "", url))
        return feeds, sorted(courlan.extract_links(home, url=url, strict=False))
