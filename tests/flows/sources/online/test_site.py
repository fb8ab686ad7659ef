"""Sites by their home page: their feeds, else their sitemaps, else the pages that they link to."""

from __future__ import annotations

import pytest

from flows.sources.online.site import Site
from tests.flows.sources.conftest import DAYS, HOME, TEXT, discovered, item, page, paths, reasons, rss, urlset
from tests.loopback import Answer

FEED = '<link rel="alternate" type="application/rss+xml" href="/desk/feed.xml">'


def test_the_feeds_of_a_site_are_found_on_its_home_page() -> None:
    answers: dict[str, Answer | bytes] = {
        "": page(FEED),
        "desk/feed.xml": rss(item(f"{HOME}/one"), item("/two")),
        "sitemap.xml": urlset("three"),
    }
    assert paths(discovered(answers, Site)) == ["one", "two"]


def test_with_days_the_sitemaps_of_a_site_go_first() -> None:
    robots = f"User-agent: *\nAllow: /\nSitemap: {HOME}/maps/news.xml\nSitemap: /maps/more.xml\n"
    answers: dict[str, Answer | bytes] = {
        "": page(FEED), "desk/feed.xml": rss(item("/one")), "robots.txt": Answer(robots.encode(), headers=TEXT),
        "maps/news.xml": urlset("2024/12/05/three", "2024/12/07/four"), "maps/more.xml": urlset("2024/12/06/five"),
    }  # fmt: skip
    assert paths(discovered(answers, Site, days=DAYS)) == ["2024/12/05/three", "2024/12/06/five"]


@pytest.mark.parametrize("guess", ["sitemap.xml", "sitemap_index.xml", "sitemap_news.xml"])
def test_an_unnamed_sitemap_is_looked_for_at_the_usual_places(guess: str) -> None:
    found = discovered({"": page(), guess: urlset("three")}, Site)
    assert (paths(found), reasons(found)) == (["three"], [])


def test_a_site_without_feed_and_sitemap_gives_the_pages_it_links_to() -> None:
    links = "".join(
        f'<a href="{link}">Read</a>'
        for link in ("/world/rebels-take-the-city-of-hama", "http://other.example/a-story-elsewhere", "#top", "/")
    )
    assert paths(discovered({"": page(body=links)}, Site)) == ["world/rebels-take-the-city-of-hama"]


def test_a_lost_feed_is_a_reject_and_the_sitemaps_serve() -> None:
    found = discovered({"": page(FEED), "sitemap.xml": urlset("three")}, Site)
    assert (paths(found), reasons(found)) == (["three"], ["not_found"])


def test_a_site_that_does_not_answer_is_a_reject() -> None:
    assert reasons(discovered({}, Site)) == ["not_found"]
