"""What a home page names: feeds and articles, looked for in a process of its own, since a page can be written so that
looking through it takes for ever. Imports what looks only there."""

from __future__ import annotations

from collections.abc import Sequence

from flows.sandbox.bounded import PAGE, Ended, bounded, limited

Home = tuple[bytes, str]
"""A home page and its address."""
Named = tuple[list[str], list[str]]
"""The addresses of feeds in the order of the page, and those of pages of the site that look like articles."""


def named(body: bytes, url: str, seconds: float = PAGE) -> Named:
    """What a home page names. Ended where that takes more seconds of the processor, or too much memory."""
    ((_, found),) = bounded(_named, [(body, url)], seconds)
    if isinstance(found, Ended):
        raise found
    return found


def _named(homes: Sequence[Home], seconds: float) -> Named:
    import courlan
    from trafilatura.feeds import FeedParameters, determine_feed
    from trafilatura.utils import decode_file

    ((body, url),) = homes
    with limited(seconds):
        home = decode_file(body)
        feeds = determine_feed(home, FeedParameters(url, courlan.get_hostinfo(url)[0] or "", url))
        return feeds, sorted(courlan.extract_links(home, url=url, strict=False))
