"""Feeds and links found on a home page, and hostile home pages."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from flows.sandbox.bounded import Ended
from flows.sources.online.home_page import feeds_and_links

FEED = '<link rel="alternate" type="application/rss+xml" href="/feed.xml">'


def test_feeds_and_articles_are_found() -> None:
    body = f'<html><head>{FEED}</head><body><a href="/world/2024/hama-falls-to-rebels">Hama</a></body></html>'
    assert feeds_and_links(body.encode(), "https://outlet.example/") == (
        ["https://outlet.example/feed.xml"],
        ["https://outlet.example/world/2024/hama-falls-to-rebels"],
    )


@pytest.mark.attack("a home page holds a tag of a million spaces, to keep who looks for links busy for ever")
def test_a_page_that_takes_for_ever_is_ended(outcome: Callable[[str], None]) -> None:
    with pytest.raises(Ended) as ended:
        feeds_and_links(b"<html><a" + b" " * 1_000_000, "https://outlet.example/", seconds=1)
    assert ended.value.reason == "too_slow"
    outcome("too_slow; the night goes on")
