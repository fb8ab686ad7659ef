"""The feeds and sitemaps of an outlet, tried before it becomes a source."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from flows.sources import SourceError
from flows.sources.survey import Offer, survey
from tests.flows.sources.conftest import HOME, TEXT, XML, connected, item, page, paths, rss, urlset
from tests.loopback import Answer

LINK = '<link rel="alternate" type="application/rss+xml" href="/{}.xml">'
ANSWERS = {
    "": page("".join(map(LINK.format, ("small", "gone", "large")))),
    "small.xml": Answer(rss(item("/0")), headers=XML),
    "large.xml": Answer(rss(item("/0"), item("/1")), headers=XML),
    "map.xml": Answer(urlset("0"), headers=XML),
    "robots.txt": Answer(f"Sitemap: {HOME}/map.xml\n".encode(), headers=TEXT),
}


def offers(answers: Mapping[str, Answer], path: str, folder: Path) -> list[Offer]:
    with connected(answers, folder) as (web, server):
        return survey(web, server.url(path))


def test_the_feeds_of_a_page_come_first_the_richest_before_all_and_then_the_sitemaps(tmp_path: Path) -> None:
    tried = offers(ANSWERS, "", tmp_path)
    assert [(offer.kind, offer.url, len(offer.announced)) for offer in tried] == [
        ("feed", f"{HOME}/large.xml", 2), ("feed", f"{HOME}/small.xml", 1), ("feed", f"{HOME}/gone.xml", 0),
        ("sitemap", f"{HOME}/map.xml", 1),
    ]  # fmt: skip
    assert [offer.wrong is None for offer in tried] == [True, True, False, True]


@pytest.mark.parametrize(("path", "kind"), [("small.xml", "feed"), ("map.xml", "sitemap")])
def test_an_address_of_a_feed_or_sitemap_is_the_only_offer(path: str, kind: str, tmp_path: Path) -> None:
    (offer,) = offers(ANSWERS, path, tmp_path)
    assert (offer.kind, paths([*offer.announced]), offer.wrong) == (kind, ["0"], None)


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({}, "answered 404"),
        ({"": page()}, "no feed and no sitemap was found that announces anything; give its address."),
        ({"": page(LINK.format("gone"))}, "no feed and no sitemap was found .* answered 404"),
    ],
    ids=["no answer", "nothing named", "nothing announced"],
)
def test_an_outlet_that_announces_nothing_is_one_sentence(
    answers: dict[str, Answer], sentence: str, tmp_path: Path
) -> None:
    with pytest.raises(SourceError, match=f"^{HOME}/?: .*{sentence}"):
        offers(answers, "", tmp_path)
