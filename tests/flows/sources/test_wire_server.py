"""The sample wire: served at stable addresses, and the results of a first run."""

from __future__ import annotations

import socket
import struct
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.archive.fetch import fetch_all
from flows.http.client import Limits, Web
from flows.sources import discover, load
from flows.sources.wire_server import serve_wire, serving
from transforms.cleaning.clean import clean
from transforms.tables.schema import Article, Page, Reject
from warehouse import Ref


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


def test_each_address_once(results: list[Article | Reject]) -> None:
    assert max(Counter(result.url for result in results).values()) == 1


def test_rejects_with_their_reasons(results: list[Article | Reject]) -> None:
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


@pytest.mark.parametrize("path", ["../README.md", "%2e%2e/README.md", "/etc/hostname", "no-such-page"])
def test_only_the_wire_is_served(path: str) -> None:
    with serve_wire() as routes, Web(Limits(routes=routes)) as web, pytest.raises(Exception, match="answered 404"):
        web.get(f"http://tern-wire.example/{path}")


def test_a_folder_of_ones_own_can_be_served(tmp_path: Path) -> None:
    (tmp_path / "desk.example").mkdir()
    (tmp_path / "desk.example" / "a.txt").write_text("date 2024-12-05 A story.")
    with serve_wire(tmp_path) as routes, Web(Limits(routes=routes)) as web:
        assert web.get("http://desk.example/a.txt").headers["content-type"] == "text/plain; charset=utf-8"


def test_a_client_that_goes_away_is_no_error(capfd: pytest.CaptureFixture[str]) -> None:
    with serve_wire() as routes:
        for _ in range(5):
            with socket.create_connection(routes["wire.example"]) as client:
                # closed with a reset, during a request
                client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                client.sendall(b"GET /feed.xml HTTP/1.1\r\nHost: wire.example\r\n\r\n" * 50)
        with Web(Limits(routes=routes)) as web:
            assert web.get("http://wire.example/feed.xml").headers["content-type"].startswith("application/xml")
    assert capfd.readouterr().err == ""


def test_the_server_runs_only_for_the_wire() -> None:
    with serving(load(["al-jazeera"])) as routes:
        assert routes == {}
    with serving(load(["wire"])) as routes:
        assert "wire.example" in routes


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """Fail if a test leaves the server's thread running."""
    import threading

    before = threading.active_count()
    yield
    assert threading.active_count() <= before
