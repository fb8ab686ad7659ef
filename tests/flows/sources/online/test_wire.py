"""The sample wire: what a first run gets of it."""

from __future__ import annotations

from collections import Counter

import pytest

from flows.archive.fetch import fetch_all
from flows.http.client import Limits, Web
from flows.sources import discover, load
from flows.sources.online.wire import Wire
from flows.sources.online.wire_server import serve_wire
from tests.flows.sources.conftest import discovered, item, paths, rss, urlset
from transforms.cleaning.clean import clean
from transforms.tables.schema import Article, Page, Reject
from warehouse import Ref


def test_the_feed_is_read_first_and_then_the_sitemap() -> None:
    answers = {"feed.xml": rss(item("/two"), item("/one")), "sitemap.xml": urlset("one", "three")}
    assert paths(discovered(answers, Wire)) == ["two", "one", "one", "three"]


@pytest.fixture(scope="module")
def results() -> list[Article | Reject]:
    """The outcome of every page that the wire announces."""
    with serve_wire() as routes, Web(Limits(routes=routes)) as web:
        announced = discover(load(["wire"]), web)
        candidates, missed = announced.candidates, announced.rejects
        pages: list[Page] = []
        outcomes = fetch_all(candidates, web, pages.append)
    assert missed == []
    by_id = {page.page_id: page for page in pages}
    return [clean(by_id[outcome.page_id]) if isinstance(outcome, Ref) else outcome for outcome in outcomes]


@pytest.fixture(scope="module")
def articles(results: list[Article | Reject]) -> dict[str, Article]:
    return {result.canonical_url: result for result in results if isinstance(result, Article)}


def test_each_address_is_read_once(results: list[Article | Reject]) -> None:
    assert max(Counter(result.url for result in results).values()) == 1


def test_pages_without_an_article_are_rejects_with_their_reasons(results: list[Article | Reject]) -> None:
    found = {result.url.rsplit("/", 1)[-1]: result.reason for result in results if isinstance(result, Reject)}
    assert found == {
        "live-updates": "empty",
        "interview-withdrawn": "not_found",
        "front-line.svg": "not_html",
        "map-of-control": "malformed",
        "anniversary.html": "bad_date",
        "index.html": "no_article",
    }


def test_every_outlet_gives_articles(articles: dict[str, Article]) -> None:
    outlets = Counter(url.split("/")[2] for url in articles)
    assert len(outlets) == 5
    assert sum(outlets.values()) >= 18


def test_each_template_gives_its_date_in_its_own_way(articles: dict[str, Article]) -> None:
    by_outlet = {(url.split("/")[2], article.date_source) for url, article in articles.items()}
    assert by_outlet == {
        ("levant-courier.example", "json-ld"),
        ("meridian-post.example", "meta"),
        ("orontes-gazette.example", "text"),
        ("harbour-daily.example", "time"),
        ("harbour-daily.example", "fetched"),
        ("tern-wire.example", "header"),
    }


def test_nothing_but_the_story_is_read(articles: dict[str, Article]) -> None:
    furniture = ("cookie", "newsletter", "partners", "Most read", "seagull71", "Advertisement", "mortgage", "Harbour")
    text = "\n".join(article.text for url, article in articles.items() if "tern-wire" not in url)
    assert [word for word in furniture if word in text] == []
    assert all(article.text.count(article.title or "no title") == 0 for article in articles.values())


def test_headlines_and_authors(articles: dict[str, Article]) -> None:
    article = articles["http://levant-courier.example/2024/12/08/damascus-falls.html"]
    assert article.title == "Assad leaves Syria as opposition enters Damascus"
    assert article.authors == ["Nadia Karam", "Samir Haddad"]
    assert article.site == "The Levant Courier"
    assert str(article.published_at) == "2024-12-08 10:45:00+00:00"
