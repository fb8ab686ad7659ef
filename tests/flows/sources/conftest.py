"""Helpers for tests of sources: feeds, sitemaps, pages and archives on loopback, and what a source yields of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from flows.archive.fetch import fetch
from flows.http.client import Web
from flows.sources import Candidate, Days, Source
from tests.archives import Capture, warc
from tests.loopback import HOST, Answer, Answering, Loopback, loopback
from transforms.tables.schema import Page, Reject
from warehouse import StoredResponse

HOME = f"http://{HOST}"
XML = {"Content-Type": "application/xml"}
TEXT = {"Content-Type": "text/plain; charset=utf-8"}
SITEMAP = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
DAYS = Days(date(2024, 12, 5), date(2024, 12, 6))

ONE = Capture("https://outlet.example/world/one?utm_source=x", b"<p>one</p>")
TWO = Capture("https://www.other.example/two", b"<p>two</p>", at="20241206070000")
NO_PAGES = [
    Capture("https://outlet.example/gone", b"gone", status="404 Not Found"),
    Capture("https://outlet.example/map.png", b"\x89PNG", kind="image/png"),
    Capture("https://outlet.example/asked", b"<p>asked</p>", record="resource"),
    Capture("dns:outlet.example", b"10.0.0.1"),
]
CAPTURES = [ONE, *NO_PAGES, TWO]
WARC = warc(CAPTURES)

Found = list[Candidate | Reject]


def page(head: str = "", body: str = "") -> Answer:
    return Answer(f"<!doctype html><html><head><title>Outlet</title>{head}</head><body>{body}</body></html>".encode())


def item(link: str, more: str = "") -> str:
    """An entry of an RSS feed."""
    return f"<item><title>T</title><link>{link}</link>{more}</item>"


def rss(*items: str, before: str = "") -> bytes:
    """An RSS feed of these entries, with what a broken program writes before it."""
    return f'{before}<rss version="2.0"><channel>{"".join(items)}</channel></rss>'.encode()


def urlset(*entries: str | tuple[str, str]) -> bytes:
    """A sitemap of pages, each a path, or a path and its lastmod."""
    return f"<urlset {SITEMAP}>{_map_rows('url', entries)}</urlset>".encode()


def index(*entries: str | tuple[str, str]) -> bytes:
    """An index of sitemaps, each a path, or a path and its lastmod."""
    return f"<sitemapindex {SITEMAP}>{_map_rows('sitemap', entries)}</sitemapindex>".encode()


def _map_rows(kind: str, entries: tuple[str | tuple[str, str], ...]) -> str:
    dated = [(entry, "") if isinstance(entry, str) else entry for entry in entries]
    return "".join(
        f"<{kind}><loc>{HOME}/{path}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</{kind}>" for path, day in dated
    )


def discovered(
    answers: Mapping[str, Answer | bytes], kind: Callable[[str, str], Source], path: str = "", days: Days | None = None
) -> Found:
    """What the source of this kind yields that lies at `path` of a server with these answers; bytes are XML."""
    served = {name: Answer(body, headers=XML) if isinstance(body, bytes) else body for name, body in answers.items()}
    with loopback(served) as server, Web(server.limits()) as web:
        return list(kind("desk", server.url(path)).discover(web, days))


@contextmanager
def connected(answers: Mapping[str, Answer] | Answering, spool: Path) -> Iterator[tuple[Web, Loopback]]:
    """A client with a spool folder, and the server that it reaches."""
    with loopback(answers) as server, Web(server.limits(spool=spool)) as web:
        yield web, server


def urls(found: Found) -> list[str]:
    return [item.url for item in found if isinstance(item, Candidate)]


def paths(found: Found) -> list[str]:
    """The addresses of the candidates, without the host that the tests share."""
    return [url.removeprefix(HOME).lstrip("/") for url in urls(found)]


def reasons(found: Found) -> list[str]:
    """The reasons of the rejects, all of them of the stage `discover`."""
    rejects = [item for item in found if isinstance(item, Reject)]
    assert {reject.stage for reject in rejects} <= {"discover"}
    return [reject.reason for reject in rejects]


def details(found: Found) -> list[str]:
    return [item.detail for item in found if isinstance(item, Reject)]


def fetched(candidate: Candidate | Reject, web: Web, stored: StoredResponse | None = None) -> Page:
    """The page of a candidate; fails if there is none."""
    assert isinstance(candidate, Candidate)
    page = fetch(candidate, web, stored).page
    assert page is not None
    return page
